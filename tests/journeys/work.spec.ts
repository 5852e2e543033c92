// Work: risks, actions and management reviews are made, edited, found, checked, and remember.
import { expect, test } from "../fixtures/index.ts";

test("a risk is made, rated and edited, and its history says what was done", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await expect(risk.input("Risk")).toBeFocused();
  await risk.fill("Risk", "Ransomware stops order entry");
  await risk.rate("Likelihood today", 4);
  await risk.rate("Impact today", 5);
  await risk.choose("Treatment", "Modify");
  await ada.register.isSaved();
  await expect(risk.panel()).toContainText(/Critical\s*20/);
  await expect(risk.panel()).toContainText("Above the appetite");

  await risk.fill("Risk", "Ransomware stops order entry for days");
  await ada.register.isSaved();
  await risk.isInHistory(/Ransomware stops order entry.*→.*Ransomware stops order entry for days/);
  await expect(risk.history().first()).toContainText("You");

  await ada.page.reload();
  await ada.register.isOpen();
  await expect(risk.input("Risk")).toHaveValue("Ransomware stops order entry for days");
});

test("lists are searched, filtered and sorted", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risks = await ada.register.list("Risks");
  for (const [title, step, treatment] of [
    ["Brand misused by a stranger", 2, "Retain"],
    ["Archive burns", 5, "Modify"],
    ["Cloud account taken over", 4, "Modify"],
  ] as const) {
    const risk = await risks.newRecord();
    await risk.fill("Risk", title);
    await risk.rate("Likelihood today", step);
    await risk.rate("Impact today", step);
    await risk.choose("Treatment", treatment);
    await ada.register.isSaved();
    await ada.register.list("Risks");
  }
  await expect(risks.titles()).toHaveCount(3);
  await risks.sortBy("Risk");
  await expect(risks.titles()).toHaveText(["Archive burns", "Brand misused by a stranger", "Cloud account taken over"]);
  await risks.sortBy("Risk");
  await expect(risks.titles()).toHaveText(["Cloud account taken over", "Brand misused by a stranger", "Archive burns"]);
  await risks.search("clou");
  await expect(risks.titles()).toHaveText(["Cloud account taken over"]);
  await risks.search("");
  await risks.filter("Treatment", "Modify");
  await expect(risks.titles()).toHaveCount(2);
  await risks.filter("Treatment", "Retain");
  await expect(risks.titles()).toHaveText(["Brand misused by a stranger"]);
  await ada.page.getByRole("button", { name: "Clear filters" }).click();
  await risks.toggle("Above the appetite");
  await expect(risks.titles()).toHaveCount(2);

  // The heat map leads to the risks of one cell.
  await ada.register.overview();
  await ada.page.getByRole("link", { name: "1 risk, likelihood 5, impact 5" }).click();
  await expect(risks.titles()).toHaveText(["Archive burns"]);
});

test("an action tells whether it is in time, and a form says what contradicts itself", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const action = await (await ada.register.list("Actions")).newRecord();
  await action.fill("Action", "Repeat the recovery test");
  await action.choose("Owner", "Ada Alba");
  await action.fill("Due", "2020-01-31");
  await ada.register.isSaved();
  await expect(action.panel()).toContainText("days late");
  await action.choose("Status", "Done");
  await expect(action.block("done_on")).toContainText("Done, but since when? Add the day.");
  await action.fill("Done on", "2020-01-30");
  await expect(action.panel()).toContainText("done in time");
  await expect(action.block("done_on")).not.toContainText("Add the day");

  const long = "x".repeat(201);
  await action.fill("Action", long);
  await expect(action.block("title")).toContainText("there is room for 200");
  await expect(action.block("title")).toContainText("Not saved yet");
  await expect(action.input("Action")).toHaveValue(long);
});

test("a review is prepared, held, minuted and closed", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const me = await (await ada.register.list("People")).open("Ada Alba");
  await me.input("Top management").check();
  await ada.register.isSaved();

  const review = await ada.register.newReview("Review of spring 2026", "Opening");
  await ada.page.getByRole("button", { name: "Add the missing inputs" }).click();
  await expect(review.items()).toHaveCount(11);
  await expect(ada.page.getByText(/things are missing before it can be closed/)).toBeVisible();
  await review.record.fill("Held on", "2026-03-12");
  await review.record.choose("Chair", "Ada Alba");
  await ada.page.getByRole("button", { name: "Put top management on the list" }).click();
  await ada.page.locator("[data-field^=attendance][data-field$=presence] select").selectOption({ label: "Present" });
  await review.typeMinutes("Audit results", "One minor finding, closed in May.");
  await review.addDecision("Audit results", "Train all developers again");
  await review.addAction("Audit results", "Book the training");
  const item = review.item("Audit results");
  await item.locator("[data-field=owner] select").selectOption({ label: "Ada Alba" });
  for (const item of await review.items().all()) await item.getByLabel("Discussed").check();
  for (const answer of ["suitable", "adequate", "effective"]) {
    await review.record.block(answer).locator("select").selectOption({ label: "Yes" });
    const reason = review.record.block(`${answer}_reason`).locator("textarea, input").first();
    await reason.fill("The figures say so.");
    await reason.blur();
  }
  await ada.page.getByRole("button", { name: "Close the review" }).click();
  await expect(review.record.input("Status")).toHaveValue("closed");
  // The minutes are signed as they stand; what is changed afterwards shows.
  const signing = ada.page.getByRole("region", { name: "Sign-off" });
  await expect(signing).toContainText("Still to sign: Ada Alba");
  await expect(signing.getByRole("button", { name: "I disagree" })).toBeDisabled();
  await signing.getByRole("button", { name: "I agree", exact: true }).click();
  await expect(signing).toContainText("signed exactly what stands here");
  await expect(review.record.input("Status")).toHaveValue("signed");
  await review.typeMinutes("Audit results", " Or in June.");
  await expect(signing).toContainText("the minutes were amended since", { timeout: 20_000 });
  await signing.getByRole("button", { name: "Read as signed" }).click();
  const signed = ada.page.getByRole("region", { name: "The minutes as they were signed" });
  await expect(signed).toContainText("One minor finding, closed in May.");
  await expect(signed).not.toContainText("Or in June.");
  await signed.getByRole("button", { name: "Close" }).click();
  await ada.register.isSaved();
  await review.record.isInHistory(/characters written/);

  // On paper stand the words, and nothing that is only a place to type or press.
  await ada.page.emulateMedia({ media: "print" });
  await expect(review.minutes("Audit results")).toBeVisible();
  await expect(review.minutes("Fulfilment of objectives")).toBeHidden();
  await expect(ada.page.getByRole("navigation")).toBeHidden();
  await expect(ada.page.getByRole("main").getByRole("button")).toHaveCount(0);
  await ada.page.emulateMedia({ media: "screen" });

  await ada.page.reload();
  await review.hasMinutes("Audit results", "One minor finding, closed in May. Or in June.");
  const decisions = await ada.register.list("Decisions");
  await expect(decisions.row("Train all developers again")).toContainText("Decided");
});

test("what was put away can be brought back", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risks = await ada.register.list("Risks");
  const risk = await risks.newRecord();
  await risk.fill("Risk", "A cable is cut");
  await ada.register.isSaved();
  await risk.panel().getByRole("button", { name: "Put away" }).click();
  await ada.page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await ada.register.list("Risks");
  await expect(risks.row("A cable is cut")).toBeVisible();
});
