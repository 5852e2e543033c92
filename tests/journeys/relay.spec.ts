// The relay: it can die at any moment and nothing acknowledged is lost; and it can read nothing.
import { expect, kills, test } from "../fixtures/index.ts";
import { ReviewPage } from "../pages/review_page.ts";

test("the relay is killed while two people type: nothing is lost, and they go on by themselves", async ({ person, relay }) => {
  test.setTimeout(60_000 + kills * 30_000);
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  const adas = await ada.register.newReview("Review of spring 2026", "Opening");
  await adas.addTopic("Closing");
  await ada.register.isSeenByAll();
  const bens = await ben.register.review("Review of spring 2026");
  let opening = "";
  let closing = "";
  for (let round = 1; round <= kills; round += 1) {
    const words = `Ada writes in round ${round}. `;
    const other = `Ben writes in round ${round}. `;
    const typing = [adas.typeMinutes("Opening", words), bens.typeMinutes("Closing", other)];
    await relay.kill();
    await Promise.all(typing);
    opening += words;
    closing += other;
    await ada.register.isSaved();
    await relay.run();
    for (const review of [adas, bens] satisfies ReviewPage[]) {
      await review.hasMinutes("Opening", opening, { timeout: 30_000 });
      await review.hasMinutes("Closing", closing, { timeout: 30_000 });
    }
    await ada.register.isSeenByAll();
    await ben.register.isSeenByAll();
  }
});

test("no text that anybody typed is in the relay's files", async ({ person, relay }) => {
  const ada = await person("Adalberta Quendolin");
  const organization = "Zwirnfaden Werke";
  await ada.found(organization);
  const settings = await ada.register.settings();
  const link = await settings.invite();
  const ben = await person("Benvolio Xanthippus");
  await ben.join(link);
  const texts = [
    "Quetzalcoatl inventory vanishes",
    "Marzipan forklift",
    "Verschlüsselung bröckelt",
    "The nightingale budget was doubled",
    "Obsidian teapot review",
  ] as const;
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", texts[0]);
  await risk.fill("Asset or activity", texts[1]);
  await risk.fill("Threat", texts[2]);
  const review = await ada.register.newReview(texts[4], "Opening");
  await review.typeMinutes("Opening", texts[3]);
  await ada.register.isSeenByAll();
  await (await ben.register.review(texts[4])).hasMinutes("Opening", texts[3]);
  await relay.kill();

  const files = await relay.files();
  expect(files.reduce((sum, file) => sum + file.bytes.length, 0)).toBeGreaterThan(10_000);
  // All that anybody types in any journey is looked for in its end: so what was typed here is heard.
  for (const text of [...texts, organization]) await expect.poll(() => [...ada.typed].join("\n")).toContain(text);
  const secret = new URL(link).hash.slice(3);
  await relay.holdsNone([organization, "Adalberta Quendolin", "Benvolio Xanthippus", ...texts, secret]);
  await relay.run();
});
