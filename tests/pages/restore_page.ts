// Where a backup is restored.
import { expect, type Page } from "@playwright/test";

export class RestorePage {
  constructor(readonly page: Page) {}

  /** By the way that people take: from the first page. */
  async open(origin: string) {
    await this.page.goto(origin);
    await this.page.getByRole("link", { name: "Restore from a backup file" }).click();
    await expect(this.page.getByRole("heading", { name: "Restore from a backup file" })).toBeVisible();
  }

  async restore(file: string, code: string) {
    await this.page.getByLabel("Backup file").setInputFiles(file);
    await this.page.getByLabel("Recovery code").fill(code);
    await this.page.getByRole("button", { name: "Restore" }).click();
  }

  alert() {
    return this.page.getByRole("alert");
  }
}
