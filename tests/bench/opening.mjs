// open_*: a new tab from the service worker in a warm process, and the first tab of a new process.
import { EDITABLE, FIRST_PAINT, mark, offlineReady, withProfile } from "./browser.mjs";
import { median } from "./figures.mjs";

async function open(context, overview) {
  const page = await context.newPage();
  await page.goto(overview, { waitUntil: "commit" });
  const times = { paint: await mark(page, FIRST_PAINT), editable: await mark(page, EDITABLE) };
  return { page, times };
}

export async function opening({ profile, overview, runs, chromium }) {
  const cold = { paint: [], editable: [] };
  const warm = { paint: [], editable: [] };
  const note = (into, { paint, editable }) => {
    into.paint.push(paint);
    into.editable.push(editable);
  };
  // Twice unmeasured: Chromium stores compiled WebAssembly after some use, as it has for whoever works daily.
  for (let run = -2; run < runs; run += 1) {
    const context = await withProfile(profile, chromium);
    try {
      const { page, times } = await open(context, overview);
      await offlineReady(page);
      if (run >= 0) note(cold, times);
      // The engine saves its caches when nothing happens for a while.
      if (run < 0) await page.waitForTimeout(8000);
    } finally {
      await context.close();
    }
  }
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
    open_cold_first_paint_ms: median(cold.paint),
    open_cold_ms: median(cold.editable),
  };
}
