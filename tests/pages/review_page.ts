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

  /** The lines of a topic's minutes. */
  async minutesText(topic: string): Promise<string> {
    return await this.minutes(topic).evaluate((field) => {
      const lines = [...field.querySelectorAll("p, h1, h2, h3, h4, h5, h6, pre")];
      return lines.map((line) => line.textContent).join("\n");
    });
  }

  /** Sooner or later a topic's minutes are this text. */
  async hasMinutes(topic: string, text: string | RegExp, { timeout = 10_000 } = {}) {
    const shown = expect.poll(() => this.minutesText(topic), { timeout });
    await (typeof text === "string" ? shown.toBe(text) : shown.toMatch(text));
  }

  /** Puts the caret behind so many characters, each line's end being one. */
  async putCaret(topic: string, at: number) {
    await this.minutes(topic).evaluate((field, at) => {
      (field as HTMLElement).focus();
      let left = at;
      for (const line of field.querySelectorAll("p, h1, h2, h3, h4, h5, h6, pre")) {
        const length = line.textContent!.length;
        if (left > length) {
          left -= length + 1;
          continue;
        }
        const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        while (texts.nextNode() && left > texts.currentNode.textContent!.length) {
          left -= texts.currentNode.textContent!.length;
        }
        const within = texts.currentNode;
        document.getSelection()!.collapse(within, Math.min(left, within.nodeType === Node.TEXT_NODE ? left : 0));
        return;
      }
      throw new Error(`the minutes end before ${at}`);
    }, at);
  }

  /** Where the caret is, and whether the field has the focus. */
  async caret(topic: string): Promise<{ from: number; to: number; focused: boolean }> {
    return await this.minutes(topic).evaluate((field) => {
      const place = (node: Node | null, offset: number) => {
        let at = 0;
        for (const line of field.querySelectorAll("p, h1, h2, h3, h4, h5, h6, pre")) {
          if (node && line.contains(node)) {
            const before = document.createRange();
            before.setStart(line, 0);
            before.setEnd(node, offset);
            return at + before.toString().length;
          }
          at += line.textContent!.length + 1;
        }
        return -1;
      };
      const selection = document.getSelection()!;
      const ends = [
        place(selection.anchorNode, selection.anchorOffset),
        place(selection.focusNode, selection.focusOffset),
      ];
      return { from: Math.min(...ends), to: Math.max(...ends), focused: document.activeElement === field };
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
