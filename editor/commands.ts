// What a person can do to the text, each under the name by which keys and tools call it.
import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { closeHistory, redo, undo } from "prosemirror-history";
import type { Mark, NodeType } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type EditorState, NodeSelection } from "prosemirror-state";
import { marks, nodes } from "./schema.ts";
import { emptyTable } from "./table.ts";

export interface Action {
  run: Command;
  /** Whether it is in force where the caret is; left out for what never is. */
  isOn?: (state: EditorState) => boolean;
}

export const actions = {
  bold: { run: toggleMark(marks.strong), isOn: (state) => hasMark(state, "strong") },
  italic: { run: toggleMark(marks.em), isOn: (state) => hasMark(state, "em") },
  code: { run: toggleMark(marks.code), isOn: (state) => hasMark(state, "code") },
  heading1: heading(1),
  heading2: heading(2),
  heading3: heading(3),
  paragraph: { run: setBlockType(nodes.paragraph) },
  bullets: list(nodes.bullet_list, nodes.ordered_list),
  numbers: list(nodes.ordered_list, nodes.bullet_list),
  quote: { run: quote, isOn: (state) => isWithin(state, nodes.blockquote) },
  table: { run: insertTable },
  undo: { run: undo },
  redo: { run: redo },
} satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;

function hasMark(state: EditorState, name: string): boolean {
  const type = marks[name]!;
  const { from, to, empty, $from } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

function isWithin(state: EditorState, type: NodeType): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type === type) return true;
  return false;
}

/** A heading, or again a paragraph. */
function heading(level: number): Action {
  const isOn = (state: EditorState) => {
    const { parent } = state.selection.$from;
    return parent.type === nodes.heading && parent.attrs.level === level;
  };
  return {
    isOn,
    run: (state, dispatch) =>
      (isOn(state) ? setBlockType(nodes.paragraph) : setBlockType(nodes.heading, { level }))(state, dispatch),
  };
}

/** An empty table where the caret is, selected so that Enter leads into it. Undo takes back it alone. */
function insertTable(state: EditorState, dispatch: Parameters<Command>[1]): boolean {
  const { $from } = state.selection;
  if ($from.parent.type === nodes.code_block) return false;
  if (dispatch) {
    const transaction = state.tr.replaceSelectionWith(nodes.table.create({ marker: emptyTable() }));
    const at = transaction.selection.from - 1;
    if (transaction.doc.nodeAt(at)?.type === nodes.table) {
      transaction.setSelection(NodeSelection.create(transaction.doc, at));
    }
    dispatch(closeHistory(transaction).scrollIntoView());
  }
  return true;
}

/** The innermost list around the selection. */
function listAround(state: EditorState): NodeType | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const { type } = $from.node(depth);
    if (type === nodes.bullet_list || type === nodes.ordered_list) return type;
  }
  return null;
}

/** Items of a list, or of the other list made items of this one, or no items any more. */
function list(type: NodeType, other: NodeType): Action {
  return {
    isOn: (state) => listAround(state) === type,
    run: (state, dispatch) => {
      const around = listAround(state);
      if (around === type) return liftListItem(nodes.list_item)(state, dispatch);
      if (around !== other) return wrapInList(type)(state, dispatch);
      const { $from } = state.selection;
      let depth = $from.depth;
      while ($from.node(depth).type !== other) depth -= 1;
      dispatch?.(state.tr.setNodeMarkup($from.before(depth), type));
      return true;
    },
  };
}

function quote(state: EditorState, dispatch: Parameters<Command>[1]): boolean {
  return (isWithin(state, nodes.blockquote) ? lift : wrapIn(nodes.blockquote))(state, dispatch);
}

/** The link at the caret, or within the selection, and the text that it covers. */
export function linkAt(state: EditorState): { mark: Mark | null; from: number; to: number } {
  const { from, to, empty, $from } = state.selection;
  if (!empty) {
    let mark: Mark | null = null;
    state.doc.nodesBetween(from, to, (node) => {
      mark ??= marks.link.isInSet(node.marks) ?? null;
    });
    return { mark, from, to };
  }
  const mark = marks.link.isInSet($from.marks()) ?? null;
  if (!mark) return { mark, from, to };
  let [start, end] = [from, to];
  $from.parent.forEach((node, offset) => {
    const at = $from.start() + offset;
    if (mark.isInSet(node.marks) && at <= from && from <= at + node.nodeSize) [start, end] = [at, at + node.nodeSize];
  });
  return { mark, from: start, to: end };
}

/** Links what is selected; with nothing selected, writes the address as the link's text. Null removes it. */
export function setLink(href: string | null): Command {
  return (state, dispatch) => {
    const { from, to } = linkAt(state);
    const transaction = state.tr;
    if (href === null) transaction.removeMark(from, to, marks.link);
    else if (from === to) transaction.insert(from, state.schema.text(href, [marks.link.create({ href })]));
    else transaction.removeMark(from, to, marks.link).addMark(from, to, marks.link.create({ href }));
    dispatch?.(transaction.scrollIntoView());
    return true;
  };
}
