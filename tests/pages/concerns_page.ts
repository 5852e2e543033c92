// Concerns as the whole team sees them: who can read what, whom to go to, and the way of confidants to their register.
import { expect, type Page } from "@playwright/test";
import { RegisterPage } from "./register_page.ts";

export class ConcernsPage {
  constructor(readonly page: Page) {}

  static async of(register: RegisterPage): Promise<ConcernsPage> {
    const navigation = register.page.getByRole("navigation", { name: "Main navigation" });
    await navigation.getByRole("link", { name: "Concerns", exact: true }).click();
    const concerns = new ConcernsPage(register.page);
    await expect(concerns.part("Who can read what")).toBeVisible();
    return concerns;
  }

  part(name: "Whom to go to" | "Who can read what" | "For confidants") {
    return this.page.getByRole("region", { name, exact: true });
  }

  /** The way to the confidants' register on this device. */
  way() {
    return this.part("For confidants").getByRole("link");
  }

  /** Starts the confidants' register. */
  async begin(): Promise<RegisterPage> {
    await this.part("For confidants").getByRole("button", { name: "Start the confidants’ register" }).click();
    // Its overview, not this page of the team's register.
    await expect(this.page).toHaveURL(/\/r\/[0-9a-f]{64}$/);
    const register = new RegisterPage(this.page);
    await register.isOpen();
    return register;
  }
}
