// Commitments: how we stand for 5.1 a–h, why, and what proves it.
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";
import { CommitmentsPage } from "../pages/commitments_page.ts";

const RESOURCES = "c · Resources are available";
const STRATEGY = "a · Policy and objectives fit the strategic direction";

async function commitments(person: Person): Promise<CommitmentsPage> {
  await person.page.getByRole("navigation", { name: "Main navigation" }).getByRole("link", { name: "Commitments", exact: true }).click();
  const page = new CommitmentsPage(person.page);
  await expect(page.whole()).toBeVisible();
  return page;
}

const today = () => new Date().toISOString().slice(0, 10);

test("evidence makes a practice count, its age and its gaps are said, and taking it off takes it back", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const decision = await (await ada.register.list("Decisions")).newRecord();
  await decision.fill("Decision", "Grant the budget");
  await decision.choose("Decided by", "Ada Alba");
  await decision.fill("Decided on", today());
  await decision.choose("Status", "Decided");
  await ada.register.isSaved();

  const page = await commitments(ada);
  await expect(page.whole()).toHaveText("The eight together: 0 %");
  await expect(page.bar(RESOURCES)).toContainText("0 shown, 0 half shown, 12 not shown");
  await expect(page.bar(RESOURCES)).toContainText("no owner, no day for the next look");
  await page.open(RESOURCES);
  await expect(page.head("c2")).toContainText("not shown");
  await expect(page.head("c2")).toContainText("no evidence that counts, no owner");

  // What would prove it is found by itself.
  await page.openPractice("c2");
  await page.practice("c2").getByRole("button", { name: "Note it: D-001 Grant the budget" }).click();
  await expect(page.evidence("c2")).toContainText("D-001 Grant the budget");
  await expect(page.evidence("c2")).toContainText("counts");
  await expect(page.head("c2")).toContainText("half shown");
  await page.setOwner("Ada Alba");
  await page.setNextLook("2099-01-01");
  await expect(page.head("c2")).toContainText(/^\s*shown/);
  await expect(page.bar(RESOURCES)).toContainText("1 shown, 0 half shown, 11 not shown");
  await ada.register.isSaved();

  // Once more after a reload, from what is stored.
  await ada.page.reload();
  await ada.register.isOpen();
  await expect(page.bar(RESOURCES)).toContainText("1 shown, 0 half shown, 11 not shown");
  await page.openPractice("c2");
  await page.evidence("c2").getByRole("button", { name: /^Take off/ }).click();
  await expect(page.head("c2")).toContainText("not shown");
  await ada.page.getByRole("button", { name: "Undo" }).click();
  await expect(page.head("c2")).toContainText(/^\s*shown/);

  // The evidence leads to its record.
  await page.evidence("c2").getByRole("link").click();
  await expect(ada.page.locator(".beside-record").getByRole("heading", { name: "Grant the budget" })).toBeVisible();
});

test("one piece of evidence serves a whole theme, and a number is taken for its record", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const decision = await (await ada.register.list("Decisions")).newRecord();
  await decision.fill("Decision", "Grant the budget");
  await ada.register.isSaved();
  const page = await commitments(ada);
  await page.open(RESOURCES);
  await page.openPractice("c1");
  await page.practice("c1").getByLabel(/^Also for the \d+ other practices of this theme$/).check();
  await page.practice("c1").getByLabel("A record’s number, or an address").fill("d-001");
  await page.practice("c1").getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.evidence("c1")).toContainText("D-001 Grant the budget");
  // It is not decided yet, so it proves nothing, and that is said.
  await expect(page.evidence("c1")).toContainText("has not happened yet");
  await page.openPractice("c2");
  await expect(page.evidence("c2")).toContainText("D-001 Grant the budget");
});

test("a practice is left out with a reason, and a core one by top management alone", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const page = await commitments(ada);
  await page.open(RESOURCES);
  await page.openPractice("c6");
  await page.practice("c6").getByLabel("Not applicable").check();
  await expect(page.head("c6")).toContainText("left out without a reason, so it counts");
  await page.practice("c6").getByLabel("Reason").fill("Everything is done by our own people.");
  await page.practice("c6").getByLabel("Reason").blur();
  await expect(page.head("c6")).toContainText("not applicable");
  await expect(page.bar(RESOURCES)).toContainText("11 not shown · 1 not applicable");

  await page.openPractice("c2");
  await page.practice("c2").getByLabel("Not applicable").check();
  await expect(page.head("c2")).toContainText("core: only a top manager can leave it out, so it counts");
  await ada.register.isSaved();
});

test("two who first give evidence for one practice apart keep both pieces", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  await ben.register.isSeenByAll();
  await ada.leaves("cut");
  await ben.leaves("cut");
  const pages = [await commitments(ada), await commitments(ben)] as const;
  for (const [page, text] of [[pages[0], "https://intranet.example/strategy"], [pages[1], "strategy.pdf"]] as const) {
    await page.open(STRATEGY);
    await page.openPractice("a3");
    await page.addEvidence("a3", text);
  }
  await pages[0].setOwner("Ada Alba");
  await pages[1].setOwner("Ben Brook");
  await ada.register.isSaved();
  await ben.register.isSaved();
  await ada.comesBack();
  await ben.comesBack();
  for (const page of pages) {
    await expect(page.evidence("a3")).toHaveCount(2, { timeout: 40_000 });
    await expect(page.detail()).toContainText("two answers: Owner");
  }
  // Choosing settles it for both.
  await pages[0].detail().getByRole("button", { name: "Keep Ben Brook as Owner" }).click();
  for (const page of pages) await expect(page.detail()).not.toContainText("two answers: Owner", { timeout: 40_000 });
});
