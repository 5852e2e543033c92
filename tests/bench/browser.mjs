// Browsers for the bench: a profile that stays, and newcomers with an empty one.
import { chromium } from "@playwright/test";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";

const OPTIONS = { locale: "en-GB", viewport: { width: 1280, height: 800 }, timezoneId: "Europe/Berlin" };

// A new browser process on this profile.
export const withProfile = (folder, executablePath) =>
  chromium.launchPersistentContext(folder, { ...OPTIONS, executablePath, headless: true });

export const freshFolder = (parent) => mkdtemp(join(parent, "profile-"));

// Marks that the page sets, in ms since its navigation began.
export const FIRST_PAINT = "isomerge:first-paint";
export const EDITABLE = "isomerge:editable";

export async function mark(page, name, timeout = 60_000) {
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime;
  await page.waitForFunction(at, name, { timeout, polling: 5 });
  return page.evaluate(at, name);
}

// A newcomer from the link to the overview. Answers the milliseconds it took.
export async function join_(page, url, fragment, name) {
  const begun = performance.now();
  await page.goto(`${url}/#j=${fragment}`);
  await page.locator("#join-person").fill(name);
  await page.locator("form.start-join button[type=submit]").click();
  await page.waitForURL(/\/r\/[0-9a-f]{64}$/, { timeout: 120_000 });
  await page.locator(".overview .figure-number").first().waitFor({ timeout: 120_000 });
  return performance.now() - begun;
}

// The overview's address, once a register is open.
export const overviewOf = (page) => page.url().match(/^.*\/r\/[0-9a-f]{64}/)?.[0];

// The service worker has taken over: the next opening needs no network.
export async function offlineReady(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}
