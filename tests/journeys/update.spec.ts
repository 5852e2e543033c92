// A newer version of the app: offered, never forced, and nothing is lost between old and new.
import { expect, test } from "../fixtures/index.ts";
import { StaticHost } from "../fixtures/static_host.ts";
import { RecordPanel } from "../pages/record_panel.ts";
import { RegisterPage } from "../pages/register_page.ts";
import { StartPage } from "../pages/start_page.ts";

test("a newer version waits to be taken, and takes over once everything is saved", async ({ person, relay }) => {
  const host = await StaticHost.start(`${relay.url.replace("http", "ws")}/v1/relay`);
  const ada = await person("Ada Alba");
  const start = new StartPage(ada.page);
  await start.open(host.url);
  await start.found("Northwind Tools", ada.name);
  const risk = await (await ada.register.list("Risks")).newRecord();
  await risk.fill("Risk", "Supplier fails");
  await ada.register.isSaved();
  await ada.appIsKept();
  const first = ada.page;
  const address = first.url();
  await ada.newPage();
  await ada.page.goto(address);
  const old = new RecordPanel(ada.page);
  await expect(old.input("Risk")).toHaveValue("Supplier fails");

  const offer = first.getByRole("button", { name: "Use it now" });
  await risk.input("Threat").focus();
  await first.keyboard.type("Insol");
  host.release("the-next-version");
  await first.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await expect(offer).toBeVisible();
  // Whoever types goes on typing.
  await expect(risk.input("Threat")).toBeFocused();
  await first.keyboard.type("vency");
  await expect(risk.input("Threat")).toHaveValue("Insolvency");
  const reloaded = first.waitForEvent("load");
  await offer.click();
  await reloaded;
  await expect(risk.input("Threat")).toHaveValue("Insolvency");
  await expect(offer).toHaveCount(0);
  const caches = await first.evaluate(() => window.caches.keys());
  expect(caches).toContain("isomerge-the-next-version");

  // A tab of the old version goes on beside the new one.
  await expect(old.input("Threat")).toHaveValue("Insolvency");
  await old.fill("Vulnerability", "One supplier alone");
  await expect(risk.input("Vulnerability")).toHaveValue("One supplier alone");
  await risk.fill("Asset or activity", "Payroll");
  await expect(old.input("Asset or activity")).toHaveValue("Payroll");
  for (const page of [first, ada.page]) await new RegisterPage(page).isSaved();
  await ada.page.reload();
  await expect(old.input("Vulnerability")).toHaveValue("One supplier alone");
  await expect(old.input("Threat")).toHaveValue("Insolvency");
  await host.close();
});
