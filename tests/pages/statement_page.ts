// The statement of applicability: the picture, the filters, the table, several rows at once, one control.
import { expect, type Locator, type Page } from "@playwright/test";
import { RecordPanel } from "./record_panel.ts";

export class StatementPage {
  readonly control: RecordPanel;

  constructor(readonly page: Page) {
    this.control = new RecordPanel(page);
  }

  async go() {
    await this.page.getByRole("navigation", { name: "Main navigation" }).getByRole("link", { name: "Statement of Applicability" }).click();
    await expect(this.page.locator("#list-title")).toHaveText("Statement of Applicability");
  }

  count() {
    return this.page.locator(".table-count");
  }

  rows() {
    return this.page.locator(".statement-table tbody tr");
  }

  row(number: string): Locator {
    return this.rows().filter({ has: this.page.getByRole("cell", { name: number, exact: true }) });
  }

  async tick(number: string, modifiers: "Shift"[] = []) {
    await this.row(number).getByRole("checkbox").click({ modifiers });
  }

  async tickAll() {
    await this.page.getByLabel("Tick all that are shown").click();
  }

  async filter(field: string, value: string) {
    await this.page.getByRole("group", { name: "Filters" }).getByLabel(field, { exact: true }).selectOption({ label: `${field}: ${value}` });
  }

  async clearFilters() {
    await this.page.getByRole("button", { name: "Clear filters" }).click();
  }

  /** Several rows at once. */
  bulk() {
    return this.page.getByRole("form", { name: "Set several at once" });
  }

  /** How many controls the legend counts under a word. */
  key(word: string): Locator {
    return this.page.getByRole("group", { name: "Filter by how far they are" }).getByRole("button", { name: word });
  }

  cell(name: string | RegExp): Locator {
    return this.page.locator(".coverage-cells").getByRole("link", { name });
  }

  async open(number: string) {
    await this.row(number).getByRole("link").click();
    await expect(this.control.panel()).toContainText(number);
  }

  gaps() {
    return this.control.panel().locator(".statement-gaps");
  }

  treated() {
    return this.control.panel().getByRole("list", { name: "Risks that it treats" });
  }
}
