// Measures the app in a real browser. Called by `cargo xtask bench`, which names everything by environment.
// Writes {figures, reasons}: a figure that could not be taken is absent, with the reason.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EDITABLE, freshFolder, join_, mark, offlineReady, overviewOf, withProfile } from "./browser.mjs";
import { gate } from "./gate.mjs";
import { joining } from "./joining.mjs";
import { merging } from "./merging.mjs";
import { opening } from "./opening.mjs";
import { pages } from "./pages.mjs";
import { assemble } from "./team.mjs";
import { typing } from "./typing.mjs";

const { BENCH_RELAY, BENCH_TEAM, BENCH_CHROMIUM, BENCH_FOLDER, BENCH_OUT, BENCH_ONLY, BENCH_SIZE } = process.env;
const runs = Number(process.env.BENCH_RUNS ?? 10);
const only = BENCH_ONLY ? BENCH_ONLY.split(",") : null;
const PARTS = {
  opening: [opening, ["open_first_paint_ms", "open_editable_ms", "open_cold_first_paint_ms", "open_cold_ms"]],
  pages: [pages, ["page_p95_ms"]],
  typing: [typing, ["keystroke_work_p99_ms"]],
  merging: [merging, ["merge_1000_ms", "longest_task_ms"]],
  joining: [joining, ["join_ms"]],
};

const figures = {};
const reasons = {};
const say = (line) => console.error(`\u2192 ${line}`);
const firstLine = (error) => String(error?.message ?? error).split("\n")[0];

const relay = new URL(BENCH_RELAY);
const relayGate = await gate(Number(relay.port));
const url = relayGate.url;
const folder = join(BENCH_FOLDER, "profiles");
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

let team;
try {
  say(`the team makes its register (${BENCH_SIZE})`);
  team = await assemble({
    program: BENCH_TEAM,
    relay: relay.host,
    url: `${url.replace("http", "ws")}/v1/relay`,
    small: BENCH_SIZE === "small",
  });
  const { envelopes, sealed_kb, register_kb, wire_bytes_1000, seconds } = team.register;
  Object.assign(figures, { envelopes, sealed_kb, register_kb, wire_bytes_1000 });
  say(`made in ${seconds} s: ${envelopes} envelopes, ${sealed_kb} KB sealed`);

  const profile = await freshFolder(folder);
  const context = await withProfile(profile, BENCH_CHROMIUM);
  let overview;
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.on("console", (line) => line.type() === "error" && say(`page: ${line.text()}`));
    page.on("pageerror", (error) => say(`page: ${firstLine(error)}`));
    say(`joined in ${Math.round(await join_(page, url, team.register.fragment, "Measured colleague"))} ms`);
    overview = overviewOf(page);
    await offlineReady(page);
    await mark(page, EDITABLE);
    // What the newcomer still has to read and confirm, and the engine's caches.
    await page.waitForTimeout(BENCH_SIZE === "small" ? 3000 : 60_000);
  } finally {
    await context.close();
  }
  const known = { profile, overview, runs, chromium: BENCH_CHROMIUM, team, url, relayGate, folder, review: team.register.review, say };
  for (const [name, [part, wanted]] of Object.entries(PARTS)) {
    if (only && !only.includes(name)) {
      for (const figure of wanted) reasons[figure] = "not asked for";
      continue;
    }
    say(name);
    try {
      Object.assign(figures, await part(known));
    } catch (error) {
      say(`${name} failed: ${error?.stack ?? error}`);
      for (const figure of wanted) reasons[figure] = firstLine(error);
    }
  }
} catch (error) {
  say(`no figures from the browser: ${error?.stack ?? error}`);
  const all = [...Object.values(PARTS).flatMap(([, wanted]) => wanted), "wire_bytes_1000"];
  for (const figure of all) if (!(figure in figures)) reasons[figure] = firstLine(error);
} finally {
  team?.quit();
  relayGate.close();
}
for (const [name, figure] of Object.entries(figures)) if (!Number.isFinite(figure)) delete figures[name];
await writeFile(BENCH_OUT, JSON.stringify({ figures, reasons }, null, 1));
process.exit(0);
