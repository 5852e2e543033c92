// Any record type, from its description alone: filled in, found, remembered, disputed; links read from both
// ends; bad input said at its field; the navigation that leads there.
import { expect, test } from "../fixtures/index.ts";
import type { Locator } from "@playwright/test";
import type { Person } from "../fixtures/person.ts";

/** A handful of kinds that have no page of their own: group, list, and the label of their title. */
const KINDS = [
  ["Learn", "Incidents", "What happened"],
  ["Resources", "Resources", "What is needed"],
  ["People", "Roles", "Role"],
  ["Direct", "Obligations", "Obligation"],
  ["Learn", "Audits", "Audit"],
] as const;

/** Answers one field as its input asks, and says what stands there then. None for a field that stays as it is. */
async function answer(block: Locator): Promise<(() => Promise<void>) | undefined> {
  const input = block.locator("input, select, textarea").first();
  const kind = await input.evaluate((element) => {
    const field = element as HTMLInputElement;
    const type = element.tagName === "INPUT" ? (field.list ? "picker" : field.type) : element.tagName;
    return type === "text" && field.inputMode ? field.inputMode : type;
  });
  const typed = async (text: string) => {
    await input.fill(text);
    await input.blur();
    return () => expect(input).toHaveValue(text);
  };
  switch (kind) {
    case "SELECT": {
      const values = await input.locator("option").evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
      const value = values.filter((value) => value !== "" && value !== "+").at(-1);
      if (!value) return undefined;
      await input.selectOption(value);
      return () => expect(input).toHaveValue(value);
    }
    case "TEXTAREA":
      return typed("Several lines,\nof which this is the second");
    case "date":
      return typed("2026-03-02");
    case "time":
      return typed("14:30");
    case "checkbox":
      await input.check();
      return () => expect(input).toBeChecked();
    case "numeric":
    case "decimal":
      return typed("3");
    case "text":
      return typed("A few words");
    default:
      return undefined;
  }
}

async function two(person: (name: string) => Promise<Person>) {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  return { ada, ben };
}

for (const [group, name, label] of KINDS) {
  test(`each field of ${name} is answered, kept, found and remembered`, async ({ person }) => {
    test.setTimeout(120_000);
    const ada = await person("Ada Alba");
    await ada.found("Northwind Tools");
    const list = await ada.register.listIn(group, name);
    const record = await list.newRecord();
    await record.fill(label, "Northern lights over the plant");
    await record.panel().locator(".form-more summary").click();
    const own = record.panel().locator('[data-field]:not([data-field*="/"])');
    const keys = await own.evaluateAll((blocks) => blocks.map((block) => (block as HTMLElement).dataset.field!));
    expect(keys).toContain("external_ref");
    const checks = [];
    for (const key of keys.filter((key) => !["title", "reference", "status", "external_ref"].includes(key))) {
      const check = await answer(record.block(key));
      if (check) checks.push(check);
    }
    await record.fill("Old number", "OLD-4711");
    await ada.register.isSaved();
    expect(checks.length).toBeGreaterThan(4);

    await ada.page.reload();
    await ada.register.isOpen();
    await expect(record.input("Old number")).toHaveValue("OLD-4711");
    for (const check of checks) await check();
    await record.isInHistory("OLD-4711");
    // What was done first stands last.
    const more = record.panel().getByRole("button", { name: "Show more" });
    if (await more.isVisible()) await more.click();
    await record.isInHistory("Northern lights over the plant");

    await ada.register.listIn(group, name);
    await expect(list.row("Northern lights over the plant")).toBeVisible();
    for (const words of ["old-4711", "lights plant"]) {
      await list.search(words);
      await expect(list.titles()).toHaveText(["Northern lights over the plant"]);
    }
    await list.search("southern");
    await expect(list.titles()).toHaveCount(0);
  });
}

test("two answers for one field of a new kind are shown, and one is chosen", async ({ person }) => {
  const { ada, ben } = await two(person);
  const record = await (await ada.register.listIn("Learn", "Incidents")).newRecord();
  await record.fill("What happened", "Order entry stands still");
  await ada.register.isSeenByAll();
  const bens = await (await ben.register.listIn("Learn", "Incidents")).open("Order entry stands still");
  await ada.leaves("cut");
  await ben.leaves("cut");
  await record.choose("Severity", "High");
  await bens.choose("Severity", "Critical");
  await ada.register.isSaved();
  await ben.register.isSaved();
  await ada.comesBack();
  await ben.comesBack();
  for (const panel of [record, bens]) await expect(panel.answers("severity")).toHaveCount(2);
  await bens.keep("severity", "High");
  for (const panel of [record, bens]) {
    await expect(panel.answers("severity")).toHaveCount(0);
    await expect(panel.input("Severity")).toHaveValue("high");
  }
});

test("links are read from both ends, and putting away what others lead to warns and keeps them readable", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Fire in the archive");
  await ada.register.isSaved();
  const asset = await (await ada.register.listIn("Risk", "Assets")).newRecord();
  await asset.fill("Asset", "The archive");
  const add = asset.panel().locator(".link-chips input");
  await add.fill("Fire");
  await add.press("Enter");
  const chip = asset.panel().locator(".link-chip");
  await expect(chip).toContainText("Fire in the archive");
  await ada.register.isSaved();

  await chip.getByRole("link").click();
  const linked = risk.panel().getByRole("region", { name: "Linked from" });
  await expect(linked).toContainText("The archive");
  await risk.panel().getByRole("button", { name: "Put away", exact: true }).click();
  await expect(risk.panel().getByRole("alert")).toContainText("1 record leads here");
  await risk.panel().getByRole("button", { name: "Put away anyway" }).click();
  await ada.register.isSaved();
  await linked.getByRole("link").first().click();
  await expect(chip).toContainText("Fire in the archive");
  await expect(chip).toContainText("The linked record was put away");
});

test("bad input is said at its field, and nothing typed is thrown away", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const resource = await (await ada.register.listIn("Resources", "Resources")).newRecord();
  await resource.fill("What is needed", "A second person for monitoring");
  await resource.fill("For the time from", "2026-05-01");
  await resource.fill("For the time until", "2026-04-01");
  await expect(resource.block("period_until")).toContainText("This ends before it begins");
  await resource.choose("Status", "Refused");
  await expect(resource.block("decision_reason")).toContainText("Say why");
  await resource.fill("Requested", "12,5 or so");
  await expect(resource.block("amount_requested")).toContainText("Not saved yet");

  const megabyte = "x".repeat(1_000_000);
  await resource.input("What is needed").evaluate((input, text) => {
    const field = input as HTMLInputElement;
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    field.blur();
  }, megabyte);
  await expect(resource.block("title")).toContainText("1,000,000 characters; there is room for 200");
  // It is there again when the record is opened once more.
  await ada.register.overview();
  const list = await ada.register.listIn("Resources", "Resources");
  const again = await list.open("A second person for monitoring");
  expect((await again.input("What is needed").inputValue()).length).toBe(1_000_000);
  await expect(again.block("title")).toContainText("Not saved yet");
  await expect(again.input("Requested")).toHaveValue("12,5 or so");
});

test("a phone's bar leads to everything by keyboard, and the sheet gives the focus back", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await ada.page.setViewportSize({ width: 390, height: 844 });
  const more = ada.page.getByRole("button", { name: "More", exact: true });
  await more.focus();
  await ada.page.keyboard.press("Enter");
  const sheet = ada.page.getByRole("dialog", { name: "Everything" });
  await expect(sheet).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(more).toBeFocused();
  await more.click();
  await sheet.getByRole("link", { name: "Lessons learned", exact: true }).click();
  await expect(sheet).toBeHidden();
  await expect(ada.page.locator("#list-title")).toHaveText("Lessons learned");
});

test("a group that was opened stays open, and one sees where one is in a closed one", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const navigation = ada.page.getByRole("navigation", { name: "Main navigation" });
  const suppliers = navigation.getByRole("link", { name: "Suppliers", exact: true });
  await expect(suppliers).toBeHidden();
  const risk = navigation.getByRole("button", { name: "Risk", exact: true });
  await risk.click();
  await suppliers.click();
  await risk.click();
  await expect(suppliers).toBeVisible();
  await expect(navigation.getByRole("link", { name: "Assets", exact: true })).toBeHidden();
  await risk.click();
  await ada.page.reload();
  await ada.register.isOpen();
  await expect(navigation.getByRole("link", { name: "Assets", exact: true })).toBeVisible();
});

test("the reference names every record type and its fields, in both languages", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await ada.register.settings();
  await ada.page.getByRole("link", { name: "All record types and fields" }).click();
  await expect(ada.page.getByRole("heading", { level: 1 })).toHaveText("Record types and their fields");
  const nonconformities = ada.page.getByRole("region", { name: "Nonconformity", exact: true });
  await expect(nonconformities).toContainText("10.2");
  await expect(nonconformities.getByRole("row", { name: /^Grade/ })).toContainText("Minor, Major");
});
