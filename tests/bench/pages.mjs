// page_p95_ms: from the click to the page painted, over every page of the navigation and one record of each list.
import { EDITABLE, mark, withProfile } from "./browser.mjs";
import { median, percentile } from "./figures.mjs";

// After so long without a change, nothing more comes.
const QUIET_MS = 250;
const PATIENCE_MS = 10_000;
const NAVIGATION = "nav.nav a[href]";
const FIRST_ROW = "#main :is(tr[data-row], .statement-table tbody tr) a[href]";

// Clicks a link and answers the milliseconds until the frame that shows the last of what the click changed.
// What fills in later counts as well: a page is shown when it is whole.
const clicked = ({ link, quiet, patience }) =>
  new Promise((resolve, reject) => {
    const element = [...document.querySelectorAll(link.among)].find((each) => each.getAttribute("href") === link.href);
    if (!element) return reject(new Error(`no link to ${link.href}`));
    const main = document.querySelector("#main");
    const begun = performance.now();
    let painted;
    let timer;
    const done = () => {
      observer.disconnect();
      resolve(painted);
    };
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      // After the frame that shows the change.
      requestAnimationFrame(() =>
        setTimeout(() => {
          painted = performance.now() - begun;
          clearTimeout(timer);
          timer = setTimeout(done, quiet);
        }),
      );
    });
    observer.observe(main, { subtree: true, childList: true, characterData: true });
    timer = setTimeout(() => {
      observer.disconnect();
      reject(new Error(`${link.href} changed nothing`));
    }, patience);
    element.click();
  });

const hrefs = (page, among) =>
  page.evaluate((among) => [...document.querySelectorAll(among)].map((each) => each.getAttribute("href")), among);

export async function pages({ profile, overview, runs, chromium, say }) {
  const context = await withProfile(profile, chromium);
  const samples = new Map();
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    // A page that fell changes nothing any more: why, it said itself.
    page.on("pageerror", (error) => say(`page: ${error.message.split("\n")[0]}`));
    page.on("console", (line) => line.type() === "error" && say(`page: ${line.text()}`));
    await page.goto(overview);
    await mark(page, EDITABLE);
    const links = await hrefs(page, NAVIGATION);
    if (links.length < 5) throw new Error(`the navigation has ${links.length} links`);
    // The page that is open already changes nothing: the round begins with the second.
    const round = [...links.slice(1), links[0]];
    const click = async (among, href, name) => {
      const took = await page.evaluate(clicked, { link: { among, href }, quiet: QUIET_MS, patience: PATIENCE_MS });
      samples.set(name, [...(samples.get(name) ?? []), took]);
    };
    // The first round warms up.
    for (let run = -1; run < runs; run += 1) {
      if (run === 0) samples.clear();
      for (const href of round) {
        const name = href.replace(/^.*\/r\/[0-9a-f]{64}/, "") || "/";
        await click(NAVIGATION, href, name);
        const [row] = await hrefs(page, FIRST_ROW);
        if (row) await click(FIRST_ROW, row, `${name}/…`);
      }
    }
  } finally {
    await context.close();
  }
  const slowest = [...samples].map(([name, took]) => [name, median(took)]).sort((a, b) => b[1] - a[1]);
  for (const [name, took] of slowest.slice(0, 8)) say(`${name}: ${Math.round(took)} ms`);
  const all = [...samples.values()].flat();
  return {
    page_p95_ms: percentile(all, 95),
    page_median_ms: median(all),
    page_slowest_median_ms: slowest[0]?.[1],
    pages_clicked: samples.size,
  };
}
