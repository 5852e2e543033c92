// A list as a spreadsheet.
import { expect, type Locator, type Page } from "@playwright/test";

export class SheetPage {
  constructor(readonly page: Page) {}

  /** From the list that is open. */
  static async open(page: Page): Promise<SheetPage> {
    await page.getByRole("link", { name: "As a spreadsheet" }).click();
    const sheet = new SheetPage(page);
    await expect(sheet.grid()).toBeVisible();
    return sheet;
  }

  grid(): Locator {
    return this.page.getByRole("grid");
  }

  /** A cell by its row and its column, both counted from 0. */
  cell(row: number, column: number): Locator {
    return this.page.locator(`#cell-${row}-${column}`);
  }

  /** The place of a column. */
  async column(name: string): Promise<number> {
    const names = await this.grid().getByRole("columnheader").allInnerTexts();
    const place = names.findIndex((text) => text.trim().startsWith(name));
    if (place < 1) throw new Error(`no column ${name} among ${names.join(", ")}`);
    return place - 1;
  }

  /** Pastes as the browser does from another program's clipboard. */
  async paste(text: string) {
    await this.grid().evaluate((grid, text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      grid.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  }

  preview(): Locator {
    return this.page.getByRole("region", { name: "What would change" });
  }

  async takeOver() {
    await this.preview().getByRole("button", { name: "Take over" }).click();
    await expect(this.preview()).toBeHidden();
  }
}
