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
    await expect(review.of(ada.page).minutes("Opening")).toHaveValue(minutes);
    await expect(review.of(ada.page).record.input("Place")).toHaveValue(`Room ${round}`);
  }
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
