// Languages: English and German complete, dates and numbers as the reader writes them.
import { expect, test } from "../fixtures/index.ts";
import { rests } from "../fixtures/rest.ts";
import { tooWide } from "../fixtures/width.ts";
import { Tour } from "../pages/tour.ts";
import type { Page } from "@playwright/test";
import { readFileSync, readdirSync } from "node:fs";

// Of so many pages, to keep what each looked like takes longer than to look at them.
test.use({ trace: "off" });

/** A text that looks like a key of the language files. */
const KEY = /\b(?:act|choice|column|count|disagreement|do|due|empty|failure|field|filter|heat_map|help|history|intro|invite|kept|keys|kind|lack|level|nav|new|not_found|open|overview|palette|paper|problem|record|review|rows|scale|section|set_aside|settings|start|status|table|theme|update|word)\.[a-z_]+(?:\.[a-z_]+)*\b/;

/** All that a language says. */
function textsOf(language: string): Record<string, string> {
  const files = readdirSync("locales").map((folder) => readFileSync(`locales/${folder}/${language}.json`, "utf8"));
  return Object.assign({}, ...files.map((file) => JSON.parse(file)));
}

/** All that a page says, seen or only heard: one string for each text, without what surrounds it. */
function said(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said = new Set([document.title]);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) said.add(texts.currentNode.textContent ?? "");
    const attributes = ["aria-label", "aria-description", "aria-valuetext", "title", "placeholder", "alt"];
    for (const element of document.querySelectorAll(attributes.map((name) => `[${name}]`).join(","))) {
      for (const name of attributes) said.add(element.getAttribute(name) ?? "");
    }
    return [...said].map((text) => text.replaceAll(/\s+/g, " ").trim()).filter((text) => text !== "");
  });
}

async function showsNoKey(page: Page) {
  const words = (await said(page)).join("\n");
  expect(KEY.exec(words)?.[0], `a key without a text at ${page.url()}`).toBeUndefined();
  expect(words).not.toContain("undefined");
}

/** Finds what only English says, among the things that are said on a page in German. */
function englishAmong() {
  const german = new Set(Object.values(textsOf("de")));
  const english = Object.values(textsOf("en")).filter((text) => !german.has(text));
  const whole = new Set(english.filter((text) => !text.includes("{")));
  const quoted = (text: string) => text.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&");
  // A word with something put in could be anybody's.
  const filled = english
    .filter((text) => text.includes("{") && text.replaceAll(/\{[^}]*\}/g, "").trim().split(" ").length > 1)
    .map((text) => new RegExp(`^${quoted(text).replaceAll(/\{[^}]*\}/g, ".+")}$`));
  const dated = /\b\d{1,2} (?:Jan|Feb|Mar|May|Jun|Jul|Oct|Dec)[a-z]* \d{4}\b/;
  return (texts: string[]) =>
    texts.filter((text) => whole.has(text) || dated.test(text) || filled.some((pattern) => pattern.test(text)));
}

test("German is complete: no page shows English words, a key, or a date in another order", async ({ person }) => {
  const ada = await person("Ada Alba", { context: { locale: "de-DE" } });
  await ada.page.goto(ada.origin);
  await expect(ada.page.locator("html")).toHaveAttribute("lang", "de");
  await showsNoKey(ada.page);
  await ada.page.locator("#found-organization").fill("Nordwind Werkzeuge");
  await ada.page.locator("#found-person").fill("Ada Alba");
  await ada.page.locator(".start-found button[type=submit]").click();
  await expect(ada.register.saved()).toHaveText("Auf diesem Gerät gespeichert");
  const address = ada.register.address();
  const english = Object.entries(textsOf("en"));
  const german = textsOf("de");
  // Sentences are told apart more safely than words, which languages share.
  const sentences = english.filter(([key, text]) => german[key] !== text && text.split(" ").length > 3 && !text.includes("{"));

  const pages = ["", "/management_review", "/decision", "/action", "/risk", "/people", "/settings", "/nowhere"];
  for (const page of pages) {
    await ada.page.goto(`${address}${page}`);
    await expect(ada.page.locator("main").getByRole("heading").first()).toBeVisible();
    await showsNoKey(ada.page);
    const shown = await ada.page.locator("body").innerText();
    for (const [key, text] of sentences) expect(shown, `${key} at ${page}`).not.toContain(text);
  }

  await ada.page.goto(`${address}/action`);
  await ada.page.locator(".beside-list .page-head button").click();
  const panel = ada.page.locator(".beside-record");
  await panel.locator("[data-field=title] input").fill("Übung wiederholen");
  await panel.locator("[data-field=due] input").fill("2026-03-12");
  await panel.locator("[data-field=due] input").blur();
  await expect(ada.page.locator("tr[data-row]").filter({ hasText: "Übung wiederholen" })).toContainText("12. März 2026");
});

test("every page of a full register speaks German, and its long words have room", async ({ person }) => {
  test.setTimeout(600_000);
  const ada = await person("Ada Alba", { context: { locale: "de-DE", reducedMotion: "reduce" } });
  const { page } = ada;
  const tour = new Tour(ada.page, ada.origin);
  await tour.begin();
  const english = englishAmong();
  const told: string[] = [];
  for await (const name of tour.everyPage()) {
    await tour.unfold();
    await showsNoKey(page);
    told.push(...english(await said(page)).map((text) => `${name}: ${text}`));
    for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 900 }]) {
      await page.setViewportSize(viewport);
      await rests(page);
      told.push(...(await tooWide(page)).map((part) => `${name}, ${viewport.width} px: ${part}`));
    }
  }
  expect(told.join("\n")).toBe("");
});

for (const locale of ["en-GB", "de-DE"]) {
  test(`the first screen has its words before those of a register (${locale})`, async ({ person }) => {
    const ada = await person("Ada Alba", { context: { locale } });
    await ada.page.route("**/locales/register/**", (route) => route.abort());
    await ada.page.goto(ada.origin);
    await expect(ada.page.getByRole("heading", { level: 1 })).toBeVisible();
    await showsNoKey(ada.page);
    await ada.page.locator("#join-link").fill("https://isomerge.example/#j=nothing");
    await ada.page.locator("#join-person").fill("Ada Alba");
    await ada.page.locator(".start-join button[type=submit]").click();
    await expect(ada.page.locator(".start-join [role=alert]")).toBeVisible();
    await showsNoKey(ada.page);
    await ada.page.goto(`${ada.origin}/nowhere`);
    await expect(ada.page.getByRole("heading", { level: 1 })).toBeVisible();
    await showsNoKey(ada.page);
  });
}

test("a language is chosen, spoken at once, and remembered; only its files are fetched", async ({ person }) => {
  const ada = await person("Ada Alba");
  const fetched: string[] = [];
  ada.page.on("request", (request) => {
    if (request.url().includes("/locales/")) fetched.push(new URL(request.url()).pathname);
  });
  await ada.found("Northwind Tools");
  expect(fetched.length).toBeGreaterThan(0);
  expect(fetched.filter((path) => !path.endsWith("/en.json"))).toEqual([]);
  const settings = await ada.register.settings();
  await settings.speak("Deutsch");
  await expect(ada.page.locator("html")).toHaveAttribute("lang", "de");
  await expect(ada.register.saved()).toHaveText("Auf diesem Gerät gespeichert");
  await ada.page.reload();
  await expect(ada.register.saved()).toHaveText("Auf diesem Gerät gespeichert");
});
