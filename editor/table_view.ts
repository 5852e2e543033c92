// A table as it is shown and edited: each cell a small text area, tools beneath while somebody is in it.
import { closeHistory, redoNoScroll, undoNoScroll } from "prosemirror-history";
import { keydownHandler } from "prosemirror-keymap";
import type { Node } from "prosemirror-model";
import { type Command, NodeSelection, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView, NodeView } from "prosemirror-view";
import { completed } from "./canonical.ts";
import { nodes } from "./schema.ts";
import { at, tableOf, withCell, withLess, withMore } from "./table.ts";
import { TableStep } from "./table_step.ts";
import type { Words } from "./words.ts";

/** Who stops for so long goes on with another thing to undo, as in the text. */
const PAUSE_MS = 500;

let visits = 0;

export class TableView implements NodeView {
  readonly dom = document.createElement("span");
  private readonly table = document.createElement("table");
  private readonly areas = new Map<string, HTMLTextAreaElement>();
  private json = "";
  private shape = "";
  /** Where an input method composes a word: nothing is changed there until it has. */
  private composing: HTMLTextAreaElement | null = null;
  /** One visit of a cell, up to a pause: what is typed in it is undone together. */
  private visit: { name: string; at: number } | null = null;
  /** The cell that somebody was in last. */
  private last: { row: string; column: string } | null = null;

  constructor(
    node: Node,
    private readonly view: EditorView,
    private readonly position: () => number | undefined,
    private readonly words: Words,
  ) {
    this.dom.className = "rich-text-table";
    this.dom.contentEditable = "false";
    this.dom.append(this.table, this.tools());
    this.show(node.attrs.marker);
  }

  update(node: Node): boolean {
    if (node.type !== nodes.table) return false;
    this.show(node.attrs.marker);
    return true;
  }

  stopEvent(): boolean {
    return true;
  }

  ignoreMutation(): boolean {
    return true;
  }

  selectNode() {
    this.dom.classList.add("is-selected");
  }

  deselectNode() {
    this.dom.classList.remove("is-selected");
  }

  private show(json: string) {
    if (json === this.json) return;
    this.json = json;
    const { rows, columns, cells } = tableOf(completed(JSON.parse(json)));
    const shape = JSON.stringify([rows, columns]);
    if (shape !== this.shape) this.build(rows, columns);
    this.shape = shape;
    for (const [key, area] of this.areas) if (area !== this.composing) fill(area, cells[key] ?? "");
  }

  /** Cells that stay keep their text areas, so that whoever is in one stays in it. */
  private build(rows: string[], columns: string[]) {
    const focused = document.activeElement;
    const before = new Map(this.areas);
    this.areas.clear();
    const body = document.createElement("tbody");
    rows.forEach((row, index) => {
      const line = body.insertRow();
      columns.forEach((column, number) => {
        const area = before.get(at(row, column)) ?? this.area(row, column);
        area.ariaLabel = this.words.cell.replace("{row}", String(index + 1)).replace("{column}", String(number + 1));
        this.areas.set(at(row, column), area);
        const cell = document.createElement(index ? "td" : "th");
        cell.append(area);
        line.append(cell);
      });
    });
    this.table.replaceChildren(body);
    if (focused instanceof HTMLTextAreaElement && body.contains(focused)) focused.focus({ preventScroll: true });
  }

  private area(row: string, column: string): HTMLTextAreaElement {
    const area = document.createElement("textarea");
    area.rows = 1;
    area.spellcheck = true;
    area.addEventListener("focus", () => {
      this.last = { row, column };
      this.visit = null;
    });
    area.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.type(row, column, area.value);
    });
    area.addEventListener("compositionstart", () => {
      this.composing = area;
    });
    area.addEventListener("compositionend", () => {
      this.composing = null;
      this.type(row, column, area.value);
    });
    area.addEventListener("keydown", (event) => this.key(event, area));
    return area;
  }

  /** Enter goes to the cell below, Escape back into the text, undo is the whole text's; everything else is the text
   * area's own. */
  private key(event: KeyboardEvent, area: HTMLTextAreaElement) {
    if (event.isComposing) return;
    if (this.undo(this.view, event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.leave();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const cell = area.closest("td, th") as HTMLTableCellElement;
      const below = this.table.rows[(cell.parentElement as HTMLTableRowElement).rowIndex + 1];
      if (below) below.cells[cell.cellIndex]?.querySelector("textarea")?.focus();
      else this.leave();
    }
  }

  private readonly undo = keydownHandler({
    "Mod-z": whole(undoNoScroll),
    "Mod-y": whole(redoNoScroll),
    "Shift-Mod-z": whole(redoNoScroll),
  });

  private leave() {
    const place = this.position();
    if (place === undefined) return;
    const { state } = this.view;
    this.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, place + 1)));
    this.view.focus();
  }

  private type(row: string, column: string, text: string) {
    const now = Date.now();
    const isNew = !this.visit || now - this.visit.at > PAUSE_MS;
    this.visit = { name: isNew ? `cell ${(visits += 1)}` : this.visit!.name, at: now };
    const transaction = this.edited(withCell(this.json, row, column, text));
    if (!transaction) return;
    // History takes steps of one composition for one, whatever places they touch.
    transaction.setMeta("composition", this.visit.name);
    this.view.dispatch(isNew ? closeHistory(transaction) : transaction);
  }

  /** A change of rows or columns, which is undone alone. */
  private reshape(json: string) {
    this.visit = null;
    const transaction = this.edited(json);
    if (transaction) this.view.dispatch(closeHistory(transaction));
  }

  private edited(json: string): Transaction | null {
    const place = this.position();
    if (place === undefined || json === this.json) return null;
    const { tr } = this.view.state;
    return tr.step(TableStep.between(place, this.json, json));
  }

  private tools(): HTMLElement {
    const tools = document.createElement("span");
    tools.className = "rich-text-table-tools";
    const button = (word: string, change: (last: { row: string; column: string }) => string) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button-quiet";
      button.textContent = word;
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => {
        const { rows, columns } = tableOf(completed(JSON.parse(this.json)));
        const row = this.last && rows.includes(this.last.row) ? this.last.row : rows.at(-1)!;
        const column = this.last && columns.includes(this.last.column) ? this.last.column : columns.at(-1)!;
        this.reshape(change({ row, column }));
      });
      tools.append(button);
    };
    button(this.words.addRow, ({ row }) => withMore(this.json, "rows", row));
    button(this.words.addColumn, ({ column }) => withMore(this.json, "columns", column));
    button(this.words.removeRow, ({ row }) => withLess(this.json, "rows", row));
    button(this.words.removeColumn, ({ column }) => withLess(this.json, "columns", column));
    return tools;
  }
}

/** With nothing left to take back, the area must not take back by itself what others may have changed since. */
function whole(command: Command): Command {
  return (state, dispatch) => {
    command(state, dispatch);
    return true;
  };
}

/** A text that others changed; the caret stays as far as it can. */
function fill(area: HTMLTextAreaElement, text: string) {
  if (area.value === text) return;
  const [from, to] = [area.selectionStart, area.selectionEnd];
  area.value = text;
  if (document.activeElement === area) area.setSelectionRange(Math.min(from, text.length), Math.min(to, text.length));
}

/** Enter on a table that is selected goes into it. */
export const enterTable: Command = (state, dispatch, view) => {
  const { selection } = state;
  if (!(selection instanceof NodeSelection) || selection.node.type !== nodes.table) return false;
  const shown = view?.nodeDOM(selection.from);
  if (dispatch && shown instanceof HTMLElement) shown.querySelector("textarea")?.focus();
  return true;
};
