// Holds editor and document together: what is done here is written at once, what others do is shown, and after
// both the editor shows the document.
import { type EditorState, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { write, writeAll } from "./local.ts";
import { PaperText, type Step } from "./paper.ts";
import { Positions } from "./positions.ts";
import { follow, settle } from "./remote.ts";
import { treeOf } from "./spans.ts";

/** Marks what came from the document: it is not written into it again. */
const FROM_DOCUMENT = "from document";

export interface Heard {
  /** Something was written into the document. */
  wrote(): void;
  /** Something could not be written; the editor shows what the document has. */
  failed(reason: unknown): void;
}

export class Binding {
  /** Whether the binding itself changes the editor. */
  private isBusy = false;

  constructor(
    private text: PaperText,
    private readonly heard: Heard,
  ) {}

  get doc() {
    return treeOf(this.text.spans());
  }

  get plugin(): Plugin {
    return new Plugin({
      appendTransaction: (transactions, _before, state) => this.local(transactions, state),
    });
  }

  private local(transactions: readonly Transaction[], state: EditorState): Transaction | null {
    if (this.isBusy) return null;
    const ours = transactions.filter((one) => one.docChanged && !one.getMeta(FROM_DOCUMENT));
    if (!ours.length) return null;
    let compare = false;
    try {
      for (const transaction of ours) compare = write(this.text, transaction) || compare;
    } catch (reason) {
      this.rescue(state, reason);
      compare = true;
    }
    this.heard.wrote();
    return compare ? this.compared(state) : null;
  }

  /** A transaction could not be written: the document goes back to its last commit, and what the editor shows is
   * written anew as a whole, so that nothing typed is lost with it. */
  private rescue(state: EditorState, reason: unknown) {
    this.text.rollBack();
    try {
      writeAll(this.text, this.doc, state.doc);
    } catch {
      this.text.rollBack();
      this.heard.failed(reason);
    }
  }

  private compared(state: EditorState): Transaction | null {
    const wanted = this.doc;
    if (wanted.eq(state.doc)) return null;
    const transaction = state.tr;
    settle(transaction, wanted);
    return transaction.setMeta(FROM_DOCUMENT, true);
  }

  /** Others changed the document. Answers whether the editor shows something new. */
  remote(view: EditorView, steps: Step[]): boolean {
    this.text.changed();
    const { selection } = view.state;
    const transaction = view.state.tr;
    const positions = new Positions(transaction.doc);
    const caret = { anchor: positions.inner(selection.anchor), head: positions.inner(selection.head) };
    const wanted = this.doc;
    try {
      follow(transaction, steps, caret);
    } catch {
      // A step that does not fit is left to the comparison.
    }
    if (settle(transaction, wanted) && selection instanceof TextSelection) {
      const there = new Positions(transaction.doc);
      const [anchor, head] = [there.position(caret.anchor), there.position(caret.head)];
      if (anchor !== null && head !== null) {
        transaction.setSelection(TextSelection.create(transaction.doc, anchor, head));
      }
    }
    if (!transaction.docChanged) return false;
    transaction.setMeta("addToHistory", false).setMeta(FROM_DOCUMENT, true);
    this.isBusy = true;
    try {
      view.dispatch(transaction);
    } finally {
      this.isBusy = false;
    }
    return true;
  }

  /** Another replica takes the place of ours. What the editor shows is written into it if that is not kept
   * anywhere else yet; else its own text counts. Answers whether something was written. */
  adopt(view: EditorView, text: PaperText, keep: boolean): boolean {
    this.text = text;
    const before = this.doc;
    let wrote = false;
    if (keep && !before.eq(view.state.doc)) {
      try {
        writeAll(text, before, view.state.doc);
        wrote = true;
      } catch (reason) {
        text.rollBack();
        this.heard.failed(reason);
      }
    }
    this.remote(view, []);
    return wrote;
  }
}
