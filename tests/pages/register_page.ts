// What stands around every page of an open register: navigation, and where my work is.
import { expect, type Page } from "@playwright/test";
import { ListPage } from "./list_page.ts";
import { ReviewPage } from "./review_page.ts";
import { SettingsPage } from "./settings_page.ts";

export class RegisterPage {
  constructor(readonly page: Page) {}

  async isOpen() {
    await expect(this.saved()).toBeVisible();
  }

  /** 'Saved on this device', 'Saving …', or that it is not. */
  saved() {
    return this.page.locator("[data-status=saved]");
  }

  /** 'Sent', 'Seen by 1 of 1', 'Waiting for network', … */
  sent() {
    return this.page.locator("[data-status=sent]");
  }

  async isSaved() {
    await expect(this.saved()).toHaveText("Saved on this device");
  }

  async isSent() {
    await this.isSaved();
    await expect(this.sent()).toHaveText(/^(Sent|Seen by \d+ of \d+)$/);
  }

  /** Everyone else has it. */
  async isSeenByAll() {
    await this.isSaved();
    await expect(this.sent()).toHaveText(/^Seen by (\d+) of \1$/);
  }

  async isWaitingForNetwork() {
    await expect(this.sent()).toHaveText(/^Waiting for network/, { timeout: 40_000 });
  }

  async isOnline() {
    await expect(this.sent()).toHaveText(/^(Sending …|Sent|Seen by .*)$/, { timeout: 40_000 });
  }

  /** The register's address, without a page of it. */
  address() {
    const [, address] = /^(.*\/r\/[0-9a-f]{64})/.exec(this.page.url()) ?? [];
    if (!address) throw new Error(`no register is open at ${this.page.url()}`);
    return address;
  }

  private async go(name: string) {
    await this.page.getByRole("navigation", { name: "Main navigation" }).getByRole("link", { name, exact: true }).click();
  }

  async overview() {
    await this.go("Overview");
    await expect(this.page.getByRole("heading", { name: "What changed" })).toBeVisible();
  }

  async list(name: "Management reviews" | "Decisions" | "Actions" | "Risks" | "People"): Promise<ListPage> {
    await this.go(name);
    const list = new ListPage(this.page);
    await expect(list.title()).toHaveText(name);
    return list;
  }

  /** A list of any kind; its group is opened if it does not stand in the navigation yet. */
  async listIn(group: string, name: string): Promise<ListPage> {
    const navigation = this.page.getByRole("navigation", { name: "Main navigation" });
    const link = navigation.getByRole("link", { name, exact: true });
    if (!(await link.isVisible())) await navigation.getByRole("button", { name: group, exact: true }).click();
    await link.click();
    const list = new ListPage(this.page);
    await expect(list.title()).toHaveText(name);
    return list;
  }

  async settings(): Promise<SettingsPage> {
    await this.go("Settings");
    return new SettingsPage(this.page);
  }

  /** Makes a review with an agenda of one topic. */
  async newReview(title: string, topic: string): Promise<ReviewPage> {
    const list = await this.list("Management reviews");
    await list.newRecord();
    const review = new ReviewPage(this.page);
    await review.record.fill("Title", title);
    await review.addTopic(topic);
    await this.isSaved();
    return review;
  }

  /** Opens a review that stands in the list. */
  async review(title: string): Promise<ReviewPage> {
    const list = await this.list("Management reviews");
    await list.open(title);
    return new ReviewPage(this.page);
  }
}
