// The list of a kind: search, filters, order, and the record that opens beside it.
import { expect, type Page } from "@playwright/test";
import { RecordPanel } from "./record_panel.ts";

export class ListPage {
  constructor(readonly page: Page) {}

  title() {
    return this.page.locator("#list-title");
  }

  async newRecord(): Promise<RecordPanel> {
    await this.page.locator(".beside-list").getByRole("button", { name: /^New / }).first().click();
    const record = new RecordPanel(this.page);
    await expect(record.panel()).toBeVisible();
    return record;
  }

  /** The titles, as they stand. */
  titles() {
    return this.page.locator(".table tbody tr[data-row] td a");
  }

  row(title: string) {
    return this.page.locator(".table tbody tr[data-row]").filter({ hasText: title });
  }

  async open(title: string): Promise<RecordPanel> {
    await this.titles().filter({ hasText: title }).first().click();
    const record = new RecordPanel(this.page);
    await expect(record.panel()).toBeVisible();
    return record;
  }

  async search(words: string) {
    await this.page.getByRole("searchbox").fill(words);
  }

  /** Sorts by a column; once more turns the order round. */
  async sortBy(column: string) {
    await this.page.getByRole("columnheader", { name: column, exact: true }).getByRole("button").click();
  }

  /** Chooses one of a filter's answers. */
  async filter(field: string, value: string) {
    await this.page.getByRole("group", { name: "Filters" }).getByLabel(field, { exact: true }).selectOption({ label: `${field}: ${value}` });
  }

  async toggle(name: string) {
    await this.page.getByRole("group", { name: "Filters" }).getByRole("button", { name }).click();
  }
}
