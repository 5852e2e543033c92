// The sample company: looked at by whoever wants to see a year first, and kept apart from everything real.
import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";

/** All that a language says, and the sample's words in it. */
function spoken(language: string) {
  const files = readdirSync("locales").map((folder) => readFileSync(`locales/${folder}/${language}.json`, "utf8"));
  const texts: Record<string, string> = Object.assign({}, ...files.map((file) => JSON.parse(file)));
  const words = readFileSync(`public/sample/${language}.txt`, "utf8");
  const said = (key: string) => words.split(`[${key}]\n`)[1]!.split("\n")[0]!;
  return { t: (key: string) => texts[key]!, said };
}

const LANGUAGES = [
  { language: "en", locale: "en-GB" },
  { language: "de", locale: "de-DE" },
];

/** From the first page to the sample's overview. */
async function look(person: Person, { t, said }: ReturnType<typeof spoken>) {
  await person.page.goto(person.origin);
  await person.page.getByRole("button", { name: t("start.sample") }).click();
  await expect(person.page.getByRole("heading", { level: 1 })).toHaveText(said("organization.name"), { timeout: 30_000 });
  await expect(band(person)).toContainText(t("sample.band"));
}

const band = (person: Person) => person.page.getByRole("note").filter({ has: person.page.locator("strong") });
const section = (person: Person, name: string) => person.page.getByRole("region", { name, exact: true });

/** Goes to a page of the open register by its address. */
async function go(person: Person, place: string) {
  await person.page.goto(`${person.register.address()}/${place}`);
  await expect(band(person)).toBeVisible();
}

for (const { language, locale } of LANGUAGES) {
  test(`the sample shows a year of leadership by several people, alone on this device (${language})`, async ({ person }) => {
    const ada = await person("Ada Alba", { context: { locale } });
    const words = spoken(language);
    const { t, said } = words;
    const sockets: string[] = [];
    ada.page.on("websocket", (socket) => sockets.push(socket.url()));
    await look(ada, words);

    // The overview has true figures, and news by several people.
    await expect(ada.page.locator(".figures")).toContainText(/[1-9]\d? ?%/);
    const digest = ada.page.locator(".digest");
    await expect(digest.getByRole("heading", { level: 2 })).toContainText(t("digest.since").split(" (")[0]!);
    await expect(digest).toContainText(said("ciso.name"));
    await expect(digest).toContainText(said("coo.name"));

    // All 25 risks, of which one has been worked on by two people.
    await go(ada, "risk");
    await expect(ada.page.locator(".page-head, .table-head, .beside-list").first()).toContainText("25");
    await ada.page.getByRole("link", { name: said("r-ransomware.title") }).first().click();
    await expect(ada.page.locator(".history")).toContainText(said("ciso.name"));

    // A review that was held, with its minutes.
    await go(ada, "management_review");
    await ada.page.getByRole("link", { name: said("mr1.title") }).first().click();
    const sentence = said("mr1.agenda:earlier_actions.minutes").slice(0, 50);
    await expect(ada.page.locator("main")).toContainText(sentence, { timeout: 20_000 });

    // Nobody can be invited, and nothing is backed up: the page says why.
    await go(ada, "settings");
    await expect(section(ada, t("sample.title"))).toContainText(t("sample.alone"));
    await expect(ada.page.getByRole("button", { name: t("invite.make") })).toHaveCount(0);
    await expect(ada.page.getByRole("button", { name: t("backup.make") })).toHaveCount(0);
    expect(sockets, "sockets that were opened").toEqual([]);

    // It is there without a network, and still marked.
    await ada.appIsKept();
    await ada.leaves("cut");
    await ada.page.goto(ada.register.address());
    await expect(ada.page.getByRole("heading", { level: 1 })).toHaveText(said("organization.name"));
    await expect(band(ada)).toContainText(t("sample.mark"));
    await ada.comesBack();
    expect(sockets, "sockets that were opened").toEqual([]);
  });
}

test("a real register next to the sample has nothing of it, and the list says which is which", async ({ person }) => {
  const ada = await person("Ada Alba");
  const words = spoken("en");
  await look(ada, words);
  await ada.found("Northwind Tools");
  await expect(band(ada)).toHaveCount(0);
  const risks = await ada.register.list("Risks");
  await expect(risks.titles()).toHaveCount(0);
  const people = await ada.register.list("People");
  await expect(people.titles()).toHaveText(["Ada Alba"]);
  await expect((await ada.register.settings()).page.getByRole("button", { name: "Make an invitation" })).toBeVisible();

  await ada.page.goto(ada.origin);
  const registers = section(ada, "On this device").getByRole("listitem");
  await expect(registers).toHaveCount(2);
  await expect(registers.nth(0)).toContainText("Northwind Tools");
  await expect(registers.nth(0)).not.toContainText("Sample");
  await expect(registers.nth(1)).toContainText("Sample");
});

test("a second look opens the same sample; removed, it is gone and can be told anew", async ({ person }) => {
  const ada = await person("Ada Alba");
  const words = spoken("en");
  await look(ada, words);
  const first = ada.register.address();
  const risks = await ada.register.list("Risks");
  const risk = await risks.newRecord();
  await risk.fill("Risk", "A risk of my own");
  await ada.register.isSaved();
  await look(ada, words);
  expect(ada.register.address()).toBe(first);
  await expect((await ada.register.list("Risks")).row("A risk of my own")).toBeVisible();

  await ada.register.settings();
  await ada.page.getByRole("button", { name: "Tell it anew, up to today" }).click();
  await expect(ada.page).not.toHaveURL(new RegExp(new URL(first).pathname), { timeout: 30_000 });
  await expect(ada.page.getByRole("heading", { level: 1 })).toHaveText(words.said("organization.name"));
  await expect((await ada.register.list("Risks")).row("A risk of my own")).toHaveCount(0);

  await ada.register.settings();
  await ada.page.getByRole("button", { name: "Remove the sample" }).click();
  await expect(ada.page.getByRole("button", { name: "Look at a sample company" })).toBeVisible();
  await expect(section(ada, "On this device")).toHaveCount(0);
  await ada.page.goto(first);
  await expect(ada.page.getByRole("alert")).toContainText("This register is not on this device");
});
