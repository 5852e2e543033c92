// A walk through the sample company: each page that the navigation leads to, and whatever these link to that is of
// another kind: a record of each list, a commitment, a list as a spreadsheet. Which pages there are, the app says.
import { expect, type Page } from "@playwright/test";
import { rests } from "../fixtures/rest.ts";
import { RegisterPage } from "./register_page.ts";

/** What a year of a company weighs on a busy machine. */
const TOLD = { timeout: 60_000 };

/** Which page of the register an address shows: lists have their names, what stands beside them is alike. */
function shape(path: string): string {
  const [, name = "", detail] = /^\/r\/[0-9a-f]{64}(?:\/([^/?#]+))?(\/[^?#]+)?/.exec(path) ?? [];
  return detail ? `${name}, opened` : name || "overview";
}

export class Tour {
  /** The pages that were there, in their order. */
  readonly seen = new Set<string>();

  constructor(
    private readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Opens the sample from the first page. */
  async begin() {
    const { page, origin } = this;
    await page.goto(origin);
    await page.locator(".start-sample button").click();
    await expect(page.locator(".sample-band")).toBeVisible(TOLD);
  }

  /** Goes to a place as a link of the page does, without loading the app again. */
  async go(path: string) {
    const { page } = this;
    await page.evaluate((path) => {
      const link = Object.assign(document.createElement("a"), { href: path });
      document.body.append(link);
      link.click();
      link.remove();
    }, path);
    await expect(page).toHaveURL(new URL(path, this.origin).href);
    await expect(page.locator("main").getByRole("heading").first()).toBeVisible();
    await rests(page);
  }

  /** Every page once, each with a word for what it is. */
  async *everyPage(): AsyncGenerator<string> {
    const ahead = await this.links("nav a[href]");
    for (let path = ahead.shift(); path !== undefined; path = ahead.shift()) {
      const name = shape(path);
      if (this.seen.has(name)) continue;
      this.seen.add(name);
      await this.go(path);
      yield name;
      // A list's own record comes right after the list.
      ahead.unshift(...(await this.links("main tr[data-row] a[href]")));
      ahead.push(...(await this.links("main a[href]")));
    }
    const { pathname } = new URL(this.address());
    await this.go(`${pathname}/nowhere`);
    yield "a page that is none";
    await this.go(`${pathname}/risk/${"0".repeat(8)}-0000-7000-8000-${"0".repeat(12)}`);
    yield "a record that is none";
  }

  private address() {
    return new RegisterPage(this.page).address();
  }

  /** Opens all that is folded in the page. */
  async unfold() {
    const { page } = this;
    const folded = page.locator("main details:not([open])");
    await folded.evaluateAll((parts) => parts.forEach((part) => ((part as HTMLDetailsElement).open = true)));
    await rests(page);
  }

  private async links(selector: string): Promise<string[]> {
    const register = new URL(this.address()).pathname;
    const found = await this.page.locator(selector).evaluateAll((links) =>
      links.map((link) => link.getAttribute("href") ?? ""),
    );
    const news = found.filter((path) => path.startsWith(register) && !this.seen.has(shape(path)));
    return news.filter((path, at) => news.findIndex((other) => shape(other) === shape(path)) === at);
  }
}
