// merge_1000_ms and longest_task_ms: a colleague's 1,000 changes wait at the gate, which then opens.
import { EDITABLE, mark, withProfile } from "./browser.mjs";
import { median } from "./figures.mjs";
import { traced } from "./trace.mjs";

const CHANGES = 1000;

export async function merging({ profile, overview, runs, chromium, team, relayGate }) {
  const context = await withProfile(profile, chromium);
  const took = [];
  const longest = [];
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(overview);
    await mark(page, EDITABLE);
    for (let run = -1; run < runs; run += 1) {
      const title = `Measured merge ${run + 2}`;
      await page.waitForTimeout(1500);
      relayGate.hold();
      await team.edit(CHANGES, title);
      const { result, tasks } = await traced(page, async () => {
        const shown = page.evaluate(
          (title) =>
            new Promise((resolve) => {
              const look = () => {
                if (!document.body.textContent.includes(title)) return;
                observer.disconnect();
                // The frame after the change is the one that shows it.
                requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
              };
              const observer = new MutationObserver(look);
              observer.observe(document.body, { subtree: true, childList: true, characterData: true });
              look();
            }),
          title,
        );
        const arrived = performance.timeOrigin + performance.now();
        relayGate.open();
        return (await shown) - arrived;
      });
      // The first one warms up.
      if (run < 0) continue;
      took.push(result);
      longest.push(Math.max(0, ...tasks.map((task) => task.took)));
    }
  } finally {
    relayGate.open();
    await context.close();
  }
  return { merge_1000_ms: median(took), longest_task_ms: median(longest), longest_task_worst_ms: Math.max(...longest) };
}
