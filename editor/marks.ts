// Marks of the editor and marks of the document, each from the other.
import { type Mark, Mark as MarkClass } from "prosemirror-model";
import { linkAddress } from "./address.ts";
import type { Marks, MarkValue } from "./paper.ts";
import { marks as known, schema } from "./schema.ts";

/** Whether what is typed at a mark's borders belongs to it. */
export function grows(mark: Mark): boolean {
  return mark.type.spec.inclusive !== false;
}

export function nameOf(mark: Mark): string {
  return mark.type === known.foreign ? mark.attrs.name : mark.type.name;
}

/** The editor's mark; null for one that is taken away. */
export function fromDocument(name: string, value: MarkValue): Mark | null {
  if (value === null) return null;
  if (name === "link") {
    const href = linkOf(value);
    if (href !== null) return known.link.create({ href });
  } else if (name !== "foreign" && schema.marks[name]) {
    return schema.marks[name].create();
  }
  return known.foreign.create({ name, value: JSON.stringify(value) });
}

function linkOf(value: MarkValue): string | null {
  try {
    return linkAddress(JSON.parse(String(value)).href);
  } catch {
    return null;
  }
}

export function valueOf(mark: Mark): MarkValue {
  if (mark.type === known.foreign) return JSON.parse(mark.attrs.value);
  // The form in which crates/crdt/src/mark.rs takes links.
  return mark.type === known.link ? JSON.stringify({ href: mark.attrs.href, title: "" }) : true;
}

export function allFromDocument(marks: Marks): readonly Mark[] {
  let all = MarkClass.none;
  for (const name in marks) {
    const mark = fromDocument(name, marks[name]!);
    if (mark) all = mark.addToSet(all);
  }
  return all;
}

export function allToDocument(marks: readonly Mark[]): Marks {
  return Object.fromEntries(marks.map((mark) => [nameOf(mark), valueOf(mark)]));
}
