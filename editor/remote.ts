// What others did, into the editor: step by step, so that caret and undo go along; then whatever the steps left
// out is set right by comparing with the document. So the editor shows the document, whatever the steps were.
import { Mark, type Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { ReplaceStep, canSplit } from "prosemirror-transform";
import { CONTAINERS, isContainer } from "./markers.ts";
import { allFromDocument, fromDocument } from "./marks.ts";
import type { Step } from "./paper.ts";
import { Positions } from "./positions.ts";
import { marks as known, nodes, schema } from "./schema.ts";
import { isSameTable } from "./table_step.ts";

/** Caret and selection, as indices of the document. */
export interface Caret {
  anchor: number;
  head: number;
}

/** How many blocks in a row may be changed one by one. */
const MOST_BLOCKS = 200;

/** Follows the steps as far as they can be followed; the caret follows them all. */
export function follow(transaction: Transaction, steps: Step[], caret: Caret) {
  // Once a step could not be followed, places are no longer known.
  let isLost = false;
  for (const step of steps) {
    if ("at" in step) move(caret, step);
    if (!isLost) isLost = !tryStep(transaction, step);
  }
}

function tryStep(transaction: Transaction, step: Step): boolean {
  const positions = new Positions(transaction.doc);
  if ("name" in step) return mark(transaction, positions, step);
  const position = positions.position(step.at);
  if (position === null) return false;
  const parent = transaction.doc.resolve(position).parent;
  if ("text" in step) {
    const marks = parent.type === nodes.code_block ? [] : allFromDocument(step.marks);
    transaction.replaceWith(position, position, schema.text(step.text, marks));
    return true;
  }
  return "length" in step ? remove(transaction, positions, step) : split(transaction, position, step);
}

function move(caret: Caret, step: Exclude<Step, { name: string }>) {
  const removed = "length" in step ? step.length : 0;
  const inserted = "text" in step ? step.text.length : "length" in step ? 0 : 1;
  const moved = (at: number) => {
    if (at <= step.at) return at;
    return at <= step.at + removed ? step.at + inserted : at - removed + inserted;
  };
  caret.anchor = moved(caret.anchor);
  caret.head = moved(caret.head);
}

function mark(transaction: Transaction, positions: Positions, step: Extract<Step, { name: string }>): boolean {
  const from = positions.position(step.from) ?? positions.blocks[0]?.position;
  const to = positions.position(step.to);
  if (from === undefined || to === null || to <= from) return true;
  const added = fromDocument(step.name, step.value);
  if (added) transaction.addMark(from, to, added);
  else if (schema.marks[step.name] && step.name !== known.foreign.name) {
    transaction.removeMark(from, to, schema.marks[step.name]);
  }
  return true;
}

function remove(transaction: Transaction, positions: Positions, step: { at: number; length: number }): boolean {
  const [from, to] = [positions.position(step.at), positions.position(step.at + step.length)];
  if (from === null || to === null) return false;
  const isIn = (at: number) => at >= step.at && at < step.at + step.length;
  const gone = positions.blocks.filter((block) => !block.isGhost && isIn(block.at)).length;
  transaction.delete(from, to);
  return !gone || new Positions(transaction.doc).blocks.length === positions.blocks.length - gone;
}

function split(transaction: Transaction, position: number, step: { kind: string; embed: boolean }): boolean {
  if (step.embed) return false;
  const isItem = isContainer(step.kind) && CONTAINERS[step.kind]!.length > 1;
  const within = transaction.doc.resolve(position);
  const depth = isItem && within.depth > 1 && within.node(-1).type === nodes.list_item ? 2 : 1;
  if (!canSplit(transaction.doc, position, depth)) return false;
  transaction.split(position, depth);
  return true;
}

/** Makes the editor show `wanted`. Answers whether that took more than small steps. */
export function settle(transaction: Transaction, wanted: Node): boolean {
  for (let count = 0; count < MOST_BLOCKS; count += 1) {
    const start = transaction.doc.content.findDiffStart(wanted.content);
    if (start === null) return false;
    if (!changeBlock(transaction, wanted, start) && !changeTable(transaction, wanted, start)) break;
  }
  const start = transaction.doc.content.findDiffStart(wanted.content);
  if (start === null) return false;
  const ends = transaction.doc.content.findDiffEnd(wanted.content)!;
  const overlap = Math.max(0, start - Math.min(ends.a, ends.b));
  const [from, to] = [ends.a + overlap, ends.b + overlap];
  const slice = wanted.slice(start, to);
  try {
    transaction.step(new ReplaceStep(start, from, slice));
  } catch {
    transaction.replace(start, from, slice);
  }
  if (!transaction.doc.eq(wanted)) transaction.replaceWith(0, transaction.doc.content.size, wanted.content);
  return true;
}

/** Where the difference is that a block is of another kind, changes that alone. */
function changeBlock(transaction: Transaction, wanted: Node, at: number): boolean {
  const [have, want] = [transaction.doc.nodeAt(at), wanted.nodeAt(at)];
  if (!have?.isTextblock || !want?.isTextblock || have.sameMarkup(want)) return false;
  const place = transaction.doc.resolve(at);
  if (!place.parent.canReplaceWith(place.index(), place.index() + 1, want.type)) return false;
  transaction.setNodeMarkup(at, want.type, want.attrs, []);
  return transaction.doc.nodeAt(at)?.sameMarkup(want) === true;
}

/** A table that others edited stays the node that it is, so that undo still finds it. */
function changeTable(transaction: Transaction, wanted: Node, at: number): boolean {
  const [have, want] = [transaction.doc.nodeAt(at), wanted.nodeAt(at)];
  if (have?.type !== nodes.table || want?.type !== nodes.table || !Mark.sameSet(have.marks, want.marks)) return false;
  if (!isSameTable(have.attrs.marker, want.attrs.marker)) return false;
  transaction.setNodeAttribute(at, "marker", want.attrs.marker);
  return true;
}
