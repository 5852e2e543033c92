// Begin: start a register or join one by link; several on one device.
import { expect, test } from "../fixtures/index.ts";
import { StartPage } from "../pages/start_page.ts";

test("somebody starts a register and sees what to do first", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  await expect(ada.page.getByRole("heading", { level: 1 })).toHaveText("Northwind Tools");
  await expect(ada.page.getByRole("heading", { name: "First steps" })).toBeVisible();
  await ada.register.isSent();
});

test("a colleague joins by a link whose secret never reaches the server, and sees everything", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risks = await ada.register.list("Risks");
  const risk = await risks.newRecord();
  await risk.fill("Risk", "Ransomware stops order entry");
  await ada.register.isSent();
  const link = await (await ada.register.settings()).invite();
  await expect(ada.page.getByRole("img", { name: "The invitation link as a QR code" })).toBeVisible();

  const ben = await person("Ben Brook");
  const asked: string[] = [];
  ben.page.on("request", (request) => asked.push(request.url()));
  await ben.join(link);
  const secret = new URL(link).hash.slice(3);
  expect(secret.length).toBeGreaterThan(40);
  expect(ben.page.url()).not.toContain(secret);
  expect(asked.filter((url) => url.includes(secret))).toEqual([]);
  await expect(ben.page.getByRole("heading", { level: 1 })).toHaveText("Northwind Tools");
  await expect((await ben.register.list("Risks")).row("Ransomware stops order entry")).toBeVisible();

  const people = await ada.register.list("People");
  await expect(people.row("Ben Brook")).toBeVisible();
  await ada.register.isSeenByAll();
});

test("a link that is no invitation says what happened, what was kept, and what to do", async ({ person, relay }) => {
  const ada = await person("Ada Alba");
  const start = new StartPage(ada.page);
  await start.open(`${relay.url}/#j=this-is-no-invitation`);
  const form = ada.page.getByRole("form", { name: "Join a register" });
  await form.getByLabel("Your name").fill("Ada");
  await form.getByRole("button", { name: "Join" }).click();
  await expect(form.getByRole("alert")).toContainText("This is no invitation link");
  await expect(form.getByRole("alert")).toContainText("Nothing on this device changed");
});

test("the secret of a link leaves the address bar before the app's code arrives", async ({ person, relay }) => {
  const ada = await person("Ada Alba");
  // The code never arrives: what the address bar shows is the first script's doing alone.
  await ada.page.route("**/*.wasm", () => undefined);
  await ada.page.goto(`${relay.url}/#j=this-is-no-invitation`, { waitUntil: "commit" });
  await expect(ada.page).toHaveURL(`${relay.url}/`);
});

test("the app holds several registers and switches between them", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "A risk of Northwind alone");
  await ada.register.isSaved();
  await ada.found("Southwind Books");
  await expect(ada.page.getByRole("heading", { level: 1 })).toHaveText("Southwind Books");
  await expect((await ada.register.list("Risks")).titles()).toHaveCount(0);

  const start = new StartPage(ada.page);
  await start.open(ada.origin);
  await expect(start.registers()).toHaveText([/^Southwind Books/, /^Northwind Tools/]);
  await start.openRegister("Northwind Tools");
  await expect(ada.page.getByRole("heading", { level: 1 })).toHaveText("Northwind Tools");
  await expect((await ada.register.list("Risks")).row("A risk of Northwind alone")).toBeVisible();
});
