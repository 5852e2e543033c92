// Offline: after one visit the app opens with no network at all, and works.
import { expect, test } from "../fixtures/index.ts";

test("after one visit it opens without a network: in a new tab, after a restart, at a deep link", async ({ person }) => {
  const ada = await person("Ada Alba", { profile: true });
  await ada.found("Northwind Tools");
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "The only cable is cut");
  await ada.register.isSaved();
  const deep = ada.page.url();
  await ada.appIsKept();
  ada.network.cut();

  await ada.newPage();
  await ada.page.goto(ada.origin);
  await expect(ada.page.getByRole("link", { name: /Northwind Tools/ })).toBeVisible();

  await ada.restartBrowser();
  await ada.page.goto(deep);
  await expect(risk.of(ada.page).input("Risk")).toHaveValue("The only cable is cut");
  await ada.register.isWaitingForNetwork();

  // And work goes on.
  await risk.of(ada.page).fill("Risk", "The only cable is cut twice");
  await ada.register.isSaved();
  await ada.restartBrowser();
  await ada.page.goto(deep);
  await expect(risk.of(ada.page).input("Risk")).toHaveValue("The only cable is cut twice");

  // The network is back: it is sent by itself.
  ada.network.restore();
  await ada.register.isSent();
});

test("where the work is stands on the screen in words: saved, waiting for network, sent, seen", async ({ person }) => {
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const link = await (await ada.register.settings()).invite();
  const ben = await person("Ben Brook");
  await ben.join(link);
  await ada.register.isSeenByAll();

  ada.network.cut();
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Written on a plane");
  await ada.register.isSaved();
  await expect(ada.register.sent()).toHaveText(/^Waiting for network, \d+ changes? to send$/);
  ada.network.restore();
  await ada.register.isSeenByAll();
  await expect((await ben.register.list("Risks")).row("Written on a plane")).toBeVisible();
});
