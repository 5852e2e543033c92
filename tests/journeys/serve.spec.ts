// The first of the two commands: from a clone to the open page.
import { expect, test } from "../fixtures/index.ts";
import { Served, folder } from "../fixtures/served.ts";
import { StartPage } from "../pages/start_page.ts";

test("what was started is at the address that it says, and goes on where it was after Ctrl-C", async ({ person }) => {
  const data = await folder();
  let served = await Served.start(data.path, "--port", "0");
  try {
    const ada = await person("Ada Alba");
    const start = new StartPage(ada.page);
    await start.open(served.url);
    await start.found("Northwind Tools", ada.name);
    const risk = await (await ada.register.list("Risks")).newRecord();
    await risk.fill("Risk", "Before the pause");
    await ada.register.isSent();

    await served.interrupt();
    await risk.fill("Risk", "While nothing runs");
    await ada.register.isSaved();
    served = await Served.start(data.path, "--port", new URL(served.url).port);
    await ada.register.isSent();
  } finally {
    await served.interrupt();
    await data.remove();
  }
});
