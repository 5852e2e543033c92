// Risks: criteria of one's own, what was accepted and whether it still holds, and how risks moved.
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";
import type { RecordPanel } from "../pages/record_panel.ts";

async function rated(person: Person, title: string, likelihood: number, impact: number): Promise<RecordPanel> {
  const risk = await (await person.register.list("Risks")).newRecord();
  await risk.fill("Risk", title);
  await risk.choose("Risk owner", person.name);
  await risk.rate("Likelihood today", likelihood);
  await risk.rate("Impact today", impact);
  await person.register.isSaved();
  return risk;
}

async function page(person: Person, name: "risk_criteria" | "risk_map") {
  await person.page.goto(`${person.register.address()}/${name}`);
  await person.register.isOpen();
}

test("an acceptance freezes what remains, turns stale as soon as that changes, and says why", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await rated(ada, "Ransomware stops order entry", 2, 2);
  const residual = risk.panel().getByRole("group", { name: "Acceptance of what remains" });
  await expect(residual).toContainText("What remains: 2 × 2 = 4, today’s rating.");
  await expect(residual).toContainText("Not asked for");
  await residual.getByRole("button", { name: "I accept what remains" }).click();
  await expect(residual.locator(".badge").first()).toHaveText(/Accepted/);
  await expect(residual).toContainText("Accepted · Ada Alba");

  // Another rating than the one accepted.
  await risk.rate("Impact today", 4);
  await expect(residual).toContainText("Stale");
  await expect(residual).toContainText("Why is it stale?");
  await expect(residual).toContainText("What remains was 2 × 2 = 4 when it was accepted, and is 2 × 4 = 8 now.");

  // What is aimed at is what remains until the plan is done; then today’s rating counts again.
  await risk.rate("Likelihood aimed at", 2);
  await risk.rate("Impact aimed at", 2);
  await expect(residual).toContainText("What remains: 2 × 2 = 4, the rating aimed at, until the plan is done.");
  await expect(residual).not.toContainText("Why is it stale?");
  await risk.fill("Plan done on", "2026-01-31");
  await expect(residual).toContainText("What remains: 2 × 4 = 8, today’s rating.");
  await expect(residual).toContainText("Why is it stale?");
  await residual.getByRole("button", { name: "Revoke" }).click();
  await expect(residual.locator(".badge").first()).toHaveText(/Revoked/);

  // The plan is an act of its own.
  const plan = risk.panel().getByRole("group", { name: "Approval of the plan" });
  await plan.getByRole("button", { name: "I approve the plan" }).click();
  await expect(plan.locator(".badge").first()).toHaveText(/Accepted/);
  await risk.fill("Treatment plan", "A second site.");
  await expect(plan).toContainText("no longer what was approved");
  await ada.register.isSaved();
});

test("criteria of one’s own change the matrix at once, and a scale cut below what is in use says how many risks and keeps them", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await rated(ada, "Ransomware stops order entry", 5, 2);
  await rated(ada, "Paper lost on a train", 2, 2);
  await page(ada, "risk_criteria");
  const matrix = ada.page.locator(".criteria-preview table");
  await expect(matrix.getByRole("row")).toHaveCount(6);
  await expect(matrix.locator(".is-above")).toHaveCount(10);

  await ada.page.getByLabel("Appetite: carried up to", { exact: true }).fill("4");
  await ada.page.getByLabel("Appetite: carried up to", { exact: true }).blur();
  await expect(matrix.locator(".is-above")).toHaveCount(17);

  await ada.page.getByLabel("Steps of likelihood", { exact: true }).selectOption("3");
  await expect(matrix.getByRole("row")).toHaveCount(4);
  await expect(ada.page.locator(".criteria-scale [role=alert]")).toContainText("1 risk is rated beyond this scale.");
  await ada.page.locator(".criteria-steps").first().getByRole("row").nth(1).getByLabel("Word").fill("weekly");
  await ada.page.locator(".criteria-steps").first().getByRole("row").nth(1).getByLabel("Word").blur();
  await expect(matrix).toContainText("weekly");
  await ada.register.isSaved();

  // Nothing was thrown away: the risk still says 5, flagged, and counts as the highest step.
  const risk = await (await ada.register.list("Risks")).open("Ransomware");
  const scale = risk.panel().getByRole("group", { name: "Likelihood today" });
  await expect(scale.getByRole("radio").nth(4)).toBeChecked();
  await expect(risk.block("current_likelihood").locator(".field-problem")).toBeVisible();
  await risk.rate("Likelihood today", 3);
  await expect(risk.block("current_likelihood").locator(".field-problem")).toHaveCount(0);
  await page(ada, "risk_criteria");
  await expect(ada.page.locator(".criteria-scale").first()).toBeVisible();
  await expect(ada.page.locator(".criteria-scale [role=alert]")).toHaveCount(0);
});

test("the map tells what is new since a day, what exceeds the appetite, and who carries it", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await rated(ada, "Ransomware stops order entry", 4, 5);
  await risk.panel().getByRole("group", { name: "Acceptance of what remains" }).getByRole("button", { name: "I accept what remains" }).click();
  await rated(ada, "Paper lost on a train", 2, 2);
  await page(ada, "risk_map");
  const moved = ada.page.getByRole("region", { name: "What moved" });
  await expect(moved).toContainText("2 new");
  await expect(moved).toContainText("R-001 Ransomware stops order entry");
  // By the end of today nothing moved.
  await ada.page.getByLabel("Movement since").fill(new Date().toISOString().slice(0, 10));
  await ada.page.getByLabel("Movement since").blur();
  await expect(moved).toContainText("Nothing moved since that day.");
  const above = ada.page.getByRole("region", { name: "Above the appetite, and who carries it" });
  await expect(above.getByRole("listitem")).toHaveCount(1);
  await expect(above).toContainText("R-001 Ransomware stops order entry");
  await expect(above).toContainText("Critical");
});

test("the map shows where risks moved from, since a day of the sample’s year", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.page.goto(ada.origin);
  await ada.page.getByRole("button", { name: "Look at a sample company" }).click();
  await expect(ada.page.locator(".figures")).toBeVisible({ timeout: 30_000 });
  await page(ada, "risk_map");
  const since = new Date(Date.now() - 300 * 86_400_000).toISOString().slice(0, 10);
  await ada.page.getByLabel("Movement since").fill(since);
  await ada.page.getByLabel("Movement since").blur();
  const moved = ada.page.getByRole("region", { name: "What moved" });
  await expect(moved.getByRole("status")).toContainText(/\d+ fell/, { timeout: 20_000 });
  await expect(moved).toContainText(/fell\s+\d × \d = \d+ → \d × \d = \d+/);
  // Whoever looks sees it on the map, whoever hears it is told how many left.
  await expect(ada.page.locator(".heat-move").first()).toBeVisible();
  await expect(ada.page.locator(".heat-map")).toContainText(/\d+ risks? left this cell/);
});
