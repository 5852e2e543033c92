// Rich text that two people write apart and bring together: real keys, two editors, two replicas of the engine.
// After every scenario both papers and both pages must be the same, and each editor must show its paper.
import { test as base, expect } from "../fixtures/index.ts";
import { BASE, Scene, block, text } from "../richtext/scene.ts";

const test = base.extend<{ scene: Scene }>({
  scene: async ({ page, relay }, use) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await use(await Scene.open(page, relay.url));
    expect(complaints).toEqual([]);
  },
});

test("what one types, the other sees", async ({ scene }) => {
  await scene.caret("ada", "fox", 3);
  await scene.keyboard.type(" really");
  await scene.exchange();
  await scene.holds("The quick brown fox really jumps.");
});

test("what is typed into a sentence that the other makes bold is bold", async ({ scene }) => {
  await scene.caret("ada", "brown", 5);
  await scene.keyboard.type(" red");
  await scene.select("ben", "quick brown fox");
  await scene.keyboard.press("Control+b");
  await scene.exchange();
  await scene.holds("<strong>quick brown red fox</strong>");
});

test("bold and italic that overlap are both there", async ({ scene }) => {
  await scene.select("ada", "quick brown");
  await scene.keyboard.press("Control+b");
  await scene.select("ben", "brown fox");
  await scene.keyboard.press("Control+i");
  await scene.exchange();
  await scene.holds("<strong>quick </strong><em><strong>brown</strong> fox</em>");
});

test("what is written in a paragraph that the other deletes stays", async ({ scene }) => {
  await scene.page.evaluate(() => window.scene.deleteParagraph("ada", "Second"));
  await scene.caret("ben", "paragraph here", 9);
  await scene.keyboard.type(" NEW");
  await scene.exchange();
  await scene.holds(" NEW");
});

test("what is written in a paragraph that the other selects and deletes stays", async ({ scene }) => {
  await scene.select("ada", "Second paragraph here.");
  await scene.keyboard.press("Backspace");
  await scene.keyboard.press("Backspace");
  await scene.caret("ben", "paragraph here", 9);
  await scene.keyboard.type(" NEW");
  await scene.exchange();
  await scene.holds(" NEW");
});

test("two split one paragraph in two places", async ({ scene }) => {
  await scene.caret("ada", "brown");
  await scene.keyboard.press("Enter");
  await scene.keyboard.type("A: ");
  await scene.caret("ben", "jumps");
  await scene.keyboard.press("Enter");
  await scene.keyboard.type("B: ");
  await scene.exchange();
  await scene.holds("<p>A: brown fox </p>", "<p>B: jumps.</p>");
});

test("two split one paragraph in the same place", async ({ scene }) => {
  await scene.caret("ada", "brown");
  await scene.keyboard.press("Enter");
  await scene.caret("ben", "brown");
  await scene.keyboard.press("Enter");
  await scene.keyboard.type("x");
  await scene.exchange();
  await scene.holds("<p>The quick </p>", "brown fox jumps.</p>", "x");
});

test("one joins two paragraphs, the other splits the second", async ({ scene }) => {
  await scene.caret("ada", "Second");
  await scene.keyboard.press("Backspace");
  await scene.caret("ben", "paragraph here");
  await scene.keyboard.press("Enter");
  await scene.exchange();
  await scene.holds("jumps.Second", "<p>paragraph here.</p>");
});

test("a paragraph becomes a heading while the other types in it", async ({ scene }) => {
  await scene.caret("ada", "Second");
  await scene.keyboard.type("## ");
  await scene.caret("ben", "Second", 6);
  await scene.keyboard.type("ly");
  await scene.exchange();
  await scene.holds("<h2>Secondly paragraph here.</h2>");
});

test("of two levels that two give one heading, one counts for both", async ({ scene }) => {
  await scene.caret("ada", "Second");
  await scene.keyboard.press("Control+Alt+2");
  await scene.caret("ben", "Second");
  await scene.keyboard.press("Control+Alt+3");
  await scene.exchange();
  expect(await scene.holds()).toMatch(/<h([23])>Second paragraph here\.<\/h\1>/);
});

test("a list is made by signs, continued by Enter and nested by Tab", async ({ scene }) => {
  await scene.caret("ada", "Second");
  await scene.keyboard.type("- ");
  await scene.caret("ada", "here.", 5);
  await scene.keyboard.press("Enter");
  await scene.keyboard.type("item two");
  await scene.keyboard.press("Enter");
  await scene.keyboard.press("Tab");
  await scene.keyboard.type("nested");
  await scene.exchange();
  await scene.holds("<li><p>item two</p><ul><li><p>nested</p></li></ul></li>");
});

test("both add items to one list", async ({ scene }) => {
  await scene.caret("ada", "Second");
  await scene.keyboard.type("- ");
  await scene.exchange();
  await scene.caret("ada", "here.", 5);
  await scene.keyboard.press("Enter");
  await scene.keyboard.type("from A");
  await scene.caret("ben", "here.", 5);
  await scene.keyboard.press("Enter");
  await scene.keyboard.type("from B");
  await scene.exchange();
  await scene.holds("<p>from A</p>", "<p>from B</p>");
});

test("an item is edited while the other indents it", async ({ scene }) => {
  await scene.caret("ada", "Second");
  await scene.keyboard.type("1. ");
  await scene.caret("ada", "here.", 5);
  await scene.keyboard.press("Enter");
  await scene.keyboard.type("two");
  await scene.exchange();
  await scene.caret("ada", "two", 3);
  await scene.keyboard.type(" edited");
  await scene.caret("ben", "two");
  await scene.keyboard.press("Tab");
  await scene.exchange();
  await scene.holds("<ol><li><p>two edited</p></li></ol>");
});

test("Enter in an empty item ends the list", async ({ scene }) => {
  await scene.caret("ada", "Second");
  await scene.keyboard.type("- ");
  await scene.caret("ada", "here.", 5);
  await scene.keyboard.press("Enter");
  await scene.keyboard.press("Enter");
  await scene.keyboard.type("after");
  await scene.exchange();
  await scene.holds("</ul><p>after</p>");
});

test("a quotation of two paragraphs is edited by both", async ({ scene }) => {
  await scene.caret("ada", "Second");
  await scene.keyboard.type("> ");
  await scene.caret("ada", "here.", 5);
  await scene.keyboard.press("Enter");
  await scene.keyboard.type("q2");
  await scene.exchange();
  await scene.caret("ben", "q2", 2);
  await scene.keyboard.type("!");
  await scene.exchange();
  await scene.holds("<p>q2!</p></blockquote>");
});

test("emoji, flags and combining marks stay whole", async ({ scene }) => {
  await scene.caret("ada", "quick");
  await scene.keyboard.insertText("👩‍👩‍👧e\u0301🇩🇪 ");
  await scene.caret("ben", "fox");
  await scene.keyboard.insertText("n\u0303𝒳 ");
  await scene.exchange();
  await scene.caret("ada", "jumps");
  await scene.keyboard.type("Z");
  await scene.select("ben", "𝒳");
  await scene.keyboard.press("Control+b");
  await scene.exchange();
  await scene.holds("👩‍👩‍👧e\u0301🇩🇪 quick", "<strong>𝒳</strong> fox Zjumps");
});

test("one deletes an emoji, the other types beside it", async ({ scene }) => {
  await scene.caret("ada", "fox");
  await scene.keyboard.insertText("😀");
  await scene.exchange();
  await scene.caret("ada", "😀", 2);
  await scene.keyboard.press("Backspace");
  await scene.caret("ben", "😀", 2);
  await scene.keyboard.type("x");
  await scene.exchange();
  await scene.holds("brown xfox");
});

test("a deletion across paragraphs leaves combining marks whole", async ({ scene }) => {
  await scene.caret("ada", "quick");
  await scene.keyboard.insertText("cafe\u0301 🇩🇪👩‍👩‍👧 ");
  await scene.caret("ada", "Second", 3);
  await scene.keyboard.insertText("o\u0308");
  await scene.exchange();
  await scene.selectBetween("ada", "caf", "ond");
  await scene.keyboard.press("Backspace");
  await scene.exchange();
  await scene.holds("<p>The ond paragraph here.</p>");
});

test("Enter writes no marks anew that another took away elsewhere", async ({ scene }) => {
  await scene.selectBetween("ada", "quick", "here");
  await scene.keyboard.press("Control+b");
  await scene.exchange();
  await scene.select("ben", "brown");
  await scene.keyboard.press("Control+b");
  await scene.caret("ada", "ends");
  await scene.keyboard.press("Enter");
  await scene.exchange();
  await scene.holds("</strong>brown<strong>");
});

test("undo takes back what one typed oneself, and nothing of the other's", async ({ scene }) => {
  await scene.caret("ada", "fox");
  await scene.keyboard.type("AAA ");
  await scene.caret("ben", "quick");
  await scene.keyboard.type("BBB ");
  await scene.exchange();
  await scene.caret("ada", "Third");
  await scene.keyboard.press("Control+z");
  await scene.exchange();
  await scene.holds("The BBB quick brown fox jumps.");
});

test("undo of a split keeps what the other typed behind it", async ({ scene }) => {
  await scene.caret("ada", "brown");
  await scene.keyboard.press("Enter");
  await scene.caret("ben", "jumps");
  await scene.keyboard.type("BBB ");
  await scene.exchange();
  await scene.caret("ada", "Third");
  await scene.keyboard.press("Control+z");
  await scene.exchange();
  await scene.holds("<p>The quick brown fox BBB jumps.</p>");
});

test("undo of a deletion brings it back where the other has typed around it", async ({ scene }) => {
  await scene.select("ada", "brown ");
  await scene.keyboard.press("Backspace");
  await scene.caret("ben", "jumps");
  await scene.keyboard.type("B ");
  await scene.exchange();
  await scene.caret("ada", "Third");
  await scene.keyboard.press("Control+z");
  await scene.exchange();
  await scene.holds("The quick brown fox B jumps.");
});

test("the caret stays in its word when the other types before it", async ({ scene }) => {
  await scene.caret("ada", "Second", 3);
  await scene.keyboard.type("Q");
  const before = await scene.around("ada");
  await scene.caret("ben", "quick");
  await scene.keyboard.type("lots of text ");
  await scene.focus("ada");
  await scene.exchange();
  expect(await scene.around("ada")).toBe(before);
  await scene.keyboard.type("W");
  await scene.exchange();
  await scene.holds("SecQWond");
});

test("the caret stays in its word when the other splits its paragraph before it", async ({ scene }) => {
  await scene.caret("ada", "jumps", 2);
  await scene.keyboard.type("Q");
  await scene.caret("ben", "brown");
  await scene.keyboard.press("Enter");
  await scene.focus("ada");
  await scene.exchange();
  await scene.keyboard.type("W");
  await scene.exchange();
  await scene.holds("<p>brown fox juQWmps.</p>");
});

test("the caret stays in its word when the other makes its paragraph a heading", async ({ scene }) => {
  await scene.caret("ada", "Second", 3);
  await scene.keyboard.type("Q");
  await scene.caret("ben", "paragraph here");
  await scene.keyboard.press("Control+Alt+2");
  await scene.focus("ada");
  await scene.exchange();
  await scene.keyboard.type("W");
  await scene.exchange();
  await scene.holds("<h2>SecQWond paragraph here.</h2>");
});

test("what a word processor puts on the clipboard keeps its meaning and loses its looks", async ({ scene }) => {
  await scene.caret("ada", "Third");
  await scene.paste(
    "ada",
    `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head>
    <body><!--StartFragment--><p class=MsoNormal style='margin:0cm'><b><span style='color:red'>Bold</span></b>` +
      `<script>window.harmed=true</script> <i>it</i> <a href="https://example.org">link</a>` +
      `<img src=x onerror="window.harmed=true"><o:p></o:p></p><ul><li>one</li><li>two</li></ul><h2>Head</h2>` +
      `<p onclick="harmed=true">plain <span style="font-weight:bold">heavy</span></p><!--EndFragment--></body></html>`,
  );
  await scene.exchange();
  const html = await scene.holds(
    "<strong>Bold</strong>",
    "<em>it</em>",
    '<a href="https://example.org"',
    "<ul><li><p>one</p></li><li><p>two</p></li></ul>",
    "<h2>Head</h2>",
    "<strong>heavy</strong>",
  );
  for (const gone of ["style=", "script", "onclick", "MsoNormal", "color:red", "<img"]) expect(html).not.toContain(gone);
  expect(await scene.page.evaluate(() => window.harmed)).toBeUndefined();
});

test("a link that would run a script is pasted as plain text", async ({ scene }) => {
  await scene.caret("ada", "Third");
  await scene.paste("ada", `<p><a href="javascript:alert(1)">bad</a> and <a href=" java\tscript:x">worse</a> ok</p>`);
  await scene.exchange();
  const html = await scene.holds("bad and worse ok");
  expect(html).not.toContain("<a");
});

test("what the other types behind a link is not part of it", async ({ scene }) => {
  await scene.select("ada", "brown");
  await scene.page.evaluate(() => window.scene.link("ada", "https://example.org"));
  await scene.exchange();
  await scene.caret("ben", "brown", 5);
  await scene.keyboard.type("ish");
  await scene.exchange();
  await scene.holds('href="https://example.org"', ">brown</a>ish");
});

test("what the other types behind bold is bold", async ({ scene }) => {
  await scene.select("ada", "brown");
  await scene.keyboard.press("Control+b");
  await scene.exchange();
  await scene.caret("ben", "brown", 5);
  await scene.keyboard.type("ish");
  await scene.exchange();
  await scene.holds("<strong>brownish</strong>");
});

test("bold that is switched off before typing stays off", async ({ scene }) => {
  await scene.select("ada", "brown");
  await scene.keyboard.press("Control+b");
  await scene.exchange();
  await scene.caret("ben", "brown", 5);
  await scene.keyboard.press("Control+b");
  await scene.keyboard.type("ish");
  await scene.exchange();
  await scene.holds("<strong>brown</strong>ish");
});

test("one word of a bold phrase is made plain", async ({ scene }) => {
  await scene.select("ada", "quick brown fox");
  await scene.keyboard.press("Control+b");
  await scene.exchange();
  await scene.select("ben", "brown");
  await scene.keyboard.press("Control+b");
  await scene.exchange();
  await scene.holds("<strong>quick </strong>brown<strong> fox</strong>");
});

test("bold across two paragraphs holds what the other types in the second", async ({ scene }) => {
  await scene.selectBetween("ada", "quick", "graph here");
  await scene.keyboard.press("Control+b");
  await scene.caret("ben", "Second", 6);
  await scene.keyboard.type("X");
  await scene.exchange();
  await scene.holds("<strong>SecondX");
});

test("what the other types in the midst of a deletion across paragraphs stays", async ({ scene }) => {
  await scene.selectBetween("ada", "quick", "graph here");
  await scene.keyboard.press("Backspace");
  await scene.caret("ben", "fox", 3);
  await scene.keyboard.type("ZZ");
  await scene.exchange();
  await scene.holds("ZZ");
});

test("both begin in an empty paper", async ({ scene }) => {
  await scene.start([]);
  await scene.page.click("#ada [role=textbox]");
  await scene.keyboard.type("hello");
  await scene.keyboard.press("Enter");
  await scene.keyboard.type("world");
  await scene.exchange();
  await scene.caret("ben", "hello", 5);
  await scene.keyboard.type("!");
  await scene.exchange();
  await scene.holds("<p>hello!</p><p>world</p>");
});

test("a word is composed while the other's words arrive", async ({ scene }) => {
  await scene.caret("ada", "fox");
  const keyboard = await scene.page.context().newCDPSession(scene.page);
  const compose = (text: string) =>
    keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await compose("に");
  await compose("にほ");
  await scene.page.evaluate(() => window.scene.insertAtStart("ben", "REMOTE "));
  await scene.exchange();
  await compose("日本");
  await keyboard.send("Input.insertText", { text: "日本" });
  await expect.poll(() => scene.around("ada")).toContain("日本^fox");
  await expect(scene.page.locator("#ada")).toContainText("REMOTE The quick");
  await scene.exchange();
  await scene.holds("REMOTE The quick brown 日本fox");
});

test("two walk through one paper at random, and never see different things", async ({ scene }) => {
  const seeds = Number(process.env.WALKS ?? 12);
  const first = Number(process.env.FIRST_WALK ?? 1);
  test.setTimeout(60_000 + seeds * 10_000);
  const wrong: string[] = [];
  for (let seed = first; seed < first + seeds; seed += 1) {
    const found = await scene.page.evaluate((seed) => window.walk(seed, 60), seed);
    if (found) wrong.push(found);
  }
  expect(wrong).toEqual([]);
});

// Beyond what two do at once.

/** A new table, with Ada in its first cell. */
async function table(scene: Scene) {
  await scene.caret("ada", "quick");
  await scene.page.locator("#ada").getByRole("button", { name: "table", exact: true }).click();
  await scene.keyboard.press("Enter");
  const cell = (name: string, at: number) => scene.page.locator(`#${name}`).getByRole("textbox", { name: "cell" }).nth(at);
  await expect(cell("ada", 0)).toBeFocused();
  return { cell, rows: (name: string) => scene.page.locator(`#${name} tr`) };
}

test("what only another version knows is kept, whatever is done around it", async ({ scene }) => {
  const drawing = { block: { type: "drawing", parents: [], attrs: { rows: 2, cells: "a;b" }, isEmbed: true } };
  await scene.start([
    block("callout", { tone: "warning" }),
    text("Mind this", { highlight: "yellow" }),
    block("heading", { level: 2, color: "red" }),
    text("See "),
    drawing,
    text(" there"),
  ]);
  await scene.caret("ada", "Mind", 4);
  await scene.keyboard.type("ful of");
  await scene.caret("ada", "there", 2);
  await scene.keyboard.press("Enter");
  await scene.caret("ben", "See");
  await scene.keyboard.press("Backspace");
  await scene.keyboard.press("Enter");
  await scene.exchange();
  await scene.holds("rich-text-embed");
  const spans = JSON.stringify(await scene.page.evaluate(() => window.scene.spans("ada")));
  for (const kept of ['"type":"callout"', '"tone":"warning"', '"highlight":"yellow"', '"cells":"a;b"', '"rows":2']) {
    expect(spans).toContain(kept);
  }
});

test("what could not be written is written anew, and nothing that was typed is lost", async ({ scene }) => {
  await scene.caret("ada", "fox");
  await scene.keyboard.type("red ");
  await scene.page.evaluate(() => window.scene.break("ada", true));
  await scene.caret("ada", "Second");
  await scene.keyboard.type("A ");
  await scene.page.evaluate(() => window.scene.break("ada", false));
  await scene.exchange();
  await scene.holds("The quick brown red fox jumps.", "<p>A Second paragraph here.</p>");
});

test("links are made, refused, changed and removed with the keyboard alone", async ({ scene }) => {
  const form = scene.page.locator("#ada form");
  await scene.select("ada", "brown");
  await scene.keyboard.press("Control+Shift+K");
  await scene.keyboard.type("javascript:alert(1)");
  await scene.keyboard.press("Enter");
  await expect(form.getByRole("alert")).toHaveText("badAddress");
  await scene.keyboard.press("Control+a");
  await scene.keyboard.type("example.org/a b");
  await scene.keyboard.press("Enter");
  await expect(form).toBeHidden();
  await scene.exchange();
  await scene.holds('<a href="https://example.org/a b"');
  await scene.caret("ben", "brown", 2);
  await scene.keyboard.press("Control+Shift+K");
  await scene.page.locator("#ben form").getByRole("button", { name: "unlink" }).press("Enter");
  await scene.exchange();
  expect(await scene.holds("quick brown fox")).not.toContain("<a");
});

test("the tools are reached and used with the keyboard", async ({ scene }) => {
  await scene.select("ada", "brown");
  await scene.keyboard.press("Alt+F10");
  const tools = scene.page.locator("#ada").getByRole("toolbar", { name: "tools" });
  await expect(tools.getByRole("button", { name: "bold" })).toBeFocused();
  await scene.keyboard.press("Enter");
  await expect(tools.getByRole("button", { name: "bold" })).toHaveAttribute("aria-pressed", "true");
  await scene.keyboard.press("ArrowRight");
  await expect(tools.getByRole("button", { name: "italic" })).toBeFocused();
  await scene.keyboard.press("Space");
  await scene.keyboard.press("Escape");
  await expect(scene.page.locator("#ada [role=textbox]")).toBeFocused();
  await scene.exchange();
  await scene.holds("<em><strong>brown</strong></em>");
  for (const [name, html] of [["heading2", "<h2>"], ["bullets", "<ul>"], ["numbers", "<ol>"]] as const) {
    await scene.start(BASE);
    await scene.caret("ada", "brown");
    await tools.getByRole("button", { name, exact: true }).click();
    await scene.exchange();
    await scene.holds(html);
  }
});

test("of one table two fill different cells and each add a row, and all of it is there", async ({ scene }) => {
  const cell = (name: string, row: number, column: number) =>
    scene.page.locator(`#${name}`).getByRole("textbox", { name: "cell" }).nth((row - 1) * 3 + column - 1);
  await scene.caret("ada", "quick");
  await scene.page.locator("#ada").getByRole("button", { name: "table", exact: true }).click();
  // The new table is selected, and Enter leads into it.
  await scene.keyboard.press("Enter");
  await expect(cell("ada", 1, 1)).toBeFocused();
  await scene.keyboard.type("Risk");
  await scene.exchange();
  await scene.holds();
  await expect(cell("ben", 1, 1)).toHaveValue("Risk");

  await scene.keyboard.press("Tab");
  await scene.keyboard.type("Owner 😀");
  await cell("ben", 2, 1).click();
  await scene.keyboard.type("Flood");
  await cell("ada", 3, 1).click();
  await scene.page.locator("#ada").getByRole("button", { name: "addRow" }).click();
  await cell("ada", 4, 2).fill("from Ada");
  await cell("ben", 3, 1).click();
  await scene.page.locator("#ben").getByRole("button", { name: "addRow" }).click();
  await cell("ben", 4, 2).fill("from Ben");
  await scene.exchange();
  await scene.holds();
  for (const name of ["ada", "ben"]) {
    await expect(cell(name, 1, 2)).toHaveValue("Owner 😀");
    await expect(cell(name, 2, 1)).toHaveValue("Flood");
    await expect(scene.page.locator(`#${name} tr`)).toHaveCount(5);
    const values = await scene.page.locator(`#${name} textarea`).evaluateAll((areas) => areas.map((area) => (area as HTMLTextAreaElement).value));
    expect(values).toEqual(expect.arrayContaining(["from Ada", "from Ben"]));
  }
  // Out of the table, typing goes on in the text.
  await cell("ada", 1, 1).press("Escape");
  await scene.keyboard.type("behind");
  await scene.exchange();
  await scene.holds("behindquick brown");
});

test("what others write in another cell moves no caret, and undo takes back a cell's text", async ({ scene }) => {
  const { cell } = await table(scene);
  await scene.keyboard.type("abcd");
  await scene.exchange();
  await cell("ben", 4).fill("elsewhere");
  await cell("ada", 0).focus();
  await cell("ada", 0).evaluate((area) => (area as HTMLTextAreaElement).setSelectionRange(2, 2));
  await scene.exchange();
  await expect(cell("ada", 4)).toHaveValue("elsewhere");
  await expect(cell("ada", 0)).toBeFocused();
  await scene.keyboard.type("X");
  await expect(cell("ada", 0)).toHaveValue("abXcd");
  await scene.page.locator("#ada").getByRole("button", { name: "undo" }).click();
  await scene.exchange();
  await scene.holds();
  await expect(cell("ben", 4)).toHaveValue("elsewhere");
  await expect(cell("ben", 0)).not.toHaveValue("abXcd");
});

test("undo of a cell leaves what the other wrote in another cell since", async ({ scene }) => {
  const { cell } = await table(scene);
  await scene.exchange();
  await cell("ada", 0).focus();
  await scene.keyboard.type("mine");
  await cell("ben", 4).fill("theirs");
  await scene.exchange();
  await expect(cell("ada", 4)).toHaveValue("theirs");
  await cell("ada", 0).press("Control+z");
  await expect(cell("ada", 0)).toHaveValue("");
  await scene.exchange();
  await scene.holds();
  for (const name of ["ada", "ben"]) {
    await expect(cell(name, 0)).toHaveValue("");
    await expect(cell(name, 4)).toHaveValue("theirs");
  }
  await cell("ada", 0).press("Control+Shift+z");
  await scene.exchange();
  await scene.holds();
  for (const name of ["ada", "ben"]) {
    await expect(cell(name, 0)).toHaveValue("mine");
    await expect(cell(name, 4)).toHaveValue("theirs");
  }
});

test("undo leaves a cell that the other wrote anew since", async ({ scene }) => {
  const { cell } = await table(scene);
  await scene.keyboard.type("mine");
  await scene.exchange();
  await cell("ben", 0).fill("theirs");
  await scene.exchange();
  await scene.page.locator("#ada").getByRole("button", { name: "undo" }).click();
  await scene.exchange();
  await scene.holds();
  for (const name of ["ada", "ben"]) await expect(cell(name, 0)).toHaveValue("theirs");
});

test("of all that happened within a moment, undo takes back the last cell alone, then the one before", async ({ scene }) => {
  await scene.page.clock.setFixedTime(new Date("2026-01-05T10:00:00Z"));
  const { cell } = await table(scene);
  const undo = scene.page.locator("#ada").getByRole("button", { name: "undo" });
  await scene.keyboard.type("one");
  await scene.exchange();
  await cell("ben", 4).fill("theirs");
  await scene.exchange();
  await cell("ada", 1).focus();
  await scene.keyboard.type("two");
  const shown = async (...values: string[]) => {
    await scene.exchange();
    await scene.holds();
    for (const name of ["ada", "ben"]) {
      for (const [at, value] of values.entries()) await expect(cell(name, at)).toHaveValue(value);
      await expect(cell(name, 4)).toHaveValue("theirs");
    }
  };
  await shown("one", "two");
  await undo.click();
  await shown("one", "");
  await undo.click();
  await shown("", "");
});

test("a row that was removed comes back by undo with all that others have in it", async ({ scene }) => {
  const { cell, rows } = await table(scene);
  await scene.exchange();
  await cell("ben", 3).fill("before");
  await scene.exchange();
  await cell("ada", 3).focus();
  await scene.page.locator("#ada").getByRole("button", { name: "removeRow" }).click();
  await expect(rows("ada")).toHaveCount(2);
  await cell("ben", 4).fill("meanwhile");
  await cell("ben", 8).fill("below");
  await scene.exchange();
  await scene.holds();
  await expect(rows("ben")).toHaveCount(2);
  await scene.page.locator("#ada").getByRole("button", { name: "undo" }).click();
  await scene.exchange();
  await scene.holds();
  for (const name of ["ada", "ben"]) {
    await expect(rows(name)).toHaveCount(3);
    await expect(cell(name, 3)).toHaveValue("before");
    await expect(cell(name, 4)).toHaveValue("meanwhile");
    await expect(cell(name, 8)).toHaveValue("below");
  }
});

test("undo of a new row leaves it if the other has written in it", async ({ scene }) => {
  const { cell, rows } = await table(scene);
  const [more, undo] = ["addRow", "undo"].map((name) => scene.page.locator("#ada").getByRole("button", { name }));
  await more!.click();
  await more!.click();
  await scene.exchange();
  await cell("ben", 3).fill("theirs");
  await scene.exchange();
  await undo!.click();
  await undo!.click();
  await scene.exchange();
  await scene.holds();
  for (const name of ["ada", "ben"]) {
    await expect(rows(name)).toHaveCount(4);
    await expect(scene.page.locator(`#${name} textarea`).nth(3)).toHaveValue("theirs");
  }
});

test("a table from a spreadsheet or a word processor is pasted as a table", async ({ scene }) => {
  await scene.caret("ada", "Third");
  await scene.paste(
    "ada",
    `<meta charset="utf-8"><table style="width:9cm"><tbody><tr><td><b>Asset</b></td><td>Owner</td></tr>
     <tr><td onclick="window.harmed=1">Mail<br>server</td><td>Ada</td></tr></tbody></table>`,
  );
  await scene.exchange();
  await scene.holds();
  const areas = scene.page.locator("#ben textarea");
  await expect(areas).toHaveCount(4);
  const values = await areas.evaluateAll((areas) => areas.map((area) => (area as HTMLTextAreaElement).value));
  expect(values).toEqual(["Asset", "Owner", "Mail server", "Ada"]);
});
