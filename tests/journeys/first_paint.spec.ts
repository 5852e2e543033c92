// The first paint: a new tab shows the register before the engine has read it, from a picture that is sealed
// where it lies and that nothing depends on.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";
import { alterPicture, storedPicture } from "../fixtures/stored.ts";

/** The person's next tab, in which the engine does not begin until it is let. */
async function tabWithoutEngine(person: Person) {
  const page = await person.newPage();
  await page.addInitScript(() => {
    const allowed = new Promise<void>((resolve) => Object.assign(window, { letEngineBegin: resolve }));
    window.Worker = class extends Worker {
      override postMessage(...message: unknown[]) {
        allowed.then(() => (super.postMessage as (...message: unknown[]) => void)(...message));
      }
    };
  });
  return { page, letEngineBegin: () => page.evaluate(() => (window as unknown as { letEngineBegin(): void }).letEngineBegin()) };
}

const registerOf = (address: string) => /\/r\/([0-9a-f]{64})/.exec(address)?.[1] ?? "";

/** The picture holds these words, once opened. */
async function isPictured(page: Page, words: string) {
  const pictured = () =>
    page.evaluate(
      async ([register, words]) => {
        const contract = (window as unknown as { __isomerge: { picture(of: string): Promise<Uint8Array | undefined> } }).__isomerge;
        const picture = await contract.picture(register);
        return picture !== undefined && new TextDecoder().decode(picture).includes(words);
      },
      [registerOf(page.url()), words] as const,
    );
  await expect.poll(pictured, { timeout: 30_000 }).toBe(true);
}

test("a new tab shows figures and records before the engine begins, and keeps what is typed there", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Backups are never tried");
  await ada.register.isSaved();
  await isPictured(ada.page, "Backups are never tried");
  const [address, overview] = [ada.page.url(), ada.register.address()];

  const { page, letEngineBegin } = await tabWithoutEngine(ada);
  await page.goto(overview);
  await expect(page.getByRole("heading", { level: 1, name: "Northwind Tools" })).toBeVisible();
  await expect(page.locator(".figure").filter({ hasText: "1 open risk" })).toBeVisible();
  await (await ada.register.list("Risks")).open("Backups are never tried");

  // Typed before there is an engine: it stays in the field, with the focus, and is not called saved.
  const here = risk.of(page);
  await here.input("Risk").fill("Backups are tried");
  await here.input("Description").fill("Since this spring");
  await expect(ada.register.saved()).toHaveText("Saving …");
  await here.input("Description").evaluate((field) => field.setAttribute("data-witness", ""));

  await letEngineBegin();
  await ada.register.isSaved();
  await expect(page.locator("[data-witness]")).toBeFocused();
  await expect(page.locator("[data-witness]")).toHaveValue("Since this spring");

  await ada.newPage();
  await ada.page.goto(address);
  await expect(here.of(ada.page).input("Risk")).toHaveValue("Backups are tried");
  await expect(here.of(ada.page).input("Description")).toHaveValue("Since this spring");
});

test("what changed since the picture was made is corrected, and the rest stays as it stands", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risks = await ada.register.list("Risks");
  await (await risks.newRecord()).fill("Risk", "Fire");
  await ada.register.isSaved();
  await isPictured(ada.page, "Fire");
  const first = ada.page;

  const { page, letEngineBegin } = await tabWithoutEngine(ada);
  await page.goto(first.url());
  const shown = ada.register;
  await expect(page.getByLabel("Risk", { exact: true }).first()).toHaveValue("Fire");
  // The other tab goes on meanwhile.
  await first.getByLabel("Risk", { exact: true }).first().fill("Flood");
  await first.getByLabel("Risk", { exact: true }).first().blur();
  await expect(first.locator("[data-status=saved]")).toHaveText("Saved on this device");
  await page.locator(".beside-list").evaluate((list) => list.setAttribute("data-witness", ""));
  await letEngineBegin();
  await expect(page.getByLabel("Risk", { exact: true }).first()).toHaveValue("Flood");
  await shown.isSaved();
  await expect(page.locator("[data-witness]")).toBeVisible();
});

for (const how of ["damage", "remove", "another version", "lose the key"] as const) {
  test(`the app opens as ever without a picture that can be read: ${how}`, async ({ person }) => {
    const ada = await person("Ada Alba");
    await ada.found("Northwind Tools");
    const risk = await (await ada.register.list("Risks")).newRecord();
    await risk.fill("Risk", "Backups are never tried");
    await ada.register.isSaved();
    await isPictured(ada.page, "Backups are never tried");
    const address = ada.page.url();
    // From the start page, where no register is open that would make it good again.
    await ada.page.goto(ada.origin);
    await alterPicture(ada.page, registerOf(address), how);

    await ada.newPage();
    await ada.page.goto(address);
    await expect(risk.of(ada.page).input("Risk")).toHaveValue("Backups are never tried");
    await risk.of(ada.page).fill("Risk", "Backups are tried");
    await ada.register.isSaved();
    await isPictured(ada.page, "Backups are tried");
  });
}

test("the picture is sealed where it lies, under a key that cannot be taken away", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Backups are never tried");
  await ada.register.isSaved();
  await isPictured(ada.page, "Backups are never tried");
  const { text, exported } = await storedPicture(ada.page, registerOf(ada.page.url()));
  expect(text.includes("Backups") || text.includes("Northwind")).toBe(false);
  expect(exported).toBe(false);
});
