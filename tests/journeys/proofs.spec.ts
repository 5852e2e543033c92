// What proves itself: sums of resources, the audit programme, rounds of assessment, clocks, votes, readers without a
// device, acts by own hand, and the statement as it stood.
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";
import { DocumentPage } from "../pages/document_page.ts";
import { ListPage } from "../pages/list_page.ts";

async function list(person: Person, kind: string): Promise<ListPage> {
  await person.page.goto(`${person.register.address()}/${kind}`);
  await person.register.isOpen();
  return new ListPage(person.page);
}

async function founder(person: (name: string) => Promise<Person>): Promise<Person> {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const me = await (await ada.register.list("People")).open("Ada Alba");
  await me.input("Top management").check();
  await ada.register.isSaved();
  return ada;
}

test("resources add up by year, and audits stand as a programme with what was missed", async ({ person }) => {
  const ada = await founder(person);
  const resource = await (await list(ada, "resource")).newRecord();
  await resource.fill("What is needed", "A second administrator");
  await resource.block("resource_type").locator("select").selectOption("money");
  await resource.block("status").locator("select").selectOption("refused");
  for (const [key, text] of [["amount_requested", "1500.50"], ["unit", "EUR"], ["period_from", "2026-01-01"]] as const) {
    await resource.block(key).locator("input").first().fill(text);
    await resource.block(key).locator("input").first().blur();
  }
  const sums = ada.page.locator(".resource-totals");
  await expect(sums.locator("tbody tr")).toContainText(["2026"]);
  await expect(sums.locator("tbody td").last()).toContainText(/1,500\.5.*EUR/);

  const audit = await (await list(ada, "audit")).newRecord();
  await audit.fill("Audit", "Internal audit of spring");
  await audit.block("audit_type").locator("select").selectOption("internal");
  await audit.block("planned_for").locator("input").first().fill("2026-01-10");
  await audit.block("planned_for").locator("input").first().blur();
  const programme = ada.page.locator(".programme");
  await expect(programme).toContainText("2026");
  await expect(programme).toContainText("Missed");
  await audit.block("status").locator("select").selectOption("reported");
  await expect(programme).toContainText("Done");
});

test("a round keeps the ratings of its day, on the risk, in the round and as something to compare with", async ({ person }) => {
  const ada = await founder(person);
  const risk = await (await list(ada, "risk")).newRecord();
  await risk.fill("Risk", "Ransomware");
  await risk.rate("Likelihood today", 4);
  await risk.rate("Impact today", 4);
  await ada.register.isSaved();
  const round = await (await list(ada, "assessment_round")).newRecord();
  await round.fill("Round", "Spring");
  await round.panel().getByRole("button", { name: "Freeze the rating of 1 risk" }).click();
  await expect(round.panel().getByRole("region", { name: "Result" })).toContainText("4 × 4 = 16");
  await (await list(ada, "risk")).open("Ransomware");
  await risk.rate("Likelihood today", 2);
  await expect(risk.panel().getByRole("region", { name: "In assessment rounds" })).toContainText("4 × 4 = 16");
  await ada.register.isSaved();
  await ada.page.goto(`${ada.register.address()}/risk_map`);
  await ada.page.getByLabel("or with an assessment round").selectOption({ index: 1 });
  await expect(ada.page.locator("article.risk-map")).toContainText("4 × 4 = 16 → 2 × 4 = 8");
});

test("clocks run from the detection, and a circular counts votes on exactly its words", async ({ person }) => {
  const ada = await founder(person);
  const incident = await (await list(ada, "incident")).newRecord();
  await incident.fill("What happened", "A lost laptop");
  const type = async (field: string, text: string) => {
    const input = incident.panel().locator(`[data-field="${field}"] input, [data-field$="/${field}"] input`).first();
    await input.fill(text);
    await input.blur();
  };
  await type("detected_on", "2026-03-02");
  await type("detected_time", "14:30");
  await incident.panel().getByRole("button", { name: "Add a notification" }).click();
  await type("hours", "72");
  const clocks = incident.panel().getByRole("region", { name: "Clocks of notification" });
  await expect(clocks).toContainText(/overdue by [\d,]+ hours/);
  await type("notified_on", "2026-03-05");
  await type("notified_time", "14:30");
  await expect(clocks).toContainText("told in time");

  const decision = await (await list(ada, "decision")).newRecord();
  await decision.fill("Decision", "Buy keys");
  await decision.block("taken_in").locator("select").selectOption("circular");
  const votes = decision.panel().getByRole("region", { name: "Vote by circular" });
  await expect(votes).toContainText("0 yes, 0 no, 0 abstained, 1 awaited");
  await votes.getByRole("button", { name: "Yes", exact: true }).first().click();
  await expect(votes).toContainText("Carried");
  await decision.fill("Decision", "Buy keys and desks");
  await expect(votes).toContainText("on other words than stand here now");
  await expect(votes).toContainText("Still open");
});

test("readers without a device are entered as a list, and an act is known by the leader's own hand", async ({ person }) => {
  const ada = await founder(person);
  const record = await (await list(ada, "document")).newRecord();
  await record.fill("Title", "House rules");
  await record.choose("Type", "Information security policy");
  await ada.page.getByRole("button", { name: "Start from an outline" }).click();
  const document = new DocumentPage(ada.page);
  await expect(document.editor()).toContainText("What we commit ourselves to");
  for (const step of ["Send for review", "Approve", "Publish"]) await document.step(step);
  const side = ada.page.getByRole("region", { name: "Readers without a device" });
  await side.getByText("Enter a list").click();
  await side.getByLabel("Names").fill("Ben Brook\t2026-03-01\nChi Cole\nben brook");
  await side.getByLabel("Of how many people").fill("5");
  await side.getByRole("button", { name: "Enter 2 names" }).click();
  await expect(side).toContainText("2 of 5 without a device have read what is in force");

  const act = await (await list(ada, "leadership_act")).newRecord();
  await act.block("title").locator("input, textarea").first().fill("Walked the line");
  await act.block("title").locator("input, textarea").first().blur();
  await act.block("actor").locator("select").selectOption({ label: "Ada Alba" });
  await expect(act.panel()).toContainText("By their own hand");
});

test("the statement is read as it stood on a day", async ({ person }) => {
  const ada = await founder(person);
  await ada.page.goto(`${ada.register.address()}/control`);
  await ada.register.isOpen();
  await ada.page.getByLabel("As it stood at the end of").fill("2020-01-31");
  await ada.page.getByLabel("As it stood at the end of").blur();
  await expect(ada.page.getByRole("heading", { level: 2, name: /Statement of Applicability as it stood on/ })).toBeVisible();
  await expect(ada.page.locator(".statement-then tbody tr")).toHaveCount(93);
  await ada.page.getByRole("button", { name: "Back to today" }).click();
  await expect(ada.page.locator(".statement-then")).toHaveCount(0);
});
