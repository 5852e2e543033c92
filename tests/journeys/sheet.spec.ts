// A security manager's first day: a block of cells from a spreadsheet, and everything can be taken back.
import { expect, test } from "../fixtures/index.ts";
import { SheetPage } from "../pages/sheet_page.ts";

test("a block is pasted with a look at what will change, filled down, corrected and taken back", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const list = await ada.register.list("Risks");
  const risk = await list.newRecord();
  await risk.fill("Risk", "Ransomware stops order entry");
  await ada.register.isSaved();
  await ada.register.list("Risks");

  const sheet = await SheetPage.open(ada.page);
  await sheet.cell(0, 0).click();
  await sheet.paste("Old number\tRisk\tRisk owner\tTreatment\nX-17\tFire in the archive\tAda Alba\tmodify\nX-18\tTheft of a laptop\tNobody known\tmodify\n");
  // The headings say which column is which; what cannot be read is said, and is not lost from view.
  await expect(sheet.preview()).toContainText("2 new records");
  await expect(sheet.preview()).toContainText("1 cell cannot be read");
  await expect(sheet.preview()).toContainText("Nobody known");
  await sheet.takeOver();
  await ada.register.isSaved();
  const title = await sheet.column("Risk");
  await expect(sheet.cell(1, title)).toHaveText("Fire in the archive");
  await expect(sheet.cell(2, title)).toHaveText("Theft of a laptop");
  await expect(sheet.cell(1, await sheet.column("Risk owner"))).toHaveText("Ada Alba");

  // Filled down from the second row to the third.
  const owner = await sheet.column("Risk owner");
  await sheet.cell(1, owner).click();
  await ada.page.keyboard.press("Shift+ArrowDown");
  await ada.page.keyboard.press("Control+d");
  await expect(sheet.cell(2, owner)).toHaveText("Ada Alba");
  await ada.page.keyboard.press("Control+z");
  await expect(sheet.cell(2, owner)).toHaveText("");

  // Typed; what the field does not hold stays in the cell with what is wrong.
  const review = await sheet.column("Look at it again on");
  await sheet.cell(2, review).click();
  await ada.page.keyboard.type("31.2.2026");
  await ada.page.keyboard.press("Enter");
  await expect(sheet.cell(2, review).getByRole("alert")).toBeVisible();
  await expect(sheet.cell(2, review).getByRole("textbox")).toHaveValue("31.2.2026");
  await ada.page.keyboard.press("Escape");

  // Sorted by two columns.
  const heads = sheet.grid().getByRole("columnheader");
  await heads.nth(owner + 1).getByRole("button").click();
  await heads.nth(title + 1).getByRole("button").click({ modifiers: ["Shift"] });
  await expect(sheet.cell(0, title)).toHaveText("Fire in the archive");
  await expect(sheet.cell(1, title)).toHaveText("Ransomware stops order entry");

  // The old number finds it in the list.
  await ada.register.isSaved();
  const found = await ada.register.list("Risks");
  await found.search("X-18");
  await expect(found.titles()).toHaveText(["Theft of a laptop"]);
});
