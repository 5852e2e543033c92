// Work on the page's main thread, from a trace of the browser.

const CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"];

// Runs `during` and answers its main-thread tasks and the trace's other events of that thread, times in ms.
export async function traced(page, during) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: CATEGORIES, excludedCategories: ["*"] },
  });
  let result;
  try {
    result = await during();
  } finally {
    const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
    await session.send("Tracing.end");
    await complete;
    await session.detach();
  }
  const thread = mainThread(events);
  const own = events.filter((event) => thread && event.pid === thread.pid && event.tid === thread.tid);
  // Chromium writes each task under two names, one within the other: it counts once.
  const tasks = own
    .filter((event) => event.ph === "X" && event.name === "RunTask")
    // Processor time is what the page did; the rest of the duration is what other programs did meanwhile.
    .map((event) => ({ at: event.ts / 1000, took: event.dur / 1000, worked: (event.tdur ?? event.dur) / 1000 }))
    .sort((a, b) => a.at - b.at);
  return { result, tasks, events: own };
}

// The renderer's main thread is the one that dispatched the page's events or ran its marks.
function mainThread(events) {
  const mains = events.filter((event) => event.name === "thread_name" && event.args?.name === "CrRendererMain");
  const busy = (thread) => events.filter((event) => event.pid === thread.pid && event.tid === thread.tid).length;
  return mains.sort((a, b) => busy(b) - busy(a))[0];
}
