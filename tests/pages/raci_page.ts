// Who does what: the matrix of roles over activities and themes, and the bar that assigns.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Person } from "../fixtures/person.ts";
import { ListPage } from "./list_page.ts";
import type { RecordPanel } from "./record_panel.ts";

/** Opens the list of a kind by its name in addresses, and makes a record there. */
export async function newIn(person: Person, kind: string): Promise<RecordPanel> {
  await person.page.goto(`${person.register.address()}/${kind}`);
  return new ListPage(person.page).newRecord();
}

export class RaciPage {
  constructor(readonly page: Page) {}

  static async of(person: Person): Promise<RaciPage> {
    await person.page.goto(`${person.register.address()}/raci`);
    await expect(person.page.getByRole("grid")).toBeVisible();
    return new RaciPage(person.page);
  }

  line(name: string): Locator {
    return this.page.getByRole("grid").locator("tbody tr").filter({ has: this.page.getByRole("rowheader", { name }) });
  }

  cell(line: string, role: string): Locator {
    return this.line(line).getByRole("button", { name: new RegExp(`^[^:]*${role}: `) });
  }

  lines() {
    return this.page.getByRole("grid").locator("tbody tr");
  }

  /** The bar of the cell at hand. */
  bar() {
    return this.page.locator(".raci-bar");
  }

  /** What is counted at the top. */
  count() {
    return this.page.locator(".people-count");
  }
}
