// What was done here, into the document. Marks and typing are told as they are. Whatever changes the structure
// is told as the smallest run of deleted, inserted and changed places: each marker that can stay does stay, so
// that what others do in its block meanwhile still lands in it.
import type { Mark, Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { AddMarkStep, RemoveMarkStep, ReplaceStep, type Step } from "prosemirror-transform";
import { canonical } from "./canonical.ts";
import { allToDocument, fromDocument, grows, nameOf, valueOf } from "./marks.ts";
import type { Marker, MarkValue, Marks, PaperText } from "./paper.ts";
import { Positions } from "./positions.ts";
import { marks as known, nodes } from "./schema.ts";
import { spansOf } from "./spans.ts";
import { TableStep } from "./table_step.ts";

/** Writes a transaction. Answers whether the editor must be compared with the document afterwards. */
export function write(text: PaperText, transaction: Transaction): boolean {
  let compare = false;
  let real = false;
  transaction.steps.forEach((step, index) => {
    const before = transaction.docs[index]!;
    const after = transaction.docs[index + 1] ?? transaction.doc;
    if (!real && touchesGhost(before, step)) {
      compare = real = true;
      giveMarkers(text, before);
    }
    if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) {
      compare = writeMark(text, step, before, real) || compare;
    } else if (step instanceof TableStep) {
      writeTable(text, step, after, real);
    } else if (!writeTyping(text, step, before, real)) {
      compare = true;
      writeStructure(text, before, after, real, range(step));
    } else if (hasForeign(after)) {
      // What is typed may have come under a mark that the editor does not give it.
      compare = true;
    }
  });
  return compare;
}

/** Makes of a document that shows `before` one that shows `after`. */
export function writeAll(text: PaperText, before: Node, after: Node) {
  giveMarkers(text, before);
  writeStructure(text, before, after, true, { from: 0, to: before.content.size });
}

/** Gives every paragraph that only the tree needs its marker. */
function giveMarkers(text: PaperText, doc: Node) {
  const { markers } = places(doc, true);
  for (const block of new Positions(doc, true).blocks) {
    if (block.isGhost) text.splitBlock(block.at, markers[block.at]!);
  }
}

function touchesGhost(doc: Node, step: Step): boolean {
  const { from, to } = range(step);
  const { blocks } = Positions.of(doc);
  return blocks.some((block) => block.isGhost && from <= block.position + block.length && to >= block.position - 1);
}

/** What a step touches of the document before it. */
function range(step: Step): { from: number; to: number } {
  if (step instanceof TableStep) return { from: step.pos, to: step.pos + 1 };
  const { from, to } = step as unknown as { from?: number; to?: number; pos?: number };
  const { pos } = step as unknown as { pos?: number };
  return { from: from ?? pos ?? 0, to: to ?? (pos ?? 0) + 1 };
}

function hasForeign(doc: Node): boolean {
  let found = false;
  doc.descendants((node) => {
    found ||= node.marks.some((mark) => mark.type === known.foreign);
    return !found;
  });
  return found;
}

/** Answers whether something was marked that shows no marks. */
function writeMark(text: PaperText, step: AddMarkStep | RemoveMarkStep, doc: Node, real: boolean): boolean {
  const positions = new Positions(doc, real);
  const [from, to] = [positions.inner(step.from), positions.inner(step.to)];
  const value = step instanceof AddMarkStep ? valueOf(step.mark) : null;
  text.mark(from, to, nameOf(step.mark), value, grows(step.mark));
  let showsNone = false;
  doc.nodesBetween(step.from, step.to, (node) => {
    showsNone ||= node.type === nodes.embed || node.type === nodes.table || node.type === nodes.code_block;
  });
  return showsNone;
}

/** The table's marker as the editor has it now: the document takes what differs in it. */
function writeTable(text: PaperText, { pos }: TableStep, doc: Node, real: boolean) {
  text.updateBlock(Positions.of(doc, real).inner(pos), JSON.parse(doc.nodeAt(pos)!.attrs.marker));
}

/** Text in the place of text within one block. Answers whether the step was that. */
function writeTyping(text: PaperText, step: Step, doc: Node, real: boolean): boolean {
  if (!(step instanceof ReplaceStep) || step.slice.openStart || step.slice.openEnd) return false;
  const [from, to] = [doc.resolve(step.from), doc.resolve(step.to)];
  if (!from.parent.isTextblock || !from.sameParent(to)) return false;
  const typed: Node[] = [];
  step.slice.content.forEach((node) => typed.push(node));
  if (!typed.every((node) => node.isText)) return false;
  let at = Positions.of(doc, real).inner(step.from);
  // Asking for marks takes as long as the text is: not for each letter of a word. Behind what replaced something,
  // there may be borders of marks that what was deleted hid.
  const isMore = step.from === step.to;
  const before = isMore && typed.length === 1 ? text.marksOfTyping(at) : null;
  text.splice(at, step.to - step.from, typed.map((node) => node.text).join(""));
  for (const node of typed) {
    const have = before ?? text.marksAt(at);
    const isSet = setMarks(text, have, at, at + node.nodeSize, node.marks);
    at += node.nodeSize;
    if (!isSet && isMore) text.cameUnder(at, have);
  }
  return true;
}

/** What was just inserted gets exactly these marks; what it came under by itself, `have`, stands if it fits. Answers
 * whether any had to be set. */
function setMarks(text: PaperText, have: Marks, from: number, to: number, wanted: readonly Mark[]): boolean {
  const want = allToDocument(wanted);
  let isSet = false;
  const set = (name: string, value: MarkValue, mark: Mark) => {
    text.mark(from, to, name, value, grows(mark));
    isSet = true;
  };
  for (const mark of wanted) {
    const name = nameOf(mark);
    if (have[name] !== want[name]) set(name, want[name]!, mark);
  }
  for (const name in have) {
    const mark = Object.hasOwn(want, name) ? null : fromDocument(name, have[name]!);
    if (mark && mark.type !== known.foreign) set(name, null, mark);
  }
  return isSet;
}

/** One entry for each place of the document: a marker, or null and a code unit. */
interface Places {
  markers: (Marker | null)[];
  units: string[];
}

const MARKER = "\ufffc";

function places(doc: Node, real: boolean): Places {
  const markers: (Marker | null)[] = [];
  const units: string[] = [];
  for (const span of spansOf(doc, real)) {
    if ("block" in span) {
      markers.push(span.block);
      units.push(MARKER);
    } else {
      for (let unit = 0; unit < span.text.length; unit += 1) {
        markers.push(null);
        units.push(span.text[unit]!);
      }
    }
  }
  return { markers, units };
}

function isSame(before: Places, at: number, after: Places, there: number): boolean {
  const [one, other] = [before.markers[at], after.markers[there]];
  if (one && other) return one.isEmbed === other.isEmbed;
  return !one && !other && before.units[at] === after.units[there];
}

/** Whether a place is within a character that takes two. */
function isWithin({ units }: Places, at: number): boolean {
  const unit = units[at]?.charCodeAt(0) ?? 0;
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function writeStructure(
  text: PaperText,
  before: Node,
  after: Node,
  real: boolean,
  touched: { from: number; to: number },
) {
  const [old, now] = [places(before, real), places(after, real)];
  const positions = new Positions(before, real);
  let from = positions.outer(touched.from);
  let oldEnd = positions.outer(touched.to);
  let end = now.units.length - (old.units.length - oldEnd);
  if (end < from) end = from = Math.min(from, new Positions(after, real).end);
  while (from < oldEnd && from < end && isSame(old, from, now, from)) from += 1;
  while (oldEnd > from && end > from && isSame(old, oldEnd - 1, now, end - 1)) {
    oldEnd -= 1;
    end -= 1;
  }
  while (from > 0 && (isWithin(old, from) || isWithin(now, from))) from -= 1;
  while (isWithin(old, oldEnd) || isWithin(now, end)) {
    oldEnd += 1;
    end += 1;
  }
  if (oldEnd > from) text.splice(from, oldEnd - from, "");
  insert(text, now, from, end);
  markInserted(text, after, real, from, end);
  now.markers.forEach((marker, at) => {
    if (!marker || (at >= from && at < end)) return;
    const was = old.markers[at < from ? at : at - end + oldEnd];
    if (!was || canonical(was) !== canonical(marker)) text.updateBlock(at, marker);
  });
}

function insert(text: PaperText, now: Places, from: number, end: number) {
  let at = from;
  while (at < end) {
    const marker = now.markers[at];
    if (marker) {
      text.splitBlock(at, marker);
      at += 1;
      continue;
    }
    let stop = at;
    while (stop < end && !now.markers[stop]) stop += 1;
    text.splice(at, 0, now.units.slice(at, stop).join(""));
    at = stop;
  }
}

function markInserted(text: PaperText, doc: Node, real: boolean, from: number, end: number) {
  let at = 0;
  for (const span of spansOf(doc, real)) {
    const length = "block" in span ? 1 : span.text.length;
    const [start, stop] = [Math.max(at, from), Math.min(at + length, end)];
    if ("text" in span && start < stop) {
      const wanted = Object.entries(span.marks).map(([name, value]) => fromDocument(name, value));
      setMarks(text, text.marksAt(start), start, stop, wanted.filter((mark) => mark !== null));
    }
    at += length;
  }
}
