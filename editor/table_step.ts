// A table's edit as a step of its own: which keys of its rows, columns and cells became what. It merges into the
// table as it stands, so that undo and redo touch what one did oneself and nothing that came since.
import { Fragment, type Node, Slice } from "prosemirror-model";
import { type Mappable, Step, StepResult } from "prosemirror-transform";
import { canonical, completed } from "./canonical.ts";
import type { Marker } from "./paper.ts";
import { nodes } from "./schema.ts";
import { isNumbered, partsOf } from "./table.ts";

const PARTS = ["rows", "columns", "cells"] as const;
type Part = (typeof PARTS)[number];

/** Null stands for a key that is not there. */
type Worth = string | number | null;

export interface Change {
  part: Part;
  key: string;
  before: Worth;
  after: Worth;
}

type Attrs = Record<Part, Record<string, unknown>>;

export class TableStep extends Step {
  constructor(
    /** Where the table is. */
    readonly pos: number,
    readonly changes: readonly Change[],
  ) {
    super();
  }

  /** What makes one marker of a table another. */
  static between(pos: number, before: string, after: string): TableStep {
    const [have, want] = [attrsOf(JSON.parse(before)), attrsOf(JSON.parse(after))];
    const changes = PARTS.flatMap((part) =>
      [...new Set([...Object.keys(have[part]), ...Object.keys(want[part])])]
        .map((key): Change => ({ part, key, before: worth(have[part], key), after: worth(want[part], key) }))
        .filter((change) => change.before !== change.after),
    );
    return new TableStep(pos, changes);
  }

  override apply(doc: Node): StepResult {
    const table = doc.nodeAt(this.pos);
    if (table?.type !== nodes.table) return StepResult.fail("no table is here");
    const fitting = this.fitting(table);
    if (!fitting.length) return StepResult.fail("others changed all of it");
    const marker = completed(JSON.parse(table.attrs.marker));
    const attrs = changed(attrsOf(marker), fitting);
    const json = canonical({ ...marker, attrs: { ...marker.attrs, ...attrs } } satisfies Marker);
    const after = table.type.create({ marker: json }, null, table.marks);
    return StepResult.fromReplace(doc, this.pos, this.pos + 1, new Slice(Fragment.from(after), 0, 0));
  }

  override invert(doc: Node): TableStep {
    const table = doc.nodeAt(this.pos);
    const done = table?.type === nodes.table ? this.fitting(table) : [];
    return new TableStep(
      this.pos,
      done.map((change) => ({ ...change, before: change.after, after: change.before })),
    );
  }

  /** The changes that the table takes: what others made different since stays theirs, and no row or column goes
   * that holds what others wrote, or that is the last. */
  private fitting(table: Node): Change[] {
    const have = attrsOf(JSON.parse(table.attrs.marker));
    const open = this.changes.filter(({ part, key, before }) => worth(have[part], key) === before);
    const after = changed(have, open);
    const isLast = (part: Part) => !Object.keys(after[part]).length;
    const refused = open.filter(
      ({ part, key, after: value }) => part !== "cells" && value === null && (isLast(part) || isUsed(after, part, key)),
    );
    return open.filter(
      (change) =>
        !refused.includes(change) &&
        // The texts of a row that stays stay with it.
        !(change.part === "cells" && change.after === null && refused.some(({ part, key }) => isIn(change.key, part, key))),
    );
  }

  override map(mapping: Mappable): TableStep | null {
    const place = mapping.mapResult(this.pos, 1);
    return place.deletedAfter ? null : new TableStep(place.pos, this.changes);
  }

  override merge(other: Step): TableStep | null {
    if (!(other instanceof TableStep) || other.pos !== this.pos) return null;
    const all = new Map(this.changes.map((change) => [name(change), change]));
    for (const change of other.changes) {
      const first = all.get(name(change));
      if (first && first.after !== change.before) return null;
      all.set(name(change), first ? { ...first, after: change.after } : change);
    }
    return new TableStep(this.pos, [...all.values()]);
  }

  override toJSON() {
    return { stepType: "isomergeTable", pos: this.pos, changes: this.changes };
  }

  static override fromJSON(_schema: unknown, json: { pos: number; changes: Change[] }): TableStep {
    return new TableStep(json.pos, json.changes);
  }
}

Step.jsonID("isomergeTable", TableStep);

/** Whether these are two states of one table: the names of its rows and columns are nobody else's. */
export function isSameTable(one: string, other: string): boolean {
  const [a, b] = [attrsOf(JSON.parse(one)), attrsOf(JSON.parse(other))];
  const share = (part: Part) => Object.keys(a[part]).some((key) => Object.hasOwn(b[part], key));
  return share("rows") || share("columns");
}

const attrsOf = (marker: Marker): Attrs => partsOf(completed(marker));

function worth(values: Record<string, unknown>, key: string): Worth {
  const value = Object.hasOwn(values, key) ? values[key] : null;
  return typeof value === "string" || isNumbered(value) ? value : null;
}

function changed(attrs: Attrs, changes: readonly Change[]): Attrs {
  const now: Attrs = { rows: { ...attrs.rows }, columns: { ...attrs.columns }, cells: { ...attrs.cells } };
  for (const { part, key, after } of changes) {
    if (after === null) delete now[part][key];
    else now[part][key] = after;
  }
  return now;
}

const isIn = (cell: string, part: Part, key: string) => cell.split(" ")[part === "rows" ? 0 : 1] === key;

function isUsed({ cells }: Attrs, part: Part, key: string): boolean {
  return Object.entries(cells).some(([cell, text]) => isIn(cell, part, key) && typeof text === "string" && text !== "");
}

const name = ({ part, key }: Change) => `${part} ${key}`;
