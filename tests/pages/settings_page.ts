// Settings: invitations, backups, language and theme.
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

  /** Saves a backup at a path; answers the name that the file was given, and the recovery code if one is shown. */
  async backUp(path: string): Promise<{ file: string; name: string; code: string | null }> {
    return this.saveBy("Save a backup", path);
  }

  /** The same with a new recovery code. */
  async newCode(path: string): Promise<{ file: string; name: string; code: string | null }> {
    await this.page.locator("summary", { hasText: "Save with a new recovery code" }).click();
    return this.saveBy("Save with a new recovery code", path);
  }

  private async saveBy(button: string, path: string) {
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: button, exact: true }).click();
    const saved = await download;
    await saved.saveAs(path);
    await expect(this.page.getByText("was handed to your browser")).toBeVisible();
    const code = this.page.locator(".recovery-code");
    return { file: path, name: saved.suggestedFilename(), code: (await code.count()) > 0 ? await code.innerText() : null };
  }

  async speak(language: "English" | "Deutsch") {
    await this.page.getByRole("radio", { name: language }).check();
  }

  async theme(name: string) {
    await this.page.getByRole("radio", { name }).check();
  }

  /** What was set aside, one by one. */
  setAside() {
    return this.page.getByRole("region", { name: "Set aside" }).getByRole("listitem");
  }

  /** Saves what was set aside as a file; answers its content. */
  async saveSetAside(): Promise<string> {
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Save as a file" }).click();
    const file = await (await download).createReadStream();
    return Buffer.concat(await file.toArray()).toString("utf8");
  }
}
