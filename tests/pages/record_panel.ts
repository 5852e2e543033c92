// One record beside its list: its fields, its disagreements, its history.
import { expect, type Locator, type Page } from "@playwright/test";

export class RecordPanel {
  constructor(readonly page: Page) {}

  /** The same panel on another page: a browser that was started again. */
  of(page: Page): RecordPanel {
    return new RecordPanel(page);
  }

  panel() {
    return this.page.locator(".beside-record");
  }

  /** A field's block, by its key in the register: `title`, `owner`. */
  block(key: string): Locator {
    return this.panel().locator(`[data-field="${key}"]`);
  }

  /** A field's input, by its label. */
  input(label: string): Locator {
    return this.panel().getByLabel(label, { exact: true }).first();
  }

  async fill(label: string, text: string) {
    await this.input(label).fill(text);
    await this.input(label).blur();
  }

  async choose(label: string, option: string) {
    await this.input(label).selectOption({ label: option });
  }

  /** Sets a step of a scale. */
  async rate(label: string, step: number) {
    const scale = this.panel().getByRole("group", { name: label });
    await scale.getByRole("radio").nth(step - 1).check({ force: true });
  }

  /** The answers of a field on which people disagree. */
  answers(key: string): Locator {
    return this.block(key).locator(".answer");
  }

  async keep(key: string, value: string) {
    await this.answers(key).filter({ hasText: value }).getByRole("button").click();
  }

  /** What was done, newest first. */
  history(): Locator {
    return this.panel().locator(".history-entry");
  }

  async isInHistory(words: string | RegExp) {
    await expect(this.history().filter({ hasText: words }).first()).toBeVisible();
  }

  /** Adds a person on the spot where a person is asked for. */
  async addPerson(label: string, name: string) {
    await this.input(label).selectOption({ label: "Add somebody …" });
    await this.panel().getByPlaceholder("Name").fill(name);
    await this.panel().getByRole("button", { name: "Add", exact: true }).first().click();
  }
}
