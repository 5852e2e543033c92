// join_ms: a newcomer, with nothing cached, from the link to the overview.
import { freshFolder, join_, withProfile } from "./browser.mjs";
import { median } from "./figures.mjs";

export async function joining({ team, url, runs, chromium, folder }) {
  const samples = [];
  for (let run = 0; run < runs; run += 1) {
    const fragment = await team.invite();
    const context = await withProfile(await freshFolder(folder), chromium);
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      samples.push(await join_(page, url, fragment, `Newcomer ${run + 1}`));
    } finally {
      await context.close();
    }
  }
  return { join_ms: median(samples) };
}
