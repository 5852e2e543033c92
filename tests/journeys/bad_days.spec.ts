// Bad days: each is told in a sentence, nothing local is lost, and work goes on.
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "../fixtures/index.ts";
import { NewerColleague } from "../fixtures/newer_colleague.ts";
import { Nonsense } from "../fixtures/nonsense.ts";
import { damageChanges, damageListed, deleteRegister } from "../fixtures/stored.ts";
import { StartPage } from "../pages/start_page.ts";

const root = resolve(import.meta.dirname, "../..");
const files = ["start", "register"].map((folder) => readFile(join(root, "locales", folder, "en.json"), "utf8"));
const words: Record<string, string> = Object.assign({}, ...(await Promise.all(files)).map((file) => JSON.parse(file)));
const say = (key: string) => words[key] ?? key;

const register = (url: string) => /\/r\/([0-9a-f]{64})/.exec(url)?.[1] ?? "";

test("every link that somebody may paste is answered in a sentence", async ({ person }) => {
  test.setTimeout(180_000);
  const ada = await person("Ada Alba");
  await new StartPage(ada.page).open(ada.origin);
  const form = ada.page.getByRole("form", { name: "Join a register" });
  const folder = join(root, "tests/hostile/links");
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), "utf8");
    const [, code, link] = /^expect: (\S+)\nlink: (.*)$/m.exec(text) ?? [];
    await form.getByLabel("Invitation link").fill(link!);
    await form.getByLabel("Your name").fill("Ada Alba");
    await form.getByRole("button", { name: "Join" }).click();
    for (const part of ["happened", "kept", "next"]) {
      await expect(form.getByText(say(`failure.${code}.${part}`)), name).toBeVisible({ timeout: 40_000 });
    }
  }
});

test("a link that was cut in half says so when it is opened", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await new StartPage(ben.page).open(link.slice(0, link.length - 60));
  expect(ben.page.url()).not.toContain("#");
  const form = ben.page.getByRole("form", { name: "Join a register" });
  await form.getByLabel("Your name").fill("Ben Brook");
  await form.getByRole("button", { name: "Join" }).click();
  await expect(form.getByText(say("failure.bad_link.next"))).toBeVisible();
  // The whole link, pasted over it in the same tab.
  await ben.page.goto(link);
  await expect(ben.page.getByText(say("start.invited_words"))).toBeVisible();
  expect(ben.page.url()).not.toContain("#");
  await new StartPage(ben.page).join("Ben Brook");
});

test("damaged changes are told, can be saved as a file, and come back from the relay", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "The only cable is cut");
  await ada.register.isSent();
  const deep = ada.page.url();

  await ada.appIsKept();
  await ada.page.goto(`${ada.origin}/config.json`);
  expect(await damageChanges(ada.page, register(deep))).toBeGreaterThan(1);
  // A file by itself has no icon: the browser's complaint is none of the app's.
  ada.complaints.length = 0;
  ada.network.cut();
  await ada.page.goto(deep);
  await ada.register.isOpen();
  const settings = await ada.register.settings();
  await expect(settings.setAside().first()).toContainText(say("set_aside.damaged"));
  await expect(settings.setAside().first()).toContainText("You");
  const file = JSON.parse(await settings.saveSetAside());
  expect(file.entries.length).toBeGreaterThan(1);
  expect(file.entries[0]).toMatchObject({ reason: "damaged", bytes: expect.stringMatching(/^[A-Za-z0-9+/=]+$/) });

  ada.network.restore();
  await expect(settings.setAside()).toHaveCount(0, { timeout: 60_000 });
  await expect((await ada.register.list("Risks")).row("The only cable is cut")).toBeVisible();
  await ada.page.goto(deep);
  await expect(risk.input("Risk")).toHaveValue("The only cable is cut");
  await risk.fill("Risk", "The only cable is cut twice");
  await ada.register.isSent();
});

test("a damaged line on the list of registers hides no other, and the register that it names opens", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const first = register(ada.page.url());
  await ada.found("Southwind Tools");
  await ada.register.isSaved();
  await new StartPage(ada.page).open(ada.origin);
  await expect(ada.page.getByRole("link", { name: /Northwind Tools/ })).toBeVisible();
  await damageListed(ada.page, first);
  await ada.page.reload();
  await expect(ada.page.getByRole("link", { name: /Southwind Tools/ })).toBeVisible();
  const damaged = ada.page.getByRole("link", { name: say("start.unread").replace("{name}", first.slice(0, 8)) });
  await expect(damaged).toContainText(say("start.unread_words"));
  await damaged.click();
  await expect(ada.page.getByRole("heading", { name: "Northwind Tools" })).toBeVisible();
  // Its name is back.
  await new StartPage(ada.page).open(ada.origin);
  await expect(ada.page.getByRole("link", { name: /Northwind Tools/ })).toBeVisible();
  await expect(ada.page.getByRole("link", { name: /Southwind Tools/ })).toBeVisible();
});

test("a store deleted under a running app is told; others keep all, and by a link it is all there again", async ({ person }) => {
  test.setTimeout(150_000);
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  const risk = await (await ben.register.list("Risks")).newRecord();
  await risk.fill("Risk", "The only cable is cut");
  await ben.register.isSeenByAll();
  const deep = ben.page.url();

  await deleteRegister(ben.page, register(deep));
  await risk.fill("Risk", "Typed after it");
  await expect(ben.page.getByText(say("failure.store_gone.next"))).toBeVisible();
  await expect(ben.register.saved()).toHaveText(say("status.store_gone"));
  // What was typed is still in view, to be copied.
  await expect(risk.input("Risk")).toHaveValue("Typed after it");
  await expect((await ada.register.list("Risks")).row("The only cable is cut")).toBeVisible();

  await ben.page.reload();
  await expect(ben.page.getByText(say("failure.evicted.next"))).toBeVisible();
  const again = await (await ada.register.settings()).invite();
  await ada.register.isSent();
  await ben.join(again);
  await expect((await ben.register.list("Risks")).row("The only cable is cut")).toBeVisible();
});

test("a full disk is told while one types, and all is saved once there is room", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const review = await ada.register.newReview("Review of spring 2026", "Opening");
  await review.typeMinutes("Opening", "Before. ");
  await ada.register.isSaved();
  const [engine] = ada.page.workers();
  // As IndexedDB says it when the quota is used up.
  await engine!.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    Object.assign(globalThis, { roomAgain: () => (IDBObjectStore.prototype.put = put) });
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
  });
  await review.typeMinutes("Opening", "On a full disk. ");
  await expect(ada.register.saved()).toHaveText(say("status.storage_failed"));
  await review.hasMinutes("Opening", "Before. On a full disk. ");
  await engine!.evaluate(() => (globalThis as unknown as { roomAgain: () => void }).roomAgain());
  await review.typeMinutes("Opening", "With room.");
  await ada.register.isSaved();
  await ada.page.reload();
  await review.hasMinutes("Opening", "Before. On a full disk. With room.");
});

test("room that the browser takes away while one types is told, and all is saved once there is room again", async ({ person }) => {
  test.setTimeout(240_000);
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Before");
  await ada.register.isSaved();
  await ada.hasRoom(1);
  // The browser looks at what room there is only every half minute.
  let typed = 0;
  await expect(async () => {
    await risk.fill("Risk", `Without room ${(typed += 1)}`);
    await expect(ada.register.saved()).toHaveText(say("status.storage_failed"), { timeout: 2_000 });
  }).toPass({ timeout: 120_000 });
  await expect(risk.input("Risk")).toHaveValue(`Without room ${typed}`);
  await ada.hasRoom(1_000_000_000);
  await risk.fill("Risk", "With room");
  await expect(ada.register.saved()).toHaveText("Saved on this device", { timeout: 60_000 });
  await ada.page.reload();
  await expect(risk.input("Risk")).toHaveValue("With room");
});

test("site data cleared under a running app is told, and what is on screen stays there", async ({ person }) => {
  test.setTimeout(150_000);
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  const review = await ben.register.newReview("Review of spring 2026", "Opening");
  await review.typeMinutes("Opening", "Before. ");
  await ben.register.isSeenByAll();
  await ben.clearsSiteData();
  await review.typeMinutes("Opening", "After it.");
  await expect(ben.register.saved()).toHaveText(say("status.store_gone"));
  await expect(ben.page.getByText(say("failure.store_gone.next"))).toBeVisible();
  await review.hasMinutes("Opening", "Before. After it.");
  await (await ada.register.review("Review of spring 2026")).hasMinutes("Opening", "Before. ");
  await ben.page.goto(ben.origin);
  await expect(ben.page.getByRole("form", { name: "Start a register" })).toBeVisible();
});

test("a relay that lost everything, or went back to an old backup, is filled again by those who have it", async ({ person, relay }) => {
  test.setTimeout(240_000);
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const ben = await person("Ben Brook");
  await ben.join(await (await ada.register.settings()).invite());
  const write = async (title: string) => {
    const risk = await (await ada.register.list("Risks")).newRecord();
    await risk.fill("Risk", title);
    await ada.register.isSeenByAll();
  };
  await write("Before the backup");
  await relay.backUp();
  await write("Made a day later");

  for (const what of ["what came after the backup", "everything"] as const) {
    await relay.loses(what);
    await expect(ada.page.getByText(say("relay.forgot")).first()).toBeVisible({ timeout: 60_000 });
    await expect(ada.register.sent()).toHaveText(/^Seen by 1 of 1$/, { timeout: 60_000 });
    await write(`Written when it had lost ${what}`);
    await expect((await ben.register.list("Risks")).row(`Written when it had lost ${what}`)).toBeVisible();
  }
  // A newcomer knows the relay alone.
  const chi = await person("Chi Conte");
  const link = await (await ada.register.settings()).invite();
  await ada.register.isSent();
  await chi.join(link);
  const list = await chi.register.list("Risks");
  for (const title of ["Before the backup", "Made a day later", "Written when it had lost everything"]) {
    await expect(list.row(title)).toBeVisible({ timeout: 30_000 });
  }
});

test("a relay that speaks nonsense is told of; one works on, and goes on when the real one is back", async ({ person, relay }) => {
  test.setTimeout(150_000);
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Before");
  await ada.register.isSent();
  await relay.kill();
  const nonsense = await Nonsense.at(relay.port);
  await expect(ada.register.sent()).toHaveText(say("status.relay_nonsense"), { timeout: 40_000 });
  await risk.fill("Risk", "In spite of it");
  await ada.register.isSaved();
  await expect(ada.register.sent()).toHaveText(say("status.relay_nonsense"), { timeout: 20_000 });
  await nonsense.close();
  await relay.run();
  await expect(ada.register.sent()).toHaveText("Sent", { timeout: 70_000 });
  await ada.page.reload();
  await expect(risk.input("Risk")).toHaveValue("In spite of it");
});

test("a relay that takes nothing is told of; one works on, and all leaves by itself once it takes it again", async ({ person, relay }) => {
  test.setTimeout(240_000);
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Before");
  await ada.register.isSent();
  const goesOn = async (title: string) => {
    await risk.fill("Risk", title);
    await ada.register.isSaved();
    await expect(risk.input("Risk")).toHaveValue(title);
  };
  // The mailbox is full.
  await relay.runsWith("--mailbox-bytes", "1");
  await goesOn("On a full relay");
  await expect(ada.register.sent()).toHaveText(say("status.relay_refuses"), { timeout: 40_000 });
  await goesOn("On a relay that stays full");
  await relay.runsWith();
  await expect(ada.register.sent()).toHaveText("Sent", { timeout: 70_000 });
  // It is asked more often than it likes.
  await relay.kill();
  for (let step = 1; step <= 30; step += 1) await risk.fill("Risk", `Step ${step}`);
  await ada.register.isSaved();
  await relay.run("--requests-per-second", "1", "--request-burst", "1", "--patience-ms", "0");
  await expect(ada.register.sent()).toHaveText(say("status.relay_busy"), { timeout: 40_000 });
  await goesOn("On a busy relay");
  await relay.runsWith();
  await expect(ada.register.sent()).toHaveText("Sent", { timeout: 70_000 });
  await ada.page.reload();
  await expect(risk.input("Risk")).toHaveValue("On a busy relay");
});

test("what colleagues with a newer version wrote waits with a clear word, stays, and is passed on", async ({ person, relay }) => {
  test.setTimeout(150_000);
  const newer = await NewerColleague.at(relay);
  try {
    const ben = await person("Ben Brook");
    await ben.join(newer.link);
    const list = await ben.register.list("Risks");
    await expect(list.row("Understood by everyone")).toBeVisible({ timeout: 30_000 });
    await newer.writeOfTomorrow();
    await expect(ben.page.getByText(say("status.newer"))).toBeVisible({ timeout: 30_000 });
    await expect(list.row("Understood by everyone")).toBeVisible();
    const settings = await ben.register.settings();
    await expect(settings.setAside().first()).toContainText(say("set_aside.newer"));
    // Work goes on, with what this version knows.
    const risk = await (await ben.register.list("Risks")).open("Understood by everyone");
    await risk.fill("Risk", "Understood by Ben too");
    await ben.register.isSent();
    await ben.page.reload();
    await expect(risk.input("Risk")).toHaveValue("Understood by Ben too");
    await expect(ben.page.getByText(say("status.newer"))).toBeVisible();
    // All of it is kept here, though not shown: a relay that lost it gets it from here.
    await relay.loses("everything");
    await expect(ben.page.getByText(say("relay.forgot")).first()).toBeVisible({ timeout: 60_000 });
    await ben.register.isSent();
    expect(await newer.read()).toMatchObject({
      title: "Understood by Ben too",
      hologram: "A field of tomorrow",
      knows_the_kind: true,
    });
  } finally {
    await newer.close();
  }
});
