// Saved means durable: a browser that is killed a moment after 'Saved' has the edit when it starts again.
import { expect, kills, test } from "../fixtures/index.ts";

test("what the screen calls saved survives a killed browser", async ({ person }) => {
  test.setTimeout(60_000 + kills * 30_000);
  const ada = await person("Ada Alba", { profile: true });
  await ada.found("Northwind Tools");
  const review = await ada.register.newReview("Review of spring 2026", "Opening");
  const deep = ada.page.url();
  let minutes = "";
  for (let round = 1; round <= kills; round += 1) {
    const typed = `Round ${round} is in the minutes. `;
    await review.of(ada.page).typeMinutes("Opening", typed);
    minutes += typed;
    await review.of(ada.page).record.fill("Place", `Room ${round}`);
    await expect(ada.register.saved()).toHaveText("Saved on this device");
    await ada.killBrowser();
    await ada.startBrowser();
    await ada.page.goto(deep);
    await review.of(ada.page).hasMinutes("Opening", minutes);
    await expect(review.of(ada.page).record.input("Place")).toHaveValue(`Room ${round}`);
  }
});

test("what is called saved was written with strict durability", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  const [engine] = ada.page.workers();
  await engine.evaluate(() => {
    const begin = IDBDatabase.prototype.transaction;
    const written: IDBTransactionDurability[] = [];
    Object.assign(globalThis, { written });
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...options: Parameters<typeof begin>) {
      const transaction = begin.apply(this, options);
      const holdsEdits = transaction.objectStoreNames.contains("envelopes");
      if (transaction.mode === "readwrite" && holdsEdits) written.push(transaction.durability);
      return transaction;
    };
  });
  await risk.fill("Risk", "A power cut a moment later");
  await ada.register.isSaved();
  const written = await engine.evaluate(() => (globalThis as unknown as { written: string[] }).written);
  expect(written.length).toBeGreaterThan(0);
  expect(new Set(written)).toEqual(new Set(["strict"]));
});

test("typing counts as being saved from the first key on, never as saved", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const review = await ada.register.newReview("Review of spring 2026", "Opening");
  await ada.register.isSaved();
  await review.typeMinutes("Opening", "x");
  await expect(ada.register.saved()).toHaveText("Saving …");
  await ada.register.isSaved();
});

test("leaving a page at once keeps what was typed a moment before", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const review = await ada.register.newReview("Review of spring 2026", "Opening");
  await review.typeMinutes("Opening", "Typed and left.");
  await ada.register.overview();
  await (await ada.register.review("Review of spring 2026")).hasMinutes("Opening", "Typed and left.");
  await ada.register.isSaved();
  await ada.page.reload();
  await review.hasMinutes("Opening", "Typed and left.");
});

test("an engine that falls is started again, and what is being typed is saved", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const review = await ada.register.newReview("Review of spring 2026", "Opening");
  await review.typeMinutes("Opening", "Before. ");
  await ada.register.isSaved();
  await review.typeMinutes("Opening", "Meanwhile. ");
  const [engine] = ada.page.workers();
  await engine.evaluate(() => {
    setTimeout(() => {
      throw new Error("a fall on purpose");
    });
  });
  await review.typeMinutes("Opening", "After.");
  await expect(ada.page.getByText("Something stopped and was started again.")).toBeVisible();
  await ada.register.isSaved();
  await review.record.fill("Place", "Room 1");
  await ada.register.isSaved();
  await ada.page.reload();
  await review.hasMinutes("Opening", "Before. Meanwhile. After.");
  await expect(review.record.input("Place")).toHaveValue("Room 1");
  expect(ada.complaints.splice(0).filter((complaint) => !complaint.includes("a fall on purpose"))).toEqual([]);
});
