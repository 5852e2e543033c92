// Everyone can use every page: axe finds nothing in light and dark, wide, on a phone and enlarged; nothing reaches
// beyond the screen, and the strict policy is never broken.
import { expect, test } from "../fixtures/index.ts";
import { rests } from "../fixtures/rest.ts";
import { tooWide } from "../fixtures/width.ts";
import { Tour } from "../pages/tour.ts";
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// Of so many pages, to keep what each looked like takes longer than to look at them.
test.use({ trace: "off" });

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe finds, each with the places where. */
async function violations(page: Page, rules: object): Promise<string[]> {
  await rests(page);
  // It stays for as long as the page does.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const found = (await page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: unknown[] }> } };
    return (await axe.run(document, { runOnly, resultTypes: ["violations"] })).violations;
  }, rules)) as Violation[];
  return found.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join("\n  ")}`);
}

const ALL = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] };
/** What depends on the colours. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
/** 1,280 pixels at 400 %. */
const ENLARGED = { width: 320, height: 256 };

/** Each way in which a page is shown, and what can be wrong in it that was not in those before. */
const FORMS = [
  ["wide", "light", WIDE, ALL],
  ["wide", "dark", WIDE, COLOURS],
  ["phone", "dark", PHONE, COLOURS],
  ["phone", "light", PHONE, ALL],
  ["enlarged", "light", ENLARGED, ALL],
] as const;

/** What is wrong with a page, in every way that it is shown. */
async function faults(page: Page, name: string): Promise<string[]> {
  const told: string[] = [];
  for (const [form, colorScheme, viewport, rules] of FORMS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const found = [...(await violations(page, rules)), ...(await tooWide(page)).map((part) => `too wide: ${part}`)];
    told.push(...found.map((fault) => `${name}, ${form}, ${colorScheme}: ${fault}`));
  }
  return told;
}

test("every page of a full register is for everyone", async ({ person }) => {
  // Some ninety pages in five forms, on a machine that has other things to do.
  test.setTimeout(900_000);
  const ada = await person("Ada Alba");
  const tour = new Tour(ada.page, ada.origin);
  await tour.begin();
  const told: string[] = [];
  for await (const name of tour.everyPage()) {
    await tour.unfold();
    told.push(...(await faults(ada.page, name)));
  }
  expect(told.join("\n")).toBe("");
  // The navigation leads to far more than this, one list of each kind among it.
  expect(tour.seen.size).toBeGreaterThan(60);
});

test("what is not yet a full register is for everyone", async ({ person }) => {
  test.setTimeout(300_000);
  const ada = await person("Ada Alba");
  const { page } = ada;
  const told: string[] = [];
  const look = async (name: string) => {
    told.push(...(await faults(page, name)));
    await page.setViewportSize(WIDE);
  };
  await page.goto(ada.origin);
  await expect(page.getByRole("form", { name: "Start a register" })).toBeVisible();
  await look("start");
  await page.getByRole("link", { name: "Restore from a backup file" }).click();
  await expect(page.getByRole("heading", { name: "Restore from a backup file" })).toBeVisible();
  await look("restore");
  await ada.found("Northwind Tools");
  const address = ada.register.address();
  await look("overview, of nothing yet");
  await page.goto(`${address}/risk`);
  await expect(page.getByRole("heading", { name: "No risk yet" })).toBeVisible();
  await look("risks, none yet");
  await page.getByRole("button", { name: "New risk" }).first().click();
  const risk = page.locator(".beside-record");
  await risk.getByLabel("Risk", { exact: true }).fill("Ransomware");
  await risk.getByRole("group", { name: "Likelihood today" }).getByRole("radio").nth(3).check({ force: true });
  await risk.getByRole("group", { name: "Impact today" }).getByRole("radio").nth(3).check({ force: true });
  await ada.register.isSaved();
  await look("a risk that was just made");
  await page.goto(`${address}/management_review`);
  await page.getByRole("button", { name: "New review" }).first().click();
  await page.getByRole("button", { name: "Start with the ten inputs" }).click();
  await expect(page.getByRole("textbox", { name: "Minutes: Audit results" })).toBeVisible();
  await ada.register.isSaved();
  await look("an agenda");
  await (await ada.register.settings()).invite();
  await page.getByRole("button", { name: "Save a backup" }).click();
  await expect(page.locator(".recovery-code")).toBeVisible();
  await look("settings, with an invitation and a recovery code");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await look("what finds everything");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await look("the keys");
  await page.keyboard.press("Escape");
  await page.setViewportSize(PHONE);
  await page.getByRole("navigation", { name: "Main navigation" }).getByRole("button", { name: "More" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await look("the whole navigation");
  expect(told.join("\n")).toBe("");
});

test("what is printed is for everyone", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const review = await ada.register.newReview("Review of spring 2026", "Opening");
  await review.addDecision("Opening", "Buy a second safe");
  await ada.page.emulateMedia({ media: "print" });
  expect(await violations(ada.page, ALL)).toEqual([]);
});

test("the policy is strict, and no page breaks it", async ({ person }) => {
  const ada = await person("Ada Alba");
  const policies: string[] = [];
  ada.page.on("response", async (response) => {
    if (response.request().isNavigationRequest()) policies.push((await response.allHeaders())["content-security-policy"] ?? "");
  });
  await ada.page.addInitScript(() => {
    const broken: string[] = [];
    Object.assign(globalThis, { broken });
    addEventListener("securitypolicyviolation", (event) => broken.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await ada.found("Northwind Tools");
  expect(policies[0]).toContain("default-src 'none'");
  expect(policies[0]).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policies[0]).not.toContain("'unsafe-inline'");
  await ada.register.newReview("Review of spring 2026", "Opening");
  await (await ada.register.settings()).invite();
  await ada.register.overview();
  expect(await ada.page.evaluate(() => (globalThis as unknown as { broken: string[] }).broken)).toEqual([]);
});

test("everything works by keyboard", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await ada.page.keyboard.press("ControlOrMeta+k");
  await ada.page.keyboard.type("new risk");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.locator(".beside-record").getByLabel("Risk", { exact: true })).toBeFocused();
  await ada.page.keyboard.type("Made without a mouse");
  await ada.page.keyboard.press("Tab");
  await ada.register.isSaved();
  // Once leaves the field, once more closes the record.
  await ada.page.keyboard.press("Escape");
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.locator(".beside-record")).toHaveCount(0);
  await ada.page.keyboard.press("/");
  await expect(ada.page.getByRole("searchbox")).toBeFocused();
  await ada.page.keyboard.type("mouse");
  await expect(ada.page.locator("tr[data-row]")).toHaveCount(1);
});
