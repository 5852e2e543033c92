// A controlled document: its words, its state with the next steps, and who signed what.
import { expect, type Locator, type Page } from "@playwright/test";
import { RecordPanel } from "./record_panel.ts";

export class DocumentPage {
  readonly record: RecordPanel;

  constructor(readonly page: Page) {
    this.record = new RecordPanel(page);
  }

  /** Where it is written. */
  editor(): Locator {
    return this.page.locator(".document-writing [contenteditable=true]");
  }

  /** What is read: the text as it stands, or a version. */
  prose(): Locator {
    return this.page.locator(".document .prose");
  }

  state(): Locator {
    return this.page.locator(".document-state");
  }

  part(name: "Approvals" | "Read by" | "Versions" | "Reviews"): Locator {
    return this.page.getByRole("complementary").getByRole("region", { name, exact: true });
  }

  /** Takes one of the next steps. */
  async step(name: string) {
    const button = this.state().getByRole("button", { name, exact: true });
    await expect(button).toBeEnabled();
    await button.click();
  }

  async stands(status: string) {
    await expect(this.state().getByRole("heading")).toContainText(status);
  }

  /** Writes at the end of the text. */
  async write(words: string) {
    await this.editor().click();
    await this.page.keyboard.press("Control+End");
    await this.page.keyboard.press("Enter");
    await this.page.keyboard.type(words);
  }
}
