// Who does what: parts are assigned in the matrix, by keys and by touch; what is missing is shown until it is there.
import { expect, test } from "../fixtures/index.ts";
import { RaciPage, newIn } from "../pages/raci_page.ts";
import type { Person } from "../fixtures/person.ts";

/** A role that somebody holds, one that is vacant, and an activity in scope. */
async function furnish(ada: Person) {
  const officer = await newIn(ada, "role");
  await officer.fill("Role", "Security officer");
  await officer.choose("Holder", "Ada Alba");
  await (await newIn(ada, "role")).fill("Role", "Head of sales");
  const activity = await newIn(ada, "business_activity");
  await activity.fill("Activity", "Order entry");
  await ada.register.isSaved();
}

test("parts are assigned by keys, the focus stays, and a gap goes once it is filled", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await furnish(ada);
  const raci = await RaciPage.of(ada);
  await expect(raci.count()).toContainText("5 lines have gaps");
  await expect(raci.count()).toContainText("5 nobody accountable");
  await expect(raci.line("Order entry")).toContainText("nobody accountable");
  await expect(ada.page.getByRole("columnheader", { name: /Security officer/ })).toContainText("Ada Alba");
  await expect(ada.page.getByRole("columnheader", { name: /Head of sales/ })).toContainText("vacant");

  // Tab leads to the first cell, arrows to the others, letters assign.
  const first = raci.cell("Order entry", "Security officer");
  await first.focus();
  await ada.page.keyboard.press("a");
  await expect(first).toHaveText("A");
  await expect(first).toBeFocused();
  await expect(raci.line("Order entry")).not.toContainText("nobody accountable");
  await expect(raci.line("Order entry")).toContainText("nobody responsible");
  await expect(raci.bar()).toContainText("Security officer (Ada Alba)");
  await ada.page.keyboard.press("ArrowRight");
  const second = raci.cell("Order entry", "Head of sales");
  await expect(second).toBeFocused();
  await ada.page.keyboard.press("R");
  await expect(second).toHaveText("R");
  await expect(raci.line("Order entry").locator(".raci-gap")).toHaveCount(0);
  await expect(raci.count()).toContainText("4 lines have gaps");
  // Two accountable are as wrong as none.
  await ada.page.keyboard.press("a");
  await expect(raci.line("Order entry")).toContainText("more than one accountable");
  await ada.page.keyboard.press("Delete");
  await expect(second).toHaveText("");
  await expect(second).toBeFocused();
  await expect(raci.line("Order entry")).toContainText("nobody responsible");
  await ada.page.keyboard.press("ArrowLeft");
  await ada.page.keyboard.press("b");
  await expect(first).toHaveText("A/R");
  await expect(raci.line("Order entry").locator(".raci-gap")).toHaveCount(0);

  // The filter keeps the line at hand until one goes elsewhere.
  await ada.page.getByLabel("Lines with gaps").check();
  await expect(raci.lines()).toHaveCount(4);
  await raci.cell("People controls", "Security officer").focus();
  await ada.page.keyboard.press("b");
  await expect(raci.cell("People controls", "Security officer")).toBeFocused();
  await expect(raci.count()).toContainText("3 lines have gaps");
  await expect(raci.lines()).toHaveCount(4);
  await ada.page.keyboard.press("ArrowDown");
  await expect(raci.lines()).toHaveCount(3);
  await ada.register.isSaved();

  // From what is stored; and the role's history says who assigned what.
  await ada.page.reload();
  await expect(first).toHaveText("A/R");
  await ada.page.getByRole("columnheader", { name: /Security officer/ }).getByRole("link").click();
  const history = ada.page.locator(".history-entry");
  await expect(history.filter({ hasText: "Part Accountable and responsible" }).first()).toContainText("You");
});

test("two assign apart: the same is one assignment, another is a disagreement, and choosing settles it", async ({ person }) => {
  test.setTimeout(180_000);
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await furnish(ada);
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  await ben.register.isSeenByAll();
  const [adas, bens] = [await RaciPage.of(ada), await RaciPage.of(ben)];
  // A colleague's letter appears by itself, and takes no focus.
  await bens.cell("Physical controls", "Head of sales").focus();
  await adas.cell("Order entry", "Security officer").click();
  await adas.bar().getByRole("button", { name: "Accountable", exact: true }).click();
  await expect(bens.cell("Order entry", "Security officer")).toHaveText("A", { timeout: 40_000 });
  await expect(bens.cell("Physical controls", "Head of sales")).toBeFocused();

  await ada.leaves("cut");
  await ben.leaves("cut");
  for (const [raci, key] of [[adas, "c"], [bens, "i"]] as const) {
    await raci.cell("Order entry", "Head of sales").focus();
    await raci.page.keyboard.press(key);
    await raci.cell("People controls", "Head of sales").focus();
    await raci.page.keyboard.press("r");
    await expect(raci.cell("People controls", "Head of sales")).toHaveText("R");
  }
  await ada.register.isSaved();
  await ben.register.isSaved();
  await ada.comesBack();
  await ben.comesBack();
  await adas.cell("Order entry", "Head of sales").focus();
  await expect(adas.bar().locator(".answer")).toHaveCount(2, { timeout: 40_000 });
  await expect(adas.cell("People controls", "Head of sales")).toHaveText("R");
  await adas.cell("People controls", "Head of sales").focus();
  await expect(adas.bar().locator(".answer")).toHaveCount(0);
  await adas.cell("Order entry", "Head of sales").focus();
  await adas.bar().locator(".answer").filter({ hasText: "Informed" }).getByRole("button").click();
  await expect(adas.bar().locator(".answer")).toHaveCount(0);
  for (const raci of [adas, bens]) await expect(raci.cell("Order entry", "Head of sales")).toHaveText("I", { timeout: 40_000 });
});

test("on a phone, in German, a tap chooses the cell and a tap assigns", async ({ person }) => {
  const ada = await person("Ada Alba", { context: { locale: "de-DE", viewport: { width: 390, height: 844 }, hasTouch: true } });
  await ada.page.goto(ada.origin);
  await ada.page.locator("#found-organization").fill("Nordwind Werkzeuge");
  await ada.page.locator("#found-person").fill("Ada Alba");
  await ada.page.locator(".start-found button[type=submit]").tap();
  await expect(ada.register.saved()).toHaveText("Auf diesem Gerät gespeichert");
  await ada.page.goto(`${ada.register.address()}/raci`);
  await expect(ada.page.getByText("Noch gibt es keine Rolle.")).toBeVisible();
  await ada.page.getByRole("button", { name: "Neue Rolle" }).tap();
  await ada.page.locator("[data-field=title] input").fill("Informationssicherheit");
  await ada.page.locator("[data-field=title] input").blur();
  await expect(ada.register.saved()).toHaveText("Auf diesem Gerät gespeichert");
  const raci = await RaciPage.of(ada);
  await expect(raci.count()).toContainText("4 Zeilen haben Lücken");
  await expect(ada.page.getByRole("columnheader", { name: /Informationssicherheit/ })).toContainText("unbesetzt");
  const cell = raci.cell("Personenbezogene Maßnahmen", "Informationssicherheit");
  await cell.tap();
  await raci.bar().getByRole("button", { name: "Rechenschaftspflichtig und durchführend" }).tap();
  await expect(cell).toHaveText("A/R");
  await expect(raci.count()).toContainText("3 Zeilen haben Lücken");
  await expect(raci.line("Personenbezogene Maßnahmen").locator(".raci-gap")).toHaveCount(0);
  const widths = await ada.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(widths[0], "nothing but the matrix scrolls sideways").toBeLessThanOrEqual(widths[1] ?? 0);
});
