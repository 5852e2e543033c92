// The commitments: one picture, the practices of one commitment, and the evidence of one practice.
import { expect, type Locator, type Page } from "@playwright/test";

export class CommitmentsPage {
  constructor(readonly page: Page) {}

  whole() {
    return this.page.locator(".commitments-whole");
  }

  bar(name: string): Locator {
    return this.page.locator(".commitments-bar").filter({ hasText: name });
  }

  /** Opens a commitment. */
  async open(name: string) {
    await this.bar(name).getByRole("link").click();
    await expect(this.detail().getByRole("heading", { name })).toBeVisible();
  }

  detail() {
    return this.page.locator(".commitments-detail");
  }

  async setOwner(name: string) {
    await this.detail().locator("> .commitments-notes").getByLabel("Owner").selectOption({ label: name });
  }

  async setNextLook(day: string) {
    const input = this.detail().locator("> .commitments-notes").getByLabel("Next look");
    await input.fill(day);
    await input.blur();
  }

  practice(id: string): Locator {
    return this.page.locator(`#practice-${id}`);
  }

  /** Opens a practice, unless it is open. */
  async openPractice(id: string) {
    const head = this.practice(id).locator(".commitments-head");
    if ((await head.getAttribute("aria-expanded")) !== "true") await head.click();
    await expect(head).toHaveAttribute("aria-expanded", "true");
  }

  head(id: string) {
    return this.practice(id).locator(".commitments-head");
  }

  /** The evidence that is noted, not what is suggested. */
  evidence(id: string): Locator {
    return this.practice(id).locator(".commitments-evidence li").filter({ has: this.page.getByRole("button", { name: /^Take off/ }) });
  }

  async addEvidence(id: string, text: string) {
    await this.practice(id).getByLabel("A record’s number, or an address").fill(text);
    await this.practice(id).getByRole("button", { name: "Add", exact: true }).click();
    await expect(this.evidence(id).filter({ hasText: text })).toBeVisible();
  }
}
