// The scenes of tests/journeys/richtext.spec.ts: a page with two editors under the app's own policy, and what two
// people do there with real keys.
import { type Page, expect } from "@playwright/test";
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Span } from "../../editor/paper.ts";
import type { Name } from "./page.ts";

const root = resolve(import.meta.dirname, "../..");

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rich text</title>
<script type="module" src="/rich-text-scene.js"></script></head>
<body><div id="ada"></div><div id="ben"></div></body></html>`;

let bundle: Promise<string> | undefined;

/** The editor's sources and the scene's, in one script. */
function script(): Promise<string> {
  bundle ??= build({
    stdin: { contents: 'import "./page.ts"; import "./walk.ts";', resolveDir: import.meta.dirname },
    bundle: true,
    format: "esm",
    target: "esnext",
    write: false,
    logLevel: "warning",
  }).then(({ outputFiles }) => outputFiles[0]!.text);
  return bundle;
}

export const block = (type: string, attrs: Record<string, unknown> = {}, parents: string[] = []): Span => ({
  block: { type, parents, attrs, isEmbed: false },
});
export const text = (text: string, marks = {}): Span => ({ text, marks });

export const BASE: Span[] = [
  block("paragraph"),
  text("The quick brown fox jumps."),
  block("paragraph"),
  text("Second paragraph here."),
  block("paragraph"),
  text("Third one ends it."),
];

export class Scene {
  private constructor(readonly page: Page) {}

  static async open(page: Page, origin: string, spans: Span[] = BASE): Promise<Scene> {
    const policy = (await readFile(join(root, "content-security-policy.txt"), "utf8")).trim();
    const source = await script();
    const headers = { "content-security-policy": policy };
    await page.route("**/rich-text-scene.html", (route) =>
      route.fulfill({ headers, contentType: "text/html", body: PAGE }),
    );
    await page.route("**/rich-text-scene.js", (route) =>
      route.fulfill({ headers, contentType: "text/javascript", body: source }),
    );
    const index = await (await page.request.get(origin)).text();
    const [, engine, wasm] = /name="engine" data-js="([^"]+)" data-wasm="([^"]+)"/.exec(index)!;
    await page.goto(`${origin}/rich-text-scene.html`);
    await page.waitForFunction(() => "walk" in window);
    const scene = new Scene(page);
    const files = [engine, wasm].map((name) => new URL(name!, `${origin}/`).href);
    await page.evaluate(([engine, wasm]) => window.scene.load(engine!, wasm!), files);
    await scene.start(spans);
    return scene;
  }

  start(spans: Span[]) {
    return this.page.evaluate((spans) => window.scene.start(spans), spans);
  }

  get keyboard() {
    return this.page.keyboard;
  }

  caret(name: Name, text: string, offset = 0) {
    return this.page.evaluate(([name, text, offset]) => window.scene.caret(name, text, offset), [name, text, offset] as const);
  }

  select(name: Name, text: string) {
    return this.page.evaluate(([name, text]) => window.scene.select(name, text), [name, text] as const);
  }

  selectBetween(name: Name, from: string, to: string) {
    return this.page.evaluate(([name, from, to]) => window.scene.selectBetween(name, from, to), [name, from, to] as const);
  }

  focus(name: Name) {
    return this.page.evaluate((name) => window.scene.focus(name), name);
  }

  around(name: Name) {
    return this.page.evaluate((name) => window.scene.around(name), name);
  }

  paste(name: Name, html: string) {
    return this.page.evaluate(([name, html]) => window.scene.paste(name, html), [name, html] as const);
  }

  exchange() {
    return this.page.evaluate(() => window.scene.exchange());
  }

  /** Both papers and both pages are the same, and hold these pieces of HTML. */
  async holds(...pieces: string[]): Promise<string> {
    await expect.poll(async () => (await this.page.evaluate(() => window.scene.findings())).wrong).toEqual([]);
    const { html } = await this.page.evaluate(() => window.scene.findings());
    for (const piece of pieces) expect(html).toContain(piece);
    return html;
  }
}
