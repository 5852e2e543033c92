// Our documents are Automerge's: what Rust writes, JavaScript reads, and the other way round, with equal heads
// and equal content. Called by `cargo xtask test`; leaves with another code than 0 if anything differs.
import * as Automerge from "@automerge/automerge";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Runs the Rust half, `crates/crdt/examples/interop.rs`. */
function rust(...args) {
  const command = ["run", "--quiet", "-p", "crdt", "--example", "interop", "--", ...args];
  return execFileSync("cargo", command, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

const plain = (value) => (Automerge.isImmutableString(value) ? value.toString() : value);

/** All standing values of a key, the shown one first. */
function answers(map, key) {
  const shown = plain(map[key]);
  const standing = Object.values(Automerge.getConflicts(map, key) ?? { only: map[key] }).map(plain);
  standing.splice(standing.indexOf(shown), 1);
  return [shown, ...standing.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))];
}

/** A text in lines: every paragraph marker but the first, at index 0, is a line break. */
function lines(doc, path) {
  const parts = Automerge.spans(doc, ["texts", path]).map((span, index) => {
    if (span.type === "text") return span.value;
    return index === 0 ? "" : "\n";
  });
  return parts.join("");
}

/** What a document holds, in the words of the Rust half. */
function told(doc) {
  const records = {};
  for (const [id, record] of Object.entries(doc.records)) {
    records[id] = {};
    for (const [key, value] of Object.entries(record)) {
      if (!key.includes("/")) {
        records[id][key] = answers(record, key);
        continue;
      }
      for (const field of Object.keys(value)) records[id][`${key}/${field}`] = answers(value, field);
    }
  }
  const texts = Object.fromEntries(Object.keys(doc.texts).map((path) => [path, lines(doc, path)]));
  return { heads: Automerge.getHeads(doc).sort(), records, texts };
}

const folder = mkdtempSync(join(tmpdir(), "isomerge-interop-"));
try {
  const out = join(folder, "rust");
  rust("write", out);
  const doc = Automerge.load(readFileSync(`${out}.automerge`));
  const expected = JSON.parse(readFileSync(`${out}.json`, "utf8"));
  assert.deepEqual(told(doc), expected, "JavaScript reads what Rust wrote");
  const disagreements = Object.values(expected.records).flatMap((record) => Object.values(record));
  assert.ok(disagreements.some((values) => values.length > 1), "a disagreement is among it");

  // Two in JavaScript write on, apart.
  const risk = Object.keys(expected.records).find((id) => id.startsWith("risk/"));
  const text = (words) => new Automerge.ImmutableString(words);
  let one = Automerge.clone(doc, "aa".repeat(40));
  let two = Automerge.clone(doc, "bb".repeat(40));
  one = Automerge.change(one, { message: "edit", time: 1_800_000_000 }, (draft) => {
    draft.records[risk].title = text("Flut 🌊");
    draft.records["decision/018bcfe5-6801-7909-8909-090909090909"] = { title: text("x"), flag: true, level: 4 };
    Automerge.splice(draft, ["texts", "body"], 1, 0, "🇩🇪 ");
  });
  two = Automerge.change(two, { message: "edit", time: 1_800_000_001 }, (draft) => {
    draft.records[risk].title = text("Inundation");
    draft.records[risk].cost = 2.25;
    draft.records[risk]["agenda/018bcfe5-6801-7808-8808-080808080808"] = { topic: text("👩‍👩‍👧"), note: null };
    Automerge.splitBlock(draft, ["texts", "body"], 3, { type: text("paragraph"), parents: [], attrs: {}, isEmbed: false });
    Automerge.splice(draft, ["texts", "body"], 6, 2, "e\u0301");
  });
  const merged = Automerge.merge(one, two);
  const saved = join(folder, "javascript.automerge");
  writeFileSync(saved, Automerge.save(merged));
  assert.deepEqual(JSON.parse(rust("read", saved)), told(merged), "Rust reads what JavaScript wrote");
  console.log("interop: Rust and JavaScript agree");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
