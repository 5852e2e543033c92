// Two tabs of one browser: two writers on one store, in step at once, with a network or without.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";
import { RecordPanel } from "../pages/record_panel.ts";
import { RegisterPage } from "../pages/register_page.ts";
import { ReviewPage } from "../pages/review_page.ts";

const ORGANIZATION = "Northwind Tools";
const TOPIC = "Opening";

/** A second tab at the same address. */
async function secondTab(person: Person): Promise<Page> {
  const address = person.page.url();
  const page = await person.newPage();
  await page.goto(address);
  await new RegisterPage(page).isOpen();
  return page;
}

test("two tabs of one person are one register", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found(ORGANIZATION);
  const first = await (await ada.register.list("Risks")).newRecord();
  await first.fill("Risk", "From the first tab");
  await ada.register.isSaved();
  const second = new RecordPanel(await secondTab(ada));
  await expect(second.input("Risk")).toHaveValue("From the first tab");
  await second.fill("Threat", "From the second tab");
  await expect(first.input("Threat")).toHaveValue("From the second tab");
});

test("two tabs type into the same minutes", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found(ORGANIZATION);
  const first = await ada.register.newReview("Review of spring 2026", TOPIC);
  await first.typeMinutes(TOPIC, "From the first tab. ");
  await ada.register.isSaved();
  const second = new ReviewPage(await secondTab(ada));
  await second.hasMinutes(TOPIC, "From the first tab. ");
  await second.typeMinutes(TOPIC, "From the second.");
  for (const review of [first, second]) {
    await review.hasMinutes(TOPIC, "From the first tab. From the second.");
  }
});

test("two tabs without a network stay in step, and both tabs' work is there after a restart", async ({ person }) => {
  const ada = await person("Ada Alba", { profile: true });
  await ada.found(ORGANIZATION);
  const first = await ada.register.newReview("Review of spring 2026", TOPIC);
  await first.typeMinutes(TOPIC, "Before. ");
  await ada.register.isSaved();
  await ada.appIsKept();
  const address = ada.page.url();
  const one = first.of(ada.page);
  const two = new ReviewPage(await secondTab(ada));
  await ada.leaves("cut");
  await two.hasMinutes(TOPIC, "Before. ");
  await one.typeMinutes(TOPIC, "One. ");
  await two.hasMinutes(TOPIC, "Before. One. ");
  await two.typeMinutes(TOPIC, "Two.");
  await one.hasMinutes(TOPIC, "Before. One. Two.");
  // Different fields of one record, at the same time.
  await Promise.all([one.record.fill("Place", "Room 1"), two.record.fill("Title", "Review of April")]);
  for (const review of [one, two]) {
    await expect(review.record.input("Place")).toHaveValue("Room 1");
    await expect(review.record.input("Title")).toHaveValue("Review of April");
    await new RegisterPage(review.page).isSaved();
  }
  await ada.restartBrowser();
  await ada.page.goto(address);
  const after = new ReviewPage(ada.page);
  await after.hasMinutes(TOPIC, "Before. One. Two.");
  await expect(after.record.input("Place")).toHaveValue("Room 1");
  await expect(after.record.input("Title")).toHaveValue("Review of April");
});

test("whichever tab is closed, the other goes on sending and hearing", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found(ORGANIZATION);
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Supplier fails");
  await ada.register.isSeenByAll();
  const bens = await (await ben.register.list("Risks")).open("Supplier fails");
  const first = ada.page;
  const second = new RecordPanel(await secondTab(ada));
  // Work of the first tab that it may not have sent when it goes.
  await risk.fill("Threat", "Insolvency");
  await first.close();
  await expect(second.input("Threat")).toHaveValue("Insolvency");
  await expect(bens.input("Threat")).toHaveValue("Insolvency");
  await bens.fill("Asset or activity", "Payroll");
  await expect(second.input("Asset or activity")).toHaveValue("Payroll");
  await second.fill("Vulnerability", "One supplier alone");
  await expect(bens.input("Vulnerability")).toHaveValue("One supplier alone");
  await ada.register.isSeenByAll();
});
