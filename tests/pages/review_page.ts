// A management review: agenda, minutes, decisions and actions.
import { expect, type Locator, type Page } from "@playwright/test";
import { RecordPanel } from "./record_panel.ts";

export class ReviewPage {
  readonly record: RecordPanel;

  constructor(readonly page: Page) {
    this.record = new RecordPanel(page);
  }

  /** The same review on another page: a browser that was started again. */
  of(page: Page): ReviewPage {
    return new ReviewPage(page);
  }

  items(): Locator {
    return this.page.locator(".agenda-item");
  }

  /** The item of a topic. */
  item(topic: string): Locator {
    return this.items().filter({ has: this.page.getByRole("textbox", { name: `Minutes: ${topic}` }) });
  }

  async addTopic(topic: string) {
    const before = await this.items().count();
    await this.page.getByRole("button", { name: "Add a topic" }).click();
    await expect(this.items()).toHaveCount(before + 1);
    const input = this.items().last().getByLabel("Topic");
    await input.fill(topic);
    await input.blur();
    await expect(this.minutes(topic)).toBeVisible();
  }

  /** The ten inputs become the agenda. */
  async startAgenda() {
    await this.page.getByRole("button", { name: "Start with the ten inputs" }).click();
    await expect(this.items()).toHaveCount(10);
  }

  minutes(topic: string): Locator {
    return this.page.getByRole("textbox", { name: `Minutes: ${topic}` });
  }

  /** Types with the keyboard at the end of a topic's minutes. */
  async typeMinutes(topic: string, text: string) {
    const minutes = this.minutes(topic);
    await minutes.click();
    await minutes.press("ControlOrMeta+End");
    await minutes.pressSequentially(text);
  }

  async putCaret(topic: string, at: number) {
    await this.minutes(topic).evaluate((field, at) => {
      const area = field as HTMLTextAreaElement;
      area.focus();
      area.setSelectionRange(at, at);
    }, at);
  }

  /** Where the caret is, and whether the field has the focus. */
  async caret(topic: string): Promise<{ from: number; to: number; focused: boolean }> {
    return await this.minutes(topic).evaluate((field) => {
      const area = field as HTMLTextAreaElement;
      return { from: area.selectionStart, to: area.selectionEnd, focused: document.activeElement === area };
    });
  }

  async addDecision(topic: string, title: string) {
    const item = this.item(topic);
    await item.getByPlaceholder("New decision").fill(title);
    await item.getByRole("button", { name: "Add the decision" }).click();
    await expect(item.getByRole("link", { name: title })).toBeVisible();
  }

  async addAction(topic: string, title: string) {
    const item = this.item(topic);
    await item.getByPlaceholder("New action").fill(title);
    await item.getByRole("button", { name: "Add the action" }).click();
    await expect(item.getByRole("link", { name: title })).toBeVisible();
  }
}
