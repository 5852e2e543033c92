// Settings: invitations, language and theme.
import { expect, type Page } from "@playwright/test";

export class SettingsPage {
  constructor(readonly page: Page) {}

  /** Makes an invitation; answers its link. */
  async invite(): Promise<string> {
    await this.page.getByRole("button", { name: "Make an invitation" }).click();
    const link = this.page.getByLabel("Invitation link", { exact: true });
    await expect(link).toHaveValue(/#j=/);
    return await link.inputValue();
  }

  async speak(language: "English" | "Deutsch") {
    await this.page.getByRole("radio", { name: language }).check();
  }

  async theme(name: string) {
    await this.page.getByRole("radio", { name }).check();
  }
}
