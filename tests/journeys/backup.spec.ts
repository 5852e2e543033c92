// A backup: file and code bring the register into an empty browser, and every mishap on the way is said.
import { copyFile, readFile, truncate, writeFile } from "node:fs/promises";
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";
import { RestorePage } from "../pages/restore_page.ts";
import { StartPage } from "../pages/start_page.ts";

/** Somebody whose browser has nothing, on the page that restores. */
async function restoring(person: Person): Promise<RestorePage> {
  const page = new RestorePage(person.page);
  await page.open(person.origin);
  return page;
}

test("file and code restore everything in an empty browser, which goes on with the team", async ({ person }, info) => {
  const [ada, ben] = [await person("Ada Alba"), await person("Ben Bruni")];
  await ada.found("Northwind Tools");
  await ben.join(await (await ada.register.settings()).invite());
  const review = await ada.register.newReview("Review of spring 2026", "Opening");
  await review.typeMinutes("Opening", "Two gaps were found.");
  await ada.register.isSent();
  await ada.register.overview();
  await expect(ada.page.getByText("There is no backup of this register yet.")).toBeVisible();

  const settings = await ada.register.settings();
  const { file, name, code } = await settings.backUp(info.outputPath("first.isomerge"));
  expect(name).toMatch(/^Northwind Tools \d{4}-\d\d-\d\d\.isomerge$/);
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}$/);
  await expect(ada.page.getByRole("img", { name: "The recovery code as a QR code" })).toBeVisible();
  await expect(ada.page.getByText("Last backup: today")).toBeVisible();
  await ada.register.overview();
  await expect(ada.page.getByText("There is no backup of this register yet.")).toBeHidden();
  await ada.register.isSent();
  // Nothing of what was typed can be read in the file.
  const bytes = await readFile(file);
  for (const words of ["Northwind", "spring", "gaps", "Ada"]) expect(bytes.includes(words), words).toBe(false);

  // The device is lost, and the team has gone on meanwhile.
  await ada.close();
  const his = await ben.register.review("Review of spring 2026");
  await his.typeMinutes("Opening", "Both are closed. ");
  await ben.register.isSent();

  const adaAgain = await person("Ada Alba, at a new computer");
  const restore = await restoring(adaAgain);
  await restore.restore(file, code!.toLowerCase().replaceAll("-", " "));
  await adaAgain.register.isOpen();
  await expect(adaAgain.page.getByRole("heading", { name: "Northwind Tools" })).toBeVisible();
  await adaAgain.register.isOnline();
  const again = await adaAgain.register.review("Review of spring 2026");
  await again.hasMinutes("Opening", /Two gaps were found\./);
  await again.hasMinutes("Opening", /Both are closed\./);
  await again.record.fill("Place", "Room 7");
  await adaAgain.register.isSeenByAll();
  await expect((await ben.register.review("Review of spring 2026")).record.input("Place")).toHaveValue("Room 7");
  // It is there after a restart like any register, and the code goes on to serve.
  await adaAgain.page.reload();
  await expect(again.record.input("Place")).toHaveValue("Room 7");
  const next = await (await adaAgain.register.settings()).backUp(info.outputPath("second.isomerge"));
  expect(next.code).toBeNull();
  await expect(adaAgain.page.getByText("It opens with the recovery code that you have on paper.")).toBeVisible();
});

test("what is wrong with file or code is said, and leaves nothing behind", async ({ person }, info) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await ada.register.newReview("Review of spring 2026", "Opening");
  const settings = await ada.register.settings();
  const { file, code } = await settings.backUp(info.outputPath("whole.isomerge"));
  const other = await settings.newCode(info.outputPath("other.isomerge"));

  const [cut, altered, foreign] = ["cut", "altered", "foreign"].map((name) => info.outputPath(`${name}.isomerge`));
  await copyFile(file, cut);
  await truncate(cut, 3000);
  const bytes = await readFile(file);
  bytes[2000] ^= 1;
  await writeFile(altered, bytes);
  await writeFile(foreign, "a letter to the editor");

  const ben = await person("Ben Bruni");
  const restore = await restoring(ben);
  const mistyped = code!.replace(/[0-9A-Z]$/, (letter) => (letter === "7" ? "8" : "7"));
  for (const [chosen, typed, words] of [
    [file, mistyped, "This is no recovery code: a letter or digit is wrong, missing or too many."],
    [file, code!.slice(0, -1), "This is no recovery code: a letter or digit is wrong, missing or too many."],
    [file, other.code!, "The code is typed correctly, but it belongs to another backup."],
    [cut, code!, "The end of this file is missing: it was not copied whole."],
    [altered, code!, "This backup is damaged: some of it is not as it was saved."],
    [foreign, code!, "This file is no backup of Isomerge."],
  ] as const) {
    await restore.restore(chosen, typed);
    await expect(restore.alert()).toContainText(words);
  }
  await ben.page.goto(ben.origin);
  await expect(ben.page.getByRole("form", { name: "Start a register" })).toBeVisible();
  await expect(ben.page.getByText("Northwind Tools")).toBeHidden();

  await restore.open(ben.origin);
  await restore.restore(file, code!);
  await ben.register.isOpen();
  // Where it is already, nothing is written over it.
  await restore.open(ben.origin);
  await restore.restore(file, code!);
  await expect(restore.alert()).toContainText("The register of this backup is in this browser already.");
  await ben.page.goto(ben.origin);
  await expect(ben.page.getByRole("link", { name: /Northwind Tools/ })).toHaveCount(1);
});

test("without a relay, a colleague or a backup, the only copy says so", async ({ person }) => {
  const ada = await person("Ada Alba");
  const start = new StartPage(ada.page);
  await start.open(ada.origin);
  await ada.appIsKept();
  await ada.leaves("cut");
  await start.found("Northwind Tools", ada.name);
  await ada.register.newReview("Review of spring 2026", "Opening");
  await ada.register.overview();
  await expect(ada.page.getByText("What you see is the only copy in the world.")).toBeVisible();
  await ada.register.settings();
  await expect(ada.page.getByText("This is the only copy in the world. Save a backup")).toBeVisible();
  await ada.comesBack();
  await ada.register.isSent();
  await expect(ada.page.getByText("The relay holds an encrypted copy of what was sent.")).toBeVisible();
});

test("the age of the last backup is in view, and one that is old is worth a word", async ({ person }, info) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await ada.register.newReview("Review of spring 2026", "Opening");
  await (await ada.register.settings()).backUp(info.outputPath("first.isomerge"));
  await expect(ada.page.getByText("Last backup: today")).toBeVisible();
  const day = 86_400_000;
  for (const [days, settings, overview] of [
    [1, "Last backup: 1 day ago", undefined],
    [29, "Last backup: 29 days ago", undefined],
    [45, "Last backup: 45 days ago", "The last backup is 45 days old."],
  ] as const) {
    // Time passes for the page; the register is where it was.
    await ada.page.clock.setFixedTime(Date.now() + days * day + 60_000);
    await ada.page.reload();
    await ada.register.settings();
    await expect(ada.page.getByText(settings)).toBeVisible();
    await ada.register.overview();
    const old = ada.page.getByText(/The last backup is/);
    if (overview) await expect(old).toHaveText(new RegExp(overview.replaceAll(".", "\\.")));
    else await expect(old).toBeHidden();
  }
  // A new one, and nobody is reminded.
  await (await ada.register.settings()).backUp(info.outputPath("second.isomerge"));
  await ada.page.clock.setFixedTime(Date.now());
  await ada.page.reload();
  await ada.register.overview();
  await expect(ada.page.getByText(/The last backup is/)).toBeHidden();
});

test("what the browser answers when it is asked to keep the work is in view", async ({ person }) => {
  for (const [name, promises, words] of [
    ["Ada Alba", true, "This browser promised not to clear it away by itself."],
    ["Ben Bruni", false, "This browser may clear it away when space runs out."],
  ] as const) {
    const somebody = await person(name);
    await somebody.browserPromises(promises);
    await somebody.found("Northwind Tools");
    // Nobody is asked for a promise before there is something to keep.
    await somebody.register.settings();
    await expect(somebody.page.getByText("This browser may clear it away when space runs out.")).toBeVisible();
    const risk = await (await somebody.register.list("Risks")).newRecord();
    await risk.fill("Risk", "The only cable is cut");
    await somebody.register.isSaved();
    await somebody.register.settings();
    await expect(somebody.page.getByText(words)).toBeVisible();
  }
});
