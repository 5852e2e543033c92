// The statement of applicability: 93 controls, many set at once, what contradicts itself, and both ends of a link.
import { expect, test } from "../fixtures/index.ts";
import { StatementPage } from "../pages/statement_page.ts";

test("many controls are set at once and taken back, filters read as a sentence, and the picture counts along", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const statement = new StatementPage(ada.page);
  await statement.go();
  await expect(statement.count()).toHaveText("93 controls");
  await expect(statement.key("Undecided")).toHaveText(/93$/);
  await expect(statement.row("A.8.15")).toContainText("Logging");

  await statement.filter("Theme", "Physical");
  await expect(statement.count()).toHaveText("14 of 93");
  await statement.tickAll();
  await expect(statement.bulk()).toContainText("14 controls ticked");
  await statement.bulk().getByLabel("Applies", { exact: true }).selectOption({ label: "Yes" });
  await statement.bulk().getByLabel("A reason", { exact: true }).selectOption({ label: "A contract" });
  await statement.bulk().getByLabel("Implementation", { exact: true }).selectOption({ label: "Planned" });
  await statement.bulk().getByLabel("Owner", { exact: true }).selectOption({ label: "Ada Alba" });
  await statement.bulk().getByRole("button", { name: "Set on 14 controls" }).click();
  await expect(statement.key("Planned")).toHaveText(/14$/);
  await expect(statement.row("A.7.4")).toContainText("Ada Alba");

  // One click takes all of it back.
  await ada.page.getByRole("button", { name: "Undo" }).click();
  await expect(statement.key("Planned")).toHaveText(/0$/);
  await expect(statement.row("A.7.4")).not.toContainText("Ada Alba");

  // With Shift, a tick ticks all from the last one on.
  await statement.tick("A.7.2");
  await statement.tick("A.7.5", ["Shift"]);
  await expect(statement.bulk()).toContainText("4 controls ticked");
  await statement.bulk().getByLabel("Applies", { exact: true }).selectOption({ label: "No" });
  await statement.bulk().getByLabel("Why it does not apply", { exact: true }).fill("We have no premises.");
  await statement.bulk().getByRole("button", { name: "Set on 4 controls" }).click();
  await expect(statement.key("Does not apply")).toHaveText(/4$/);
  await ada.register.isSaved();

  // From what is stored, after a reload.
  await ada.page.reload();
  await ada.register.isOpen();
  await expect(statement.key("Does not apply")).toHaveText(/4$/);
  await statement.key("Does not apply").click();
  await expect(statement.count()).toHaveText("4 of 93");
  await statement.filter("Control type", "Detective");
  await expect(statement.rows()).toHaveCount(1);
  await expect(statement.row("A.7.4")).toBeVisible();
  await statement.clearFilters();
  await ada.page.getByRole("searchbox").fill("cryptography");
  await expect(statement.rows()).toHaveCount(1);
  await expect(statement.cell(/^A\.7\.3 .*: Does not apply$/)).toBeVisible();
});

test("a control that does not apply and yet treats a risk is shown, from both ends of the link", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Ransomware stops order entry");
  await ada.register.isSaved();

  const statement = new StatementPage(ada.page);
  await statement.go();
  await statement.open("A.8.7");
  await expect(statement.control.panel().getByRole("heading", { name: "Protection against malware" })).toBeVisible();
  await statement.control.panel().getByLabel("Add a risk").selectOption({ label: "R-001 Ransomware stops order entry" });
  await expect(statement.treated()).toContainText("R-001 Ransomware stops order entry");
  await statement.control.choose("Applies", "No");
  await expect(statement.gaps()).toContainText("said not to apply, yet 1 open risk relies on it");
  await expect(statement.gaps()).toContainText("no reason why it does not apply");
  await statement.filter("Gaps", "contradiction with a risk");
  await expect(statement.rows()).toHaveCount(1);

  // The other end: the risk names the control, and leads back to it.
  await statement.treated().getByRole("link").click();
  await expect(risk.panel().getByRole("heading", { name: "Ransomware stops order entry" })).toBeVisible();
  await risk.panel().getByRole("link", { name: "A.8.7 Protection against malware" }).first().click();
  await expect(statement.treated()).toContainText("R-001 Ransomware stops order entry");

  // It applies, is said to be there, and nothing shows it.
  await statement.control.choose("Applies", "Yes");
  await statement.control.choose("Implementation", "Implemented");
  await expect(statement.gaps()).toContainText("nothing that counts shows it");
  await expect(statement.gaps()).not.toContainText("relies on it");
  await statement.treated().getByRole("button").click();
  await expect(statement.treated().getByRole("link")).toHaveCount(0);
  await expect(statement.gaps()).toContainText("no reason why it applies");
  await ada.register.isSaved();
});

test("two who first touch one control apart lose nothing, and an own control stands beside the 93", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  await ben.register.isSeenByAll();
  const [of_ada, of_ben] = [new StatementPage(ada.page), new StatementPage(ben.page)];
  await of_ada.go();
  await of_ben.go();
  await ada.leaves("cut");
  await ben.leaves("cut");
  await of_ada.open("A.5.1");
  await of_ada.control.choose("Applies", "Yes");
  await of_ada.control.fill("Why it applies", "Everything begins with it.");
  await of_ben.open("A.5.1");
  await of_ben.control.choose("Implementation", "Partly there");
  await ada.register.isSaved();
  await ben.register.isSaved();
  await ada.comesBack();
  await ben.comesBack();
  for (const statement of [of_ada, of_ben]) {
    await expect(statement.row("A.5.1")).toContainText("Partly there", { timeout: 40_000 });
    await expect(statement.control.input("Why it applies")).toHaveValue("Everything begins with it.");
  }
  await ada.page.getByRole("button", { name: "Own control" }).click();
  await of_ada.control.fill("Control", "Red telephone");
  await expect(of_ada.row("C-001")).toContainText("Red telephone");
  await expect(of_ada.count()).toHaveText("94 controls");
});
