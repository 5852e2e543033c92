// keystroke_work_p99_ms: main-thread work from one key to the next while minutes of 8,000 characters grow.
import { withProfile } from "./browser.mjs";
import { median, percentile } from "./figures.mjs";
import { traced } from "./trace.mjs";

const KEYS = 400;
const PACE_MS = 60;
const WORDS = "the board asks for the recovery test to be repeated before the audit and thanks the team ";

export async function typing({ profile, overview, review, chromium }) {
  if (!review) throw new Error("the register has no review with minutes");
  const context = await withProfile(profile, chromium);
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`${overview}/${review.id}`);
    const editor = page.locator(".rich-text").first();
    await editor.waitFor({ timeout: 60_000 });
    const length = await editor.evaluate((field) => field.textContent.length);
    // In the middle of the text, where nothing is cheap.
    await editor.evaluate((field) => {
      field.focus();
      const lines = [...field.children];
      const line = lines[Math.floor(lines.length / 2)];
      const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      const text = texts.nextNode() ?? line;
      document.getSelection().collapse(text, Math.floor((text.textContent?.length ?? 0) / 2));
    });
    await page.keyboard.type(WORDS, { delay: PACE_MS });
    const { tasks, events } = await traced(page, async () => {
      for (let key = 0; key < KEYS; key += 1) {
        await page.keyboard.press(WORDS[key % WORDS.length] === " " ? "Space" : WORDS[key % WORDS.length]);
        await page.waitForTimeout(PACE_MS);
      }
      await page.waitForTimeout(PACE_MS);
    });
    const keys = events
      .filter((event) => event.name === "EventDispatch" && event.args?.data?.type === "keydown")
      .map((event) => event.ts / 1000)
      .sort((a, b) => a - b);
    if (keys.length < KEYS / 2) throw new Error(`the trace shows ${keys.length} of ${KEYS} keys`);
    const bounds = keys.map((at) => tasks.findLast((task) => task.at <= at)?.at ?? at);
    const work = bounds.slice(0, -1).map((from, key) => {
      const between = tasks.filter((task) => task.at >= from && task.at < bounds[key + 1]);
      const sum = (what) => between.reduce((sum, task) => sum + task[what], 0);
      return { worked: sum("worked"), took: sum("took") };
    });
    const worked = work.map((key) => key.worked);
    return {
      keystroke_work_p99_ms: percentile(worked, 99),
      keystroke_work_median_ms: median(worked),
      keystroke_duration_p99_ms: percentile(work.map((key) => key.took), 99),
      keystroke_text_characters: length,
    };
  } finally {
    await context.close();
  }
}
