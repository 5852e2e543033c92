// Everyone can use every page: axe finds nothing in light and dark, wide and on a phone, and the strict
// policy is never broken.
import { expect, test } from "../fixtures/index.ts";
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

async function isAccessible(page: Page, what: string) {
  await page.evaluate(axe);
  const violations = (await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: unknown[] }> } };
    return (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] })).violations;
  })) as Violation[];
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
  expect(told, what).toEqual([]);
}

const FORMS = [
  ["wide", { width: 1280, height: 900 }],
  ["phone", { width: 390, height: 844 }],
  // 1,280 pixels at 400 %.
  ["enlarged", { width: 320, height: 256 }],
] as const;

for (const [form, viewport] of FORMS) {
  test(`axe finds nothing on any page, light and dark, ${form}`, async ({ person }) => {
    const ada = await person("Ada Alba", { context: { viewport, reducedMotion: "reduce" } });
    await ada.page.goto(ada.origin);
    await expect(ada.page.getByRole("form", { name: "Start a register" })).toBeVisible();
    await isAccessible(ada.page, "start");
    await ada.page.getByRole("link", { name: "Restore from a backup file" }).click();
    await expect(ada.page.getByRole("heading", { name: "Restore from a backup file" })).toBeVisible();
    await isAccessible(ada.page, "restore");
    await ada.found("Northwind Tools");
    const address = ada.register.address();

    await ada.page.goto(`${address}/risk`);
    await expect(ada.page.getByRole("heading", { name: "No risk yet" })).toBeVisible();
    await isAccessible(ada.page, "risks, none yet");
    await ada.page.getByRole("button", { name: "New risk" }).first().click();
    const risk = ada.page.locator(".beside-record");
    await risk.getByLabel("Risk", { exact: true }).fill("Ransomware");
    await risk.getByRole("group", { name: "Likelihood today" }).getByRole("radio").nth(3).check({ force: true });
    await risk.getByRole("group", { name: "Impact today" }).getByRole("radio").nth(3).check({ force: true });
    await ada.register.isSaved();
    const record = ada.page.url();

    await ada.page.goto(`${address}/management_review`);
    await ada.page.getByRole("button", { name: "New review" }).first().click();
    await ada.page.getByRole("button", { name: "Start with the ten inputs" }).click();
    await expect(ada.page.getByRole("textbox", { name: "Minutes: Audit results" })).toBeVisible();
    await ada.register.isSaved();
    const review = ada.page.url();

    const pages = { overview: address, risks: `${address}/risk`, record, review, people: `${address}/people`, settings: `${address}/settings`, commitments: `${address}/commitments`, commitment: `${address}/commitments/c` };
    for (const [name, url] of Object.entries(pages)) {
      await ada.page.goto(url);
      await expect(ada.page.locator("main").getByRole("heading").first()).toBeVisible();
      await ada.register.isSaved();
      for (const colorScheme of ["light", "dark"] as const) {
        await ada.page.emulateMedia({ colorScheme });
        await isAccessible(ada.page, `${name}, ${colorScheme}`);
      }
      if (form === "wide") {
        await ada.page.emulateMedia({ media: "print" });
        await isAccessible(ada.page, `${name}, printed`);
        await ada.page.emulateMedia({ media: null });
      } else {
        const overflow = await ada.page.evaluate(() =>
          Math.max(...[document.documentElement, document.querySelector("main")].map((part) => part!.scrollWidth - part!.clientWidth)),
        );
        expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
      }
    }
  });
}

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
