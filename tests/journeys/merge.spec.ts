// Share and merge: two people edit apart, and both copies become one.
import { expect, test } from "../fixtures/index.ts";
import { availableParallelism, loadavg } from "node:os";
import type { Person } from "../fixtures/person.ts";
import { RecordPanel } from "../pages/record_panel.ts";
import { ReviewPage } from "../pages/review_page.ts";

const ORGANIZATION = "Northwind Tools";
const TOPIC = "Opening";

async function apart(ada: Person, ben: Person, how: "cut" | "stall") {
  await ada.leaves(how);
  await ben.leaves(how);
}

async function together(ada: Person, ben: Person) {
  await ada.comesBack();
  await ben.comesBack();
}

/** Ada founds and invites, Ben joins. */
async function two(person: (name: string) => Promise<Person>) {
  const ada = await person("Ada Alba");
  await ada.found(ORGANIZATION);
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  return { ada, ben };
}

/** Both look at a review whose minutes hold a text. */
async function twoInMinutes(person: (name: string) => Promise<Person>, text: string) {
  const { ada, ben } = await two(person);
  const adas = await ada.register.newReview("Review of spring 2026", TOPIC);
  await adas.typeMinutes(TOPIC, text);
  await ada.register.isSeenByAll();
  const bens = await ben.register.review("Review of spring 2026");
  await bens.hasMinutes(TOPIC, text);
  return { ada, ben, adas, bens };
}

/** A second on a machine that is not busy with anything else. */
const A_SECOND = 1000 * Math.max(1, loadavg()[0] / availableParallelism());

async function bothShow(adas: ReviewPage, bens: ReviewPage, text: string | RegExp, timeout = 10_000) {
  await Promise.all([adas, bens].map((review) => review.hasMinutes(TOPIC, text, { timeout })));
}

for (const how of ["cut", "stall"] as const) {
  test(`minutes written apart become one text, the network ${how}`, async ({ person }) => {
    // It takes 20 seconds of silence until a connection counts as stalled.
    test.setTimeout(120_000);
    const { ada, ben, adas, bens } = await twoInMinutes(person, "The plan is good. The budget is fine.");
    await apart(ada, ben, how);
    // In different sentences.
    await adas.putCaret(TOPIC, "The plan is".length);
    await ada.page.keyboard.type(" very");
    await bens.putCaret(TOPIC, "The plan is good. The budget is".length);
    await ben.page.keyboard.type(" not");
    // And in the same one.
    await adas.putCaret(TOPIC, 0);
    await ada.page.keyboard.type("Yes: ");
    await bens.putCaret(TOPIC, "The plan".length);
    await ben.page.keyboard.type(" of Ben");
    await ada.register.isSaved();
    await ben.register.isSaved();
    // A stalled connection looks alive until its silence has lasted too long.
    await ada.register.isWaitingForNetwork();
    await ben.register.isWaitingForNetwork();
    await together(ada, ben);
    await Promise.all([ada.register.isOnline(), ben.register.isOnline()]);
    await bothShow(adas, bens, "Yes: The plan of Ben is very good. The budget is not fine.", A_SECOND);
    await ada.register.isSeenByAll();
    await ben.register.isSeenByAll();
  });
}

test("both type into one place of one sentence at once, and both end with the same text", async ({ person }) => {
  const { ada, ben, adas, bens } = await twoInMinutes(person, "We agree.");
  await apart(ada, ben, "cut");
  await adas.putCaret(TOPIC, "We".length);
  await ada.page.keyboard.type(" fully");
  await bens.putCaret(TOPIC, "We".length);
  await ben.page.keyboard.type(" hardly");
  await together(ada, ben);
  await adas.hasMinutes(TOPIC, /hardly/);
  await bens.hasMinutes(TOPIC, /fully/);
  const text = await adas.minutesText(TOPIC);
  expect(["We fully hardly agree.", "We hardly fully agree."]).toContain(text);
  await bens.hasMinutes(TOPIC, text);
});

test("two type into the same minutes at the same time, and every key is there", async ({ person }) => {
  const { ada, ben, adas, bens } = await twoInMinutes(person, "Middle.");
  await adas.putCaret(TOPIC, 0);
  await bens.putCaret(TOPIC, "Middle.".length);
  const before = "Ada begins the page while Ben ends it. ";
  const after = " Ben ends the page while Ada begins it.";
  await Promise.all([ada.page.keyboard.type(before, { delay: 40 }), ben.page.keyboard.type(after, { delay: 40 })]);
  await bothShow(adas, bens, `${before}Middle.${after}`);
});

test("while an input method composes a word, a colleague's words wait, and nothing is lost", async ({ person }) => {
  const { ada, ben, adas, bens } = await twoInMinutes(person, "Start. End.");
  await adas.putCaret(TOPIC, "Start. ".length);
  const keyboard = await ada.inputMethod();
  await keyboard.compose("ありが");
  await bens.putCaret(TOPIC, 0);
  await ben.page.keyboard.type("Ben. ");
  await ben.register.isSeenByAll();
  await adas.hasMinutes(TOPIC, "Start. ありがEnd.");
  await keyboard.compose("ありがと");
  await keyboard.commit("ありがとう");
  await bothShow(adas, bens, "Ben. Start. ありがとうEnd.");
  const at = "Ben. Start. ありがとう".length;
  expect(await adas.caret(TOPIC)).toEqual({ from: at, to: at, focused: true });
});

test("emoji, flags and combining marks stay whole when both write between them", async ({ person }) => {
  const { ada, ben, adas, bens } = await twoInMinutes(person, "👩‍🚀🇩🇪e\u0301😀");
  await apart(ada, ben, "cut");
  await adas.putCaret(TOPIC, "👩‍🚀".length);
  await ada.page.keyboard.insertText("🎉");
  await bens.putCaret(TOPIC, "👩‍🚀🇩🇪e\u0301".length);
  await ben.page.keyboard.insertText("😁");
  await together(ada, ben);
  await bothShow(adas, bens, "👩‍🚀🎉🇩🇪e\u0301😁😀");
});

test("different fields of one risk merge; the same field shows both answers until one is chosen", async ({ person }) => {
  const { ada, ben } = await two(person);
  const adas = await (await ada.register.list("Risks")).newRecord();
  await adas.fill("Risk", "Supplier fails");
  await adas.rate("Likelihood today", 2);
  await ada.register.isSeenByAll();
  const bens = await (await ben.register.list("Risks")).open("Supplier fails");

  await apart(ada, ben, "cut");
  await adas.fill("Threat", "Insolvency");
  await bens.fill("Asset or activity", "Payroll");
  await adas.rate("Likelihood today", 3);
  await bens.rate("Likelihood today", 5);
  await ada.register.isSaved();
  await ben.register.isSaved();
  await together(ada, ben);

  for (const record of [adas, bens]) {
    await expect(record.input("Threat")).toHaveValue("Insolvency");
    await expect(record.input("Asset or activity")).toHaveValue("Payroll");
    const answers = record.answers("current_likelihood");
    await expect(answers).toHaveCount(2);
    // Both values, both authors, both times.
    for (const value of [/^3/, /^5/]) {
      const answer = answers.filter({ has: record.page.locator(".answer-value").getByText(value) });
      await expect(answer.locator(".answer-who")).toHaveText(/\d{1,2}:\d{2}/);
    }
  }
  await expect(adas.answers("current_likelihood").filter({ hasText: "Ben Brook" })).toHaveCount(1);
  await expect(adas.answers("current_likelihood").filter({ hasText: "You" })).toHaveCount(1);
  await expect(ben.page.locator("[data-status=disagreements]")).toHaveText("1 question with two answers");

  await bens.keep("current_likelihood", "Ada Alba");
  for (const record of [adas, bens]) {
    await expect(record.answers("current_likelihood")).toHaveCount(0);
    await expect(record.panel().getByRole("group", { name: "Likelihood today" }).getByRole("radio").nth(2)).toBeChecked();
  }
  await adas.isInHistory("Chose an answer");
});

test("what a colleague writes never moves the caret, takes the focus or the selection", async ({ person }) => {
  const { ada, adas, ben, bens } = await twoInMinutes(person, "First line\nSecond line\nThird line");
  const at = "First line\nSecond".length;
  await adas.putCaret(TOPIC, at);
  await bens.putCaret(TOPIC, 0);
  await ben.page.keyboard.type("Before. ");
  await adas.hasMinutes(TOPIC, /^Before\. First/);
  expect(await adas.caret(TOPIC)).toEqual({ from: at + 8, to: at + 8, focused: true });
  await bens.typeMinutes(TOPIC, " And after.");
  await adas.hasMinutes(TOPIC, /And after\.$/);
  expect(await adas.caret(TOPIC)).toEqual({ from: at + 8, to: at + 8, focused: true });
  // Typing goes on where it was.
  await ada.page.keyboard.type(" and a half");
  await bens.hasMinutes(TOPIC, /Second and a half line/);

  // Nobody whose hands are elsewhere gets the focus.
  await adas.record.input("Place").focus();
  await bens.typeMinutes(TOPIC, " More.");
  await adas.hasMinutes(TOPIC, /More\.$/);
  await expect(adas.record.input("Place")).toBeFocused();
});

test("a field that somebody is typing into is never overwritten", async ({ person }) => {
  const { ada, ben } = await two(person);
  const adas = await (await ada.register.list("Risks")).newRecord();
  await adas.fill("Risk", "Supplier fails");
  await ada.register.isSeenByAll();
  const bens = await (await ben.register.list("Risks")).open("Supplier fails");
  await adas.input("Threat").focus();
  await ada.page.keyboard.type("Insol");
  await bens.fill("Threat", "Fire");
  await expect(adas.input("Threat")).toHaveValue(/^Insol/);
  await expect(adas.input("Threat")).toBeFocused();
  await ada.page.keyboard.type("vency");
  await expect(adas.input("Threat")).toHaveValue("Insolvency");
});

test("of two risks that were made apart under one number, the younger is offered a free one", async ({ person }) => {
  const { ada, ben } = await two(person);
  await apart(ada, ben, "cut");
  const adas = await (await ada.register.list("Risks")).newRecord();
  await adas.fill("Risk", "Supplier fails");
  await ada.register.isSaved();
  const bens = await (await ben.register.list("Risks")).newRecord();
  await bens.fill("Risk", "Archive burns");
  await ben.register.isSaved();
  await together(ada, ben);
  await expect(bens.panel()).toContainText("This number is also that of R-001 Supplier fails");
  await expect(adas.panel().getByRole("button", { name: /^Take/ })).toHaveCount(0);
  await bens.panel().getByRole("button", { name: "Take R-002 instead" }).click();
  await expect(bens.input("Reference")).toHaveValue("R-002");
  await expect(bens.panel()).not.toContainText("This number is also that of");
  await (await ada.register.list("Risks")).open("Archive burns");
  await expect(adas.input("Reference")).toHaveValue("R-002");
});
