// Takes a picture of every page that the sample company's navigation leads to, with the first record of each
// list: light and dark, on a desk and on a phone. Which pages there are, the navigation says: a new one comes in
// by itself. SCREENSHOTS names the folder; SCREENSHOTS_ONLY, a part of the names.
import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CONTEXT } from "../fixtures/person.ts";
import { Relay } from "../fixtures/relay.ts";

const folder = resolve(process.env.SCREENSHOTS ?? join(import.meta.dirname, "../../docs/screenshots"));
const only = process.env.SCREENSHOTS_ONLY ?? "";

/** What the window is, and how much smaller the picture of it is: the docs show it smaller still. */
const SIZES = { desktop: { width: 1440, height: 900, scale: 0.75 }, phone: { width: 390, height: 844, scale: 1 } };
const SCHEMES = ["light", "dark"] as const;
/** Flat colours and letters: above it, only the file grows. */
const QUALITY = 40;
/** All of them together. */
const MOST_BYTES = 6_000_000;

interface Taken {
  name: string;
  title: string;
}

/** Everything that was to come has come, and nothing moves. */
async function rests(page: Page) {
  // Where it clicked last, something would look as if it were pointed at.
  await page.mouse.move(0, 0);
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"), undefined, { timeout: 30_000 });
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
    // What is counted or drawn a little later.
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2_000 }));
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
  });
}

async function picture(page: Page, devtools: CDPSession, taken: Taken[], name: string, title: string) {
  if (!name.includes(only)) return;
  taken.push({ name, title });
  for (const [size, { scale, ...viewport }] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await rests(page);
      // Playwright itself writes PNG and JPEG alone.
      const clip = { x: 0, y: 0, ...viewport, scale };
      const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality: QUALITY, clip });
      await writeFile(join(folder, `${name}-${size}-${colorScheme}.webp`), Buffer.from(data, "base64"));
    }
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize(SIZES.desktop);
}

/** The links of a part of the page, each address once. */
async function links(page: Page, selector: string): Promise<{ path: string; title: string }[]> {
  const found = await page.locator(selector).evaluateAll((anchors) =>
    anchors.map((anchor) => ({
      path: new URL((anchor as HTMLAnchorElement).href).pathname,
      title: (anchor.textContent ?? "").trim(),
    })),
  );
  return found.filter(({ path }, at) => found.findIndex((other) => other.path === path) === at);
}

/** The last part of a path says which page it is. */
const named = (path: string) => path.replace(/^\/r\/[0-9a-f]{64}/, "").replaceAll("/", "-").replace(/^-/, "");

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
    for (const { path, title } of await links(page, "main a[href^='/']:not([href*='/r/'])")) {
      if (path === "/") continue;
      await page.goto(relay.url + path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await picture(page, devtools, taken, named(path), title);
      await page.goto(relay.url);
    }

    await page.getByRole("button", { name: "Look at a sample company" }).click();
    const navigation = page.getByRole("navigation", { name: "Main navigation" });
    // A whole year is told.
    await expect(navigation).toBeVisible({ timeout: 600_000 });
    const folded = navigation.locator("button[aria-expanded=false]:visible");
    while ((await folded.count()) > 0) await folded.first().click();
    for (const { path, title } of await links(page, "nav a[href*='/r/']")) {
      const name = named(path) || "overview";
      await navigation.locator(`a[href='${path}']`).first().click();
      await expect(page).toHaveURL(relay.url + path);
      await picture(page, devtools, taken, name, title);
      const first = page.locator(".table tbody tr[data-row] td a").first();
      await rests(page);
      if (name.includes(only) && (await first.count()) > 0) {
        await first.click();
        await expect(page.locator(".beside-record")).toBeVisible();
        await picture(page, devtools, taken, `${name}-record`, `${title}: a record`);
      }
    }
    if (!only) await writeList(taken);
  } finally {
    await context.close();
    await relay.close();
  }
});

/** A page of the docs that shows them all, and a look at what they weigh. */
async function writeList(taken: Taken[]) {
  const parts = taken.map(({ name, title }) => {
    const link = (size: string, scheme: string, words: string) => `[${words}](${name}-${size}-${scheme}.webp)`;
    const others = [link("desktop", "dark", "dark"), link("phone", "light", "on a phone"), link("phone", "dark", "on a phone, dark")];
    return `## ${title}\n\n![${title}](${name}-desktop-light.webp)\n\nThe same ${others.join(", ")}.\n`;
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
