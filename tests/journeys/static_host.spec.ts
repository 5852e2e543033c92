// The app on any web host: under a path, without headers of ours, its relay elsewhere.
import { expect, test } from "../fixtures/index.ts";
import { StaticHost } from "../fixtures/static_host.ts";
import { StartPage } from "../pages/start_page.ts";

test("an invitation leads to where others reach the app, and to the relay there", async ({ person }) => {
  // What `cargo xtask serve --public-url https://isms.example.org` tells the page.
  const host = await StaticHost.start("wss://isms.example.org/v1/relay", "https://isms.example.org");
  const ada = await person("Ada Alba");
  const start = new StartPage(ada.page);
  await start.open(host.url);
  await start.found("Northwind Tools", ada.name);
  const link = await (await ada.register.settings()).invite();
  const [address, secret] = link.split("#j=");
  expect(address).toMatch(/^https:\/\/isms\.example\.org\/?$/);
  expect(Buffer.from(secret, "base64url").toString("latin1")).toContain("wss://isms.example.org/v1/relay");
  // Nobody is at that address.
  ada.complaints.splice(0);
  await host.close();
});

test("it works under a path of a host that only knows files, deep links and no network included", async ({ person, relay }) => {
  const host = await StaticHost.start(`${relay.url.replace("http", "ws")}/v1/relay`);
  const ada = await person("Ada Alba");
  const start = new StartPage(ada.page);
  await start.open(host.url);
  const policy = ada.page.locator("meta[http-equiv=Content-Security-Policy]");
  await expect(policy).toHaveAttribute("content", /script-src 'self' 'wasm-unsafe-eval'/);
  await start.found("Northwind Tools", ada.name);
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "The host is gone");
  await ada.register.isSent();
  expect(ada.page.url()).toContain(host.url);

  await ada.appIsKept();
  await expect(risk.input("Risk")).toHaveValue("The host is gone");
  await host.close();
  ada.network.cut();
  await ada.page.reload();
  await expect(risk.input("Risk")).toHaveValue("The host is gone");
});
