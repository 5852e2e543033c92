// The overview's digest: what changed since I last looked, and by whom.
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";

const digest = (person: Person) => person.page.locator(".digest");

async function team(person: (name: string) => Promise<Person>) {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await ada.register.isSent();
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  await ben.register.isSent();
  return { ada, ben };
}

test("who was away reads who changed what, says 'Got it', and is told only what comes after", async ({ person }) => {
  const { ada, ben } = await team(person);
  await ada.register.overview();
  await expect(digest(ada)).toContainText("Ben Brook");
  await digest(ada).getByRole("button", { name: "Got it" }).click();
  await expect(digest(ada)).toContainText("You have seen it all");

  await ada.leaves("cut");
  const risk = await (await ben.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Ransomware stops order entry");
  await ben.register.isSent();
  await ada.comesBack();
  await ada.page.reload();
  await expect(digest(ada)).toContainText("Ben Brook");
  await expect(digest(ada)).toContainText("Ransomware stops order entry");
  await expect(digest(ada)).toContainText("New: Risk");
  await expect(digest(ada).getByRole("heading", { level: 2 })).toHaveText(/^Since you last looked \(\w+ \d/);

  // Looking is not having seen: another look tells the same, and the link leads to the record.
  await digest(ada).getByRole("link", { name: /Ransomware/ }).click();
  await expect(ada.page.locator(".beside-record")).toBeVisible();
  await ada.register.overview();
  await expect(digest(ada)).toContainText("Ransomware stops order entry");

  await digest(ada).getByRole("button", { name: "Got it" }).click();
  await expect(digest(ada)).toContainText("You have seen it all");
  await expect(digest(ada).getByRole("button", { name: "Got it" })).toHaveCount(0);
  await ada.page.reload();
  await expect(digest(ada)).toContainText("You have seen it all");

  // What comes while the overview is open is told there, and own work is not.
  const own = await (await ada.register.list("Risks")).newRecord();
  await own.fill("Risk", "Flood in the cellar");
  await ada.register.isSent();
  await ada.register.overview();
  await risk.fill("Description", "Seen twice last year");
  await expect(digest(ada)).toContainText("Description");
  await expect(digest(ada)).not.toContainText("Flood in the cellar");
});

test("who works alone has no digest", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await ada.register.isSaved();
  await ada.register.overview();
  await expect(digest(ada)).toHaveCount(0);
});
