// Concerns: confidants have a register of their own, begun from the team's. They read it, and nobody else has
// anything of it: neither what was said nor that there is such a register.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";
import { ConcernsPage } from "../pages/concerns_page.ts";
import { RegisterPage } from "../pages/register_page.ts";

const TEAM = "Northwind Tools";
const OF_CONFIDANTS = `Concerns of ${TEAM}`;
const TITLE = "Told to postpone the zeppelin backup";
const SAID = "They said nobody would notice until quartz season is over.";
const PROTECTION = "Only the two xylophone confidants hear of it.";

/** Names somebody as a confidant, as everybody on the team can. */
async function name(person: Person) {
  const someone = await (await person.register.list("People")).open(person.name);
  await someone.input("Confidant").check();
  await person.register.isSaved();
}

/** What the navigation leads to. */
async function ways(page: Page): Promise<string[]> {
  const navigation = page.getByRole("navigation", { name: "Main navigation" });
  return navigation.locator("li:visible .nav-long").allInnerTexts();
}

/** The names of all databases of this browser, and all that lies in them as bytes and letters. */
async function kept(page: Page): Promise<{ databases: string[]; text: string }> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const databases = (await indexedDB.databases()).map(({ name }) => name ?? "");
    const parts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    const letters = (bytes: ArrayBuffer | Uint8Array) => new TextDecoder("latin1").decode(bytes);
    for (const name of databases) {
      const open = await done(indexedDB.open(name));
      for (const store of open.objectStoreNames) {
        const objects = open.transaction(store).objectStore(store);
        for (const one of [...(await done(objects.getAllKeys())), ...(await done(objects.getAll()))]) {
          if (one instanceof ArrayBuffer || one instanceof Uint8Array) parts.push(letters(one));
          else if (!(one instanceof CryptoKey)) parts.push(JSON.stringify(one));
        }
      }
      open.close();
    }
    return { databases, text: parts.join("\n") };
  });
}

test("a confidant writes down a concern, the other reads it, and a colleague who is none has nothing of it", async ({ person, relay }) => {
  test.setTimeout(120_000);
  const ada = await person("Ada Alba");
  await ada.found(TEAM);
  const link = await (await ada.register.settings()).invite();
  const [ben, chi] = [await person("Ben Brook"), await person("Chi Castro")];
  await ben.join(link);
  await chi.join(link);
  await ada.register.isSeenByAll();

  // Nobody is named yet, so nobody starts anything.
  const before = await ConcernsPage.of(ada.register);
  await expect(before.part("Whom to go to")).toContainText("Nobody is named yet");
  await expect(before.part("For confidants").getByRole("button")).toHaveCount(0);
  await name(ada);
  await name(ben);
  const concerns = await ConcernsPage.of(ada.register);
  await expect(concerns.part("Whom to go to").getByRole("listitem")).toHaveText([/Ada Alba/, /Ben Brook/]);
  const team = ada.register.address();

  // One click, and it is there, with what it needs and nothing else.
  const confidants = await concerns.begin();
  const apart = confidants.address();
  expect(apart).not.toBe(team);
  await expect(ada.page.getByRole("heading", { level: 1 })).toHaveText(OF_CONFIDANTS);
  await expect(ada.page).toHaveTitle(new RegExp(OF_CONFIDANTS));
  await expect.poll(() => ways(ada.page)).toEqual(["Overview", "Concerns", "Actions", "People", "Settings"]);
  const list = await confidants.listIn("Concerns", "Concerns");
  const concern = await list.newRecord();
  await concern.fill("In a few words", TITLE);
  await concern.fill("What was said", SAID);
  await concern.fill("Protection that was agreed", PROTECTION);
  await concern.choose("Status", "Being looked into");
  await confidants.isSaved();
  await ada.page.goto(`${apart}/risk`);
  await expect(ada.page.getByRole("heading", { level: 1 })).toHaveText("There is nothing at this address");

  // The invitation says what it leads to, and the second confidant reads what is there.
  await ada.page.getByRole("navigation", { name: "Main navigation" }).getByRole("link", { name: "Settings" }).click();
  await expect(ada.page.getByRole("heading", { name: "Invite a confidant" })).toBeVisible();
  const toConfidants = await (await confidants.settings()).invite();
  await ben.newPage();
  await ben.page.goto(toConfidants);
  await expect(ben.page.getByText("You are invited as a confidant.")).toBeVisible();
  await ben.page.getByRole("form", { name: "Join a register" }).getByLabel("Your name").fill(ben.name);
  await ben.page.getByRole("form", { name: "Join a register" }).getByRole("button", { name: "Join" }).click();
  const his = new RegisterPage(ben.page);
  await his.isOpen();
  await expect(ben.page.getByRole("heading", { level: 1 })).toHaveText(OF_CONFIDANTS);
  await expect(ben.page.getByRole("region", { name: "Who reads here" }).getByRole("listitem")).toHaveText([/Ada/, /Ben/]);
  await ben.page.getByRole("region", { name: "Open concerns" }).getByRole("link", { name: TITLE }).click();
  await expect(ben.page.getByLabel("What was said")).toHaveValue(SAID);
  await confidants.isSeenByAll();

  // From the team's register they find it again; the start page calls it by its name.
  await ada.page.goto(team);
  const back = await ConcernsPage.of(ada.register);
  await expect(back.way()).toHaveText(`Open: ${OF_CONFIDANTS}`);
  await expect(back.part("For confidants").getByRole("button")).toHaveCount(0);
  await back.way().click();
  await expect(ada.page.getByRole("region", { name: "Open concerns" })).toContainText(TITLE);
  await ada.page.goto(ada.origin);
  await expect(ada.page.getByRole("region", { name: "On this device" }).getByRole("link")).toHaveText([new RegExp(OF_CONFIDANTS), new RegExp(`^${TEAM}`)]);

  // Chi knows whom to go to, and nothing else: no way in, no word, no number, no trace of another register.
  const hers = await ConcernsPage.of(chi.register);
  await expect(hers.part("Whom to go to").getByRole("listitem")).toHaveText([/Ada Alba/, /Ben Brook/]);
  await expect(hers.part("For confidants")).toContainText("You are not named as a confidant");
  await expect(hers.way()).toHaveCount(0);
  await expect(hers.part("For confidants").getByRole("button")).toHaveCount(0);
  await chi.page.keyboard.press("Control+k");
  await chi.page.getByRole("combobox").fill("zeppelin");
  await expect(chi.page.getByText("Nothing fits this question.")).toBeVisible();
  await chi.page.keyboard.press("Escape");
  const { databases, text } = await kept(chi.page);
  const own = new URL(chi.register.address()).pathname.split("/").pop();
  const other = new URL(apart).pathname.split("/").pop() ?? "";
  expect(databases.filter((database) => /[0-9a-f]{64}/.test(database))).toEqual([`isomerge/${own}`]);
  const words = [TITLE, SAID, PROTECTION].flatMap((text) => text.split(" ")).filter((word) => word.length > 7);
  expect(words.length).toBeGreaterThan(3);
  for (const word of [...words, OF_CONFIDANTS, other]) expect(text.includes(word), word).toBe(false);

  await relay.kill();
  for (const { name, bytes } of await relay.files()) {
    for (const word of [...words, OF_CONFIDANTS]) {
      for (const encoding of ["utf8", "utf16le"] as const) {
        expect(bytes.includes(Buffer.from(word, encoding)), `${word} in ${name} as ${encoding}`).toBe(false);
      }
    }
  }
  await relay.run();
});

test("nothing of the confidants’ register shows in the team’s: neither that it exists nor a count", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found(TEAM);
  await name(ada);
  const team = ada.register.address();
  const saved = async () => {
    await ada.page.goto(team);
    await ada.register.isSent();
    const panel = await (await ada.register.list("People")).open(ada.name);
    return panel.history().allInnerTexts();
  };
  const before = await saved();
  const confidants = await (await ConcernsPage.of(ada.register)).begin();
  await (await (await confidants.listIn("Concerns", "Concerns")).newRecord()).fill("In a few words", TITLE);
  await confidants.isSent();
  expect(await saved()).toEqual(before);
  await ada.register.overview();
  await expect(ada.page.locator("main")).not.toContainText("oncern");
});
