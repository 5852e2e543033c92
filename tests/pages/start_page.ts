// The first page: the registers on this device, a new one, or a colleague's by invitation.
import { expect, type Page } from "@playwright/test";
import { RegisterPage } from "./register_page.ts";

export class StartPage {
  constructor(readonly page: Page) {}

  /** Opens the app at its address. */
  async open(url: string) {
    await this.page.goto(url);
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
  }

  /** Starts a register. */
  async found(organization: string, person: string): Promise<RegisterPage> {
    const form = this.page.getByRole("form", { name: "Start a register" });
    await form.getByLabel("Organization").fill(organization);
    await form.getByLabel("Your name").fill(person);
    await form.getByRole("button", { name: "Start" }).click();
    const register = new RegisterPage(this.page);
    await register.isOpen();
    return register;
  }

  /** Joins by the link that the page was opened with. */
  async join(person: string): Promise<RegisterPage> {
    const form = this.page.getByRole("form", { name: "Join a register" });
    await form.getByLabel("Your name").fill(person);
    await form.getByRole("button", { name: "Join" }).click();
    const register = new RegisterPage(this.page);
    await register.isOpen();
    return register;
  }

  /** The registers on this device, the last opened first. */
  registers() {
    return this.page.getByRole("region", { name: "On this device" }).getByRole("link");
  }

  async openRegister(organization: string): Promise<RegisterPage> {
    await this.registers().filter({ hasText: organization }).click();
    const register = new RegisterPage(this.page);
    await register.isOpen();
    return register;
  }
}
