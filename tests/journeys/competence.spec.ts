// Competences that roles require: gaps lead to the training that closes them; and what leadership stands on.
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";
import { RecordPanel } from "../pages/record_panel.ts";
import { newIn } from "../pages/raci_page.ts";
import { SettingsPage } from "../pages/settings_page.ts";

/** A civil date so many days from today. */
function day(days: number) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function requires(person: Person, role: string, competence: string) {
  const record = await newIn(person, "role");
  await record.fill("Role", role);
  await record.choose("Holder", "Ada Alba");
  await record.panel().getByRole("button", { name: "Add a competence" }).click();
  await record.fill("Competence", competence);
  await person.register.isSaved();
}

async function matrix(person: Person) {
  await person.page.goto(`${person.register.address()}/competence_matrix`);
  await expect(person.page.locator("table.competence")).toBeVisible();
  return person.page.locator("table.competence tbody tr");
}

test("a gap starts the training of that person, which closes it, until it is about to run out", async ({ person }) => {
  test.setTimeout(180_000);
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await requires(ada, "Auditor", "Internal audit");
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);

  const row = (await matrix(ada)).filter({ hasText: "Ada Alba" });
  await expect(ada.page.locator(".people-count")).toContainText("1 required competence is missing");
  await row.getByRole("button", { name: /^not shown · plan a training: Internal audit, Ada Alba/ }).click();
  const training = new RecordPanel(ada.page);
  await expect(training.panel().getByRole("heading", { name: "Internal audit" })).toBeVisible();
  await expect(training.block("participants").or(training.panel()).first()).toContainText("Ada Alba");
  await ada.register.isSaved();

  // It is not planned twice: the same click leads back.
  await matrix(ada);
  await expect(row).toContainText("training planned");
  await row.getByRole("link", { name: /^not shown · open the training/ }).click();
  await expect(training.panel().getByRole("heading", { name: "Internal audit" })).toBeVisible();
  await training.choose("Result", "Passed");
  await ada.register.isSaved();
  await matrix(ada);
  await expect(ada.page.locator(".people-count")).toContainText("Everything required is shown");
  await expect(row.getByRole("link", { name: /^shown · open what shows it/ })).toBeVisible();

  // Ben sees the same, and that it runs out soon, by month.
  await row.getByRole("link", { name: /^shown/ }).click();
  await training.fill("Counts until", day(60));
  await ada.register.isSent();
  const bens = await matrix(ben);
  await expect(bens).toContainText(["runs out in 60 days"], { timeout: 40_000 });
  const ending = ben.page.getByRole("region", { name: "Runs out within a year" });
  const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric" }).format(new Date(day(60)));
  await expect(ending.getByRole("heading", { name: month })).toBeVisible();
  await expect(ending.getByRole("link", { name: /Internal audit/ })).toBeVisible();
  await ben.page.getByLabel("Only gaps").check();
  await expect(bens).toHaveCount(1);
  await ben.page.getByLabel("Role", { exact: true }).selectOption({ index: 1 });
  await expect(bens).toHaveCount(1);
});

test("on a phone each person is a card, in German, and nothing scrolls sideways", async ({ person }) => {
  const ada = await person("Ada Alba", { context: { viewport: { width: 390, height: 844 } } });
  await ada.found("Northwind Tools");
  await requires(ada, "Auditor", "Internal audit");
  await requires(ada, "Counsel", "Law of data protection");
  await ada.page.goto(`${ada.register.address()}/settings`);
  await new SettingsPage(ada.page).speak("Deutsch");
  await expect(ada.page.locator("html")).toHaveAttribute("lang", "de");
  await ada.page.goto(`${ada.register.address()}/competence_matrix`);
  await expect(ada.page.locator("table.competence tbody tr")).toHaveCount(1);
  await expect(ada.page.locator(".people-count")).toContainText("2 geforderte Kompetenzen fehlen");
  await expect(ada.page.locator(".competence-name").first()).toBeVisible();
  await expect(ada.page.getByRole("button", { name: /^nicht belegt · Schulung planen: Internal audit/ })).toBeVisible();
  const widths = await ada.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
});

test("what leadership stands on is a gap on the overview and in its commitment, one click from where it is filled", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await ada.register.isSaved();
  await ada.register.overview();
  const ground = ada.page.locator(".groundwork");
  await expect(ground.getByRole("listitem")).toHaveCount(5);

  // There is one person: the click leads to them.
  await ground.getByRole("link", { name: "Name somebody" }).click();
  const record = new RecordPanel(ada.page);
  await record.panel().getByLabel("Top management").check();
  await ada.register.isSaved();
  await ada.register.overview();
  await expect(ground).not.toContainText("top management");

  // No role yet: the click makes the one that carries the mandate.
  await ground.getByRole("listitem").filter({ hasText: "conforms" }).getByRole("button").click();
  await expect(record.input("Mandate of 5.3")).toHaveValue("conformity");
  await record.fill("Role", "Security officer");
  await record.choose("Holder", "Ada Alba");
  await record.choose("Mandate of 5.3", "Both");
  await ada.register.isSaved();
  await ada.register.overview();
  await expect(ground.getByRole("listitem")).toHaveCount(2);

  // The climate question stands with the commitment that it bears, too.
  await ada.page.goto(`${ada.register.address()}/commitments/e`);
  await ada.page.locator(".commitments-gaps").getByRole("listitem").filter({ hasText: "climate change is relevant" }).getByRole("button").click();
  await expect(record.input("Issue")).toHaveValue("Climate change");
  await record.choose("Has to do with climate change?", "No");
  await record.fill("Why it is, or is not", "One office, on a hill");
  await ada.register.isSaved();
  await ada.register.overview();
  await expect(ground.getByRole("listitem")).toHaveCount(1);
  await ground.getByRole("button", { name: "Answer it" }).click();
  await record.fill("Party", "The bank");
  await record.choose("Requirements about climate change?", "No");
  await record.fill("Which, or why none", "We asked");
  await ada.register.isSaved();
  await ada.register.overview();
  await expect(ground).toHaveCount(0);
});
