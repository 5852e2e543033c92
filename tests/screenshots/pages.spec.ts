// Takes a picture of every page of the sample company, light and dark, on a desk and on a phone, and of the first
// record of each list in two of these ways. Which pages there are, the app says: a new one comes in by itself.
// SCREENSHOTS names the folder; SCREENSHOTS_ONLY, a part of the names.
import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CONTEXT } from "../fixtures/person.ts";
import { Relay } from "../fixtures/relay.ts";
import { rests } from "../fixtures/rest.ts";
import { Tour } from "../pages/tour.ts";

const folder = resolve(process.env.SCREENSHOTS ?? join(import.meta.dirname, "../../docs/screenshots"));
const only = process.env.SCREENSHOTS_ONLY ?? "";

/** What the window is, and how much smaller the picture of it is: the docs show it smaller still. */
const SIZES = { desktop: { width: 1440, height: 900, scale: 0.7 }, phone: { width: 390, height: 844, scale: 1 } };
const SCHEMES = ["light", "dark"] as const;
type Form = `${keyof typeof SIZES}-${(typeof SCHEMES)[number]}`;
/** Forms of records are alike: two ways show them. */
const OF_RECORDS: readonly Form[] = ["desktop-light", "phone-dark"];
/** Flat colours and letters: above it, only the file grows. */
const QUALITY = 30;
/** All of them together. */
const MOST_BYTES = 6_000_000;

interface Taken {
  name: string;
  title: string;
  forms: Form[];
}

async function picture(page: Page, devtools: CDPSession, taken: Taken[], name: string, title: string) {
  if (!name.includes(only)) return;
  const forms: Form[] = [];
  for (const [size, { scale, ...viewport }] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of SCHEMES) {
      const form = `${size}-${colorScheme}` as Form;
      if (name.endsWith("-record") && !OF_RECORDS.includes(form)) continue;
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // Where it clicked last, something would look as if it were pointed at.
      await page.mouse.move(0, 0);
      await page.evaluate(async () => {
        // What is counted or drawn a little later.
        await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2_000 }));
        (document.activeElement as HTMLElement | null)?.blur();
        scrollTo(0, 0);
      });
      await rests(page);
      // Playwright itself writes PNG and JPEG alone.
      const clip = { x: 0, y: 0, ...viewport, scale };
      const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality: QUALITY, clip });
      await writeFile(join(folder, `${name}-${form}.webp`), Buffer.from(data, "base64"));
      forms.push(form);
    }
  }
  taken.push({ name, title, forms });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize(SIZES.desktop);
}

/** What a page calls itself, and what is open in it. */
async function titled(page: Page): Promise<string> {
  const headings = [page.locator("main h1").first(), page.locator(".beside-record h2").first()];
  const words = await Promise.all(headings.map(async (heading) => ((await heading.count()) > 0 ? heading.innerText() : "")));
  return words.filter((words) => words !== "").join(": ");
}

test("every page", async ({ browser }) => {
  await mkdir(folder, { recursive: true });
  if (!only) {
    const old = (await readdir(folder)).filter((name) => name.endsWith(".webp"));
    for (const name of old) await rm(join(folder, name));
  }
  const relay = await Relay.start();
  const context = await browser.newContext({ ...CONTEXT, viewport: SIZES.desktop, reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    const taken: Taken[] = [];
    await page.goto(relay.url);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await picture(page, devtools, taken, "start", "The first page");
    await page.getByRole("link", { name: "Restore from a backup file" }).click();
    await expect(page.getByRole("heading", { name: "Restore from a backup file" })).toBeVisible();
    await picture(page, devtools, taken, "restore", await titled(page));

    const tour = new Tour(page, relay.url);
    await tour.begin();
    for await (const name of tour.everyPage()) {
      const file = name.replace(", opened", "-record").replaceAll(" ", "_");
      await picture(page, devtools, taken, file, await titled(page));
    }
    if (!only) await writeList(taken);
  } finally {
    await context.close();
    await relay.close();
  }
});

/** A page of the docs that shows them all, and a look at what they weigh. */
async function writeList(taken: Taken[]) {
  const words: Record<Form, string> = {
    "desktop-light": "light",
    "desktop-dark": "dark",
    "phone-light": "on a phone",
    "phone-dark": "on a phone, dark",
  };
  const parts = taken.map(({ name, title, forms: [first, ...others] }) => {
    const links = others.map((form) => `[${words[form]}](${name}-${form}.webp)`);
    return `## ${title}\n\n![${title}](${name}-${first}.webp)\n\nThe same ${links.join(", ")}.\n`;
  });
  const head =
    "# Every page\n\nAs `cargo xtask screenshots` took them, of the sample company: each page that the navigation leads to, and\n" +
    "the first record of each list, 1440 and 390 pixels wide, light and dark.\n";
  await writeFile(join(folder, "README.md"), [head, ...parts].join("\n"));
  const files = (await readdir(folder)).filter((name) => name.endsWith(".webp"));
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${taken.length} pages, ${files.length} pictures, ${(bytes / 1e6).toFixed(1)} MB`);
  expect(bytes).toBeLessThan(MOST_BYTES);
}
