// Controlled documents: from an outline to approval and publication, and what a later change does to both.
import { expect, test } from "../fixtures/index.ts";
import type { Person } from "../fixtures/person.ts";
import { DocumentPage } from "../pages/document_page.ts";
import { ListPage } from "../pages/list_page.ts";

async function documents(person: Person): Promise<ListPage> {
  await person.page.goto(`${person.register.address()}/document`);
  await person.register.isOpen();
  return new ListPage(person.page);
}

async function newPolicy(person: Person): Promise<DocumentPage> {
  const record = await (await documents(person)).newRecord();
  await record.fill("Title", "Information security policy");
  await record.choose("Type", "Information security policy");
  await person.register.isSaved();
  return new DocumentPage(person.page);
}

test("a document goes from outline to publication, a change shows, and the old version stays readable", async ({ person }) => {
  test.slow();
  const ada = await person("Ada Alba");
  await ada.found("Northwind Tools");
  const link = await (await ada.register.settings()).invite();
  const document = await newPolicy(ada);
  await ada.page.getByRole("button", { name: "Start from an outline" }).click();
  await expect(document.editor()).toContainText("What we commit ourselves to");
  await expect(document.state()).toContainText("Still the untouched outline");
  await document.write("We answer for it ourselves.");
  await ada.page.getByRole("button", { name: "Bold" }).click();
  await ada.page.keyboard.type(" Always.");
  await ada.page.getByRole("button", { name: "Table", exact: true }).click();
  await document.editor().locator("th textarea").first().fill("Keys");
  // Out of the table, whose tools then go.
  await document.editor().getByRole("heading", { name: "Why this policy" }).click();
  await expect(document.state()).not.toContainText("Still the untouched outline", { timeout: 20_000 });

  await document.step("Send for review");
  await document.stands("In review");
  await expect(document.prose()).toContainText("We answer for it ourselves.");
  await expect(document.prose().getByRole("heading", { name: "Why this policy" })).toBeVisible();
  await expect(document.prose().locator("strong")).toContainText("Always.");
  await expect(document.prose().getByRole("columnheader", { name: "Keys" })).toBeVisible();
  await document.step("Approve");
  await document.stands("Approved");
  await expect(document.part("Approvals")).toContainText("Ada Alba");
  await expect(document.part("Approvals")).toContainText("approved exactly this, version 1.0");

  // What is changed after the approval is not published with it.
  await ada.page.getByRole("button", { name: "Write", exact: true }).click();
  await document.write("One more thing.");
  await expect(document.state()).toContainText("Changed since approval", { timeout: 20_000 });
  await expect(document.state().getByRole("button", { name: "Publish" })).toHaveCount(0);
  await document.step("Approve what stands here now");
  await document.step("Publish");
  await document.stands("Published");
  await expect(document.part("Versions")).toContainText("Version 1.0");
  await expect(document.part("Versions")).toContainText("approved by Ada Alba");

  // A change to what is published shows, and what is in force can be read exactly as it was.
  await ada.page.getByRole("button", { name: "Write", exact: true }).click();
  await document.write("A hasty change.");
  await expect(document.state()).toContainText("Changed since approval", { timeout: 20_000 });
  await document.part("Versions").getByRole("button", { name: "Read 1.0" }).click();
  await expect(document.prose()).toContainText("One more thing.");
  await expect(document.prose()).not.toContainText("A hasty change.");
  await document.part("Read by").getByRole("button", { name: "I have read version 1.0" }).click();
  await expect(document.part("Read by")).toContainText("1 of 1 have read what is in force");
  await ada.register.isSent();

  // A colleague reads it too, and the next version is published.
  const ben = await person("Ben Brook");
  await ben.join(link);
  await (await documents(ben)).open("Information security policy");
  const bens = new DocumentPage(ben.page);
  await bens.part("Versions").getByRole("button", { name: "Read 1.0" }).click();
  await expect(bens.prose()).toContainText("One more thing.");
  await bens.part("Read by").getByRole("button", { name: "I have read version 1.0" }).click();
  await expect(bens.part("Read by")).toContainText("2 of 2 have read what is in force");
  await expect(document.part("Read by")).toContainText("2 of 2 have read what is in force", { timeout: 40_000 });

  await ada.page.getByRole("button", { name: "Back to the text as it stands" }).click();
  await document.step("Begin the next version");
  await document.step("Send for review");
  await document.step("Approve");
  await document.step("Publish");
  await expect(document.part("Versions")).toContainText("Version 2.0");
  await expect(document.part("Read by")).toContainText("0 of 2 have read what is in force");
  await expect(document.part("Read by")).toContainText("has read an earlier version");
  await document.part("Versions").getByRole("button", { name: "Read 1.0" }).click();
  await expect(document.prose()).not.toContainText("A hasty change.");
  await document.part("Reviews").getByRole("button", { name: "Looked at: stays" }).click();
  await expect(document.part("Reviews")).toContainText("Stays as it is · Ada Alba");
  await ada.register.isSaved();
});
