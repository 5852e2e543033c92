// A table of ours: one embedded thing in the text, which editors that do not know it keep as it is. Rows, columns
// and cells lie under names of their own, so that what two write into different cells, or rows that two add apart,
// are all there.
import type { DOMOutputSpec } from "prosemirror-model";
import { canonical, completed } from "./canonical.ts";
import type { Marker } from "./paper.ts";

export const TABLE = "isomerge-table";

const FIRST_ROWS = 3;
const FIRST_COLUMNS = 3;
/** So large a table is pasted, no larger. */
const MOST_ROWS = 200;
const MOST_COLUMNS = 30;

export interface Table {
  /** Names in their order. */
  rows: string[];
  columns: string[];
  /** What stands in the cells, by `row column`. */
  cells: Record<string, string>;
}

type Places = Record<string, number>;

/** A table as its marker has it; the marker of a newer version may have more. */
export function tableOf(marker: Marker): Table {
  const { rows, columns, cells } = marker.attrs;
  return { rows: ordered(rows), columns: ordered(columns), cells: textsOf(cells) };
}

export const at = (row: string, column: string) => `${row} ${column}`;

/** The parts of a table's marker that have keys, as they are written. */
export function partsOf({ attrs }: Marker): Record<"rows" | "columns" | "cells", Record<string, unknown>> {
  return { rows: recordOf(attrs.rows), columns: recordOf(attrs.columns), cells: recordOf(attrs.cells) };
}

export const isNumbered = (value: unknown): value is number => typeof value === "number";

function ordered(places: unknown): string[] {
  const entries = Object.entries(recordOf(places)).filter((entry): entry is [string, number] => isNumbered(entry[1]));
  return entries.sort(([one, a], [other, b]) => a - b || (one < other ? -1 : 1)).map(([name]) => name);
}

function textsOf(cells: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(recordOf(cells)).filter((entry) => typeof entry[1] === "string")) as Record<string, string>;
}

function recordOf(value: unknown): Record<string, unknown> {
  return value && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A name that nobody else gives. No digits first: JavaScript would sort those by itself. */
function fresh(): string {
  return `n${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;
}

/** The marker of a table with these texts, the first row being its head. */
export function markerOfTexts(texts: string[][]): string {
  const lines = texts.slice(0, MOST_ROWS);
  const width = Math.min(MOST_COLUMNS, Math.max(1, ...lines.map((line) => line.length)));
  const rows = lines.map(fresh);
  const columns = Array.from({ length: width }, fresh);
  const cells: Record<string, string> = {};
  lines.forEach((line, row) =>
    line.slice(0, width).forEach((text, column) => {
      if (text) cells[at(rows[row]!, columns[column]!)] = text;
    }),
  );
  return written({ type: TABLE, parents: [], attrs: { rows: numbered(rows), columns: numbered(columns), cells }, isEmbed: true });
}

export function emptyTable(): string {
  return markerOfTexts(Array.from({ length: FIRST_ROWS }, () => Array<string>(FIRST_COLUMNS).fill("")));
}

function numbered(names: string[]): Places {
  return Object.fromEntries(names.map((name, index) => [name, index + 1]));
}

const written = (marker: Marker) => canonical(marker);

/** Changes what a table's marker says, and nothing that is not ours in it. */
function changed(json: string, change: (attrs: { rows: Places; columns: Places; cells: Record<string, string> }) => void): string {
  const marker = completed(JSON.parse(json));
  const { rows, columns, cells } = partsOf(marker);
  const attrs = {
    ...marker.attrs,
    rows: { ...rows } as Places,
    columns: { ...columns } as Places,
    cells: { ...cells } as Record<string, string>,
  };
  change(attrs);
  return written({ ...marker, attrs });
}

export function withCell(json: string, row: string, column: string, text: string): string {
  return changed(json, ({ cells }) => {
    if (text) cells[at(row, column)] = text;
    else delete cells[at(row, column)];
  });
}

/** One more row or column behind another. */
export function withMore(json: string, what: "rows" | "columns", behind: string): string {
  return changed(json, (attrs) => {
    const places = attrs[what];
    const names = ordered(places);
    const place = places[behind] ?? 0;
    const next = places[names[names.indexOf(behind) + 1] ?? ""];
    places[fresh()] = next === undefined ? place + 1 : (place + next) / 2;
  });
}

/** One row or column fewer, with its cells; the last one stays. */
export function withLess(json: string, what: "rows" | "columns", gone: string): string {
  return changed(json, (attrs) => {
    if (Object.keys(attrs[what]).length < 2) return;
    delete attrs[what][gone];
    const part = what === "rows" ? 0 : 1;
    for (const key of Object.keys(attrs.cells)) if (key.split(" ")[part] === gone) delete attrs.cells[key];
  });
}

/** A table as others' programs read it from the clipboard. */
export function tableDom(json: string): DOMOutputSpec {
  const { rows, columns, cells } = tableOf(completed(JSON.parse(json)));
  const line = (row: string): DOMOutputSpec => [
    "tr",
    ...columns.map((column): DOMOutputSpec => ["td", cells[at(row, column)] ?? ""]),
  ];
  return ["table", ["tbody", ...rows.map(line)]];
}

/** The texts of a table that was pasted. */
export function textsOfHtml(table: HTMLElement): string[][] {
  const rows = [...table.querySelectorAll("tr")].filter((row) => row.closest("table") === table);
  const cells = (row: Element) => [...row.children].filter((cell) => /^t[dh]$/i.test(cell.tagName));
  const text = (cell: Element) => {
    // A cell holds one line: where another began, words must not run together.
    for (const end of cell.querySelectorAll("br, p, div, li")) end.after(" ");
    return (cell.textContent ?? "").replace(/\s+/g, " ").trim();
  };
  const texts = rows.map((row) => cells(row).map(text));
  return texts.some((line) => line.length) ? texts : [[""]];
}
