// Goals, objectives and KPIs: measured in seconds, corrected without hiding, late when nobody measures.
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";
import { ListPage } from "../pages/list_page.ts";
import { RecordPanel } from "../pages/record_panel.ts";

async function list(person: Person, kind: string): Promise<ListPage> {
  await person.page.goto(`${person.register.address()}/${kind}`);
  await person.register.isOpen();
  return new ListPage(person.page);
}

/** A day in the same month, or so many months ago. */
function day(monthsAgo: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() - monthsAgo, 1)).toISOString().slice(0, 10);
}

async function clicks(person: Person): Promise<RecordPanel> {
  const kpi = await (await list(person, "kpi")).newRecord();
  await kpi.fill("KPI", "Clicks on test mails");
  await kpi.choose("How often", "Each month");
  await kpi.fill("Measured since", day(3));
  await kpi.fill("Unit", "%");
  await kpi.choose("What is good", "Lower is better");
  await kpi.fill("Target", "5");
  await kpi.fill("Warning from", "8");
  await person.register.isSaved();
  return kpi;
}

async function enter(kpi: RecordPanel, on: string, value: string) {
  await kpi.input("Day").fill(on);
  await kpi.input("Value").fill(value);
  await kpi.input("Value").press("Enter");
}

test("a KPI is late, is measured, says why it stands as it does, and a correction hides nothing", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const kpi = await clicks(ada);
  const work = ada.page.locator(".kpi");
  await expect(work).toContainText("There is no value for");

  await enter(kpi, day(1), "140");
  await expect(work.getByRole("alert")).toHaveText("Enter a number from 0 to 100.");
  await expect(kpi.input("Value")).toHaveValue("140");
  await enter(kpi, day(1), "41,5");
  await expect(work).toContainText("It misses the target by 36.5 %.");
  await expect(work.locator(".kpi-health")).toContainText("Off track");
  await ada.register.isSaved();

  await work.getByRole("button", { name: /^Correct 41.5/ }).click();
  await expect(kpi.input("Value")).toHaveValue("41.5");
  await kpi.input("Value").fill("14");
  await kpi.input("Value").press("Enter");
  await expect(work).toContainText("It misses the target by 9 %.");
  await expect(work.locator("tr.is-corrected")).toContainText("corrected to 14 %, does not count");
  await expect(work.locator("tr.is-corrected del")).toHaveText("41.5 %");

  await enter(kpi, day(0), "7");
  await expect(work.locator(".kpi-health")).toContainText("At risk");
  await expect(work).toContainText("7 % lower than before: better");
  await expect(work.getByRole("img", { name: /^Line of the values/ })).toBeVisible();
  await expect(work.locator(".chart-mark")).toHaveCount(2);
  await ada.register.isSaved();

  // What was entered stays after a reload.
  await ada.page.reload();
  await expect(work.locator("tbody tr")).toHaveCount(3);
  await expect(work.locator(".kpi-value")).toContainText("7 %");
});

test("objectives roll up to their strategic goal, and say why one is off track", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const goal = await (await list(ada, "strategic_goal")).newRecord();
  await goal.fill("Goal", "Win regulated customers");
  await ada.register.isSaved();
  const objective = await (await list(ada, "objective")).newRecord();
  await objective.fill("Objective", "People recognise phishing");
  await objective.choose("Status", "In progress");
  await ada.register.isSaved();
  await ada.page.goto(`${ada.register.address()}/objectives`);
  const page = ada.page.locator(".objectives");
  await expect(page.locator(".goal.is-loose")).toContainText("People recognise phishing");
  await expect(page.locator(".goal.is-loose")).toContainText("No KPI measures it.");

  await page.getByRole("link", { name: /People recognise phishing/ }).click();
  await ada.page.locator(".standing").getByRole("button", { name: "New KPI" }).click();
  const kpi = new RecordPanel(ada.page);
  await kpi.fill("KPI", "Clicks on test mails");
  await kpi.choose("What is good", "Lower is better");
  await kpi.fill("Target", "5");
  await enter(kpi, day(0), "14");
  await expect(ada.page.locator(".kpi-health")).toContainText("Off track");
  await ada.register.isSaved();
  await ada.page.goto(`${ada.register.address()}/objectives`);
  await expect(page.locator(".goal.is-loose .goal-head")).toContainText("Off track");
  await expect(page.locator(".goal.is-loose")).toContainText("It misses the target by 9.");
  await expect(page.locator(".goal").first()).toContainText("No objective serves this goal yet.");
});

test("the page of goals opens after the criteria, whose findings are gone with their page", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const { page } = ada;
  await page.goto(`${ada.register.address()}/risk_criteria`);
  await ada.register.isOpen();
  await expect(page.locator("#main h1")).toHaveText("Risk criteria");
  for (const [link, heading] of [
    ["objectives", "Goals, objectives and KPIs"],
    ["settings", "Settings"],
    ["objectives", "Goals, objectives and KPIs"],
  ] as const) {
    await page.locator(`nav.nav a[href$="/${link}"]`).click();
    await expect(page.locator("#main h1")).toHaveText(heading);
  }
});
