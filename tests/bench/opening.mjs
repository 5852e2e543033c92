// open_*: a new tab from the service worker in a warm process, and the first tab of a new process.
import { EDITABLE, FIRST_PAINT, mark, offlineReady, withProfile } from "./browser.mjs";
import { median } from "./figures.mjs";

const MOST_WARM_UPS = 6;
const REST_MS = 15_000;

async function open(context, overview) {
  const page = await context.newPage();
  await page.goto(overview, { waitUntil: "commit" });
  const times = { paint: await mark(page, FIRST_PAINT), editable: await mark(page, EDITABLE) };
  return { page, times };
}

async function cold(profile, overview, chromium, rest) {
  const context = await withProfile(profile, chromium);
  try {
    const { page, times } = await open(context, overview);
    await offlineReady(page);
    await page.waitForTimeout(rest);
    return times;
  } finally {
    await context.close();
  }
}

export async function opening({ profile, overview, runs, chromium }) {
  const fresh = { paint: [], editable: [] };
  const warm = { paint: [], editable: [] };
  const note = (into, { paint, editable }) => {
    into.paint.push(paint);
    into.editable.push(editable);
  };
  // Unmeasured until it gets no faster: a newcomer's register is still being confirmed, the engine saves its
  // caches when nothing happens for a while, and Chromium stores compiled WebAssembly after some use.
  let last = Infinity;
  for (let warmUp = 0; warmUp < MOST_WARM_UPS; warmUp += 1) {
    const { editable } = await cold(profile, overview, chromium, REST_MS);
    if (warmUp >= 2 && editable > last * 0.8) break;
    last = editable;
  }
  for (let run = 0; run < runs; run += 1) note(fresh, await cold(profile, overview, chromium, 0));
  const context = await withProfile(profile, chromium);
  try {
    const first = await open(context, overview);
    for (let run = 0; run < runs; run += 1) {
      const { page, times } = await open(context, overview);
      note(warm, times);
      await page.close();
    }
    await first.page.close();
  } finally {
    await context.close();
  }
  return {
    open_first_paint_ms: median(warm.paint),
    open_editable_ms: median(warm.editable),
    open_cold_first_paint_ms: median(fresh.paint),
    open_cold_ms: median(fresh.editable),
  };
}
