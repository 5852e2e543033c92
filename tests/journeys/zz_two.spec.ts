import { test } from "../fixtures/index.ts";
import { rests } from "../fixtures/rest.ts";
import { tooWide } from "../fixtures/width.ts";
import { Tour } from "../pages/tour.ts";
test.use({ trace: "off" });
test("two", async ({ person }) => {
  test.setTimeout(300_000);
  const ada = await person("Ada Alba", { context: { locale: "de-DE", reducedMotion: "reduce", viewport: { width: 390, height: 844 } } });
  const tour = new Tour(ada.page, ada.origin);
  await tour.begin();
  const base = new URL(ada.register.address()).pathname;
  for (const p of ["raci", "resource"]) { await tour.go(`${base}/${p}`); await tour.unfold(); console.log("TW", p, await tooWide(ada.page)); await ada.page.screenshot({ path: `/tmp/acc/z-${p}.png` }); }
});
