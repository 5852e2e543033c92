// The editor of rich text: ProseMirror on one text of a paper. Fetched when the first paper is opened; the page
// calls it through src/platform/rich_text.rs.
import { history } from "prosemirror-history";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { Binding } from "./binding.ts";
import { keys } from "./keys.ts";
import { TableView } from "./table_view.ts";
import { PaperText, type Replica, type Step } from "./paper.ts";
import { tamed } from "./paste.ts";
import { Toolbar } from "./toolbar.ts";
import type { Words } from "./words.ts";

/** What the page wants to hear, and says of the field. */
export interface Page {
  id: string;
  label: string;
  placeholder: string;
  words: Words;
  /** Something was typed into the replica. */
  wrote(): void;
  /** Whether an input method composes a word: until it has, the replica must not change. */
  composes(isComposing: boolean): void;
  /** The field lost the focus. */
  left(): void;
  /** Something typed could not be kept. */
  failed(reason: string): void;
}

export class Editor {
  private readonly view: EditorView;
  private readonly binding: Binding;
  private readonly toolbar: Toolbar;
  private isComposing = false;
  private isClosed = false;

  constructor(
    private readonly place: HTMLElement,
    replica: Replica,
    private readonly path: string,
    private readonly page: Page,
  ) {
    this.binding = new Binding(new PaperText(replica, path), {
      wrote: () => page.wrote(),
      failed: (reason) => page.failed(String(reason)),
    });
    this.toolbar = new Toolbar(() => this.view, page.words);
    const own = { link: this.toolbar.openLink, tools: this.toolbar.focus };
    const frame = document.createElement("div");
    frame.className = "rich-text-frame";
    place.append(this.toolbar.element, frame);
    this.view = new EditorView(
      { mount: frame },
      {
        state: EditorState.create({
          doc: this.binding.doc,
          plugins: [this.binding.plugin, ...keys(own), history()],
        }),
        attributes: (state) => this.attributes(state),
        transformPastedHTML: tamed,
        nodeViews: {
          table: (node, view, position) => new TableView(node, view, position, page.words),
        },
        dispatchTransaction: (transaction) => {
          this.view.updateState(this.view.state.apply(transaction));
          this.toolbar.show(this.view.state);
        },
        handleDOMEvents: {
          compositionstart: () => this.compose(),
          compositionend: () => this.composed(),
          blur: () => this.page.left(),
        },
      },
    );
    this.toolbar.show(this.view.state);
  }

  private attributes(state: EditorState): Record<string, string> {
    const isEmpty = state.doc.childCount === 1 && state.doc.firstChild!.isTextblock && !state.doc.content.firstChild!.childCount;
    return {
      id: this.page.id,
      class: isEmpty && state.doc.firstChild!.type.name === "paragraph" ? "rich-text is-empty" : "rich-text",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": this.page.label,
      "data-placeholder": this.page.placeholder,
      spellcheck: "true",
    };
  }

  private compose(): boolean {
    this.isComposing = true;
    this.page.composes(true);
    return false;
  }

  /** ProseMirror still reads what was composed for a moment. */
  private composed(): boolean {
    const look = () => {
      if (this.isClosed || !this.isComposing) return;
      if (this.view.composing) {
        setTimeout(look, 10);
        return;
      }
      this.isComposing = false;
      this.page.composes(false);
    };
    setTimeout(look, 30);
    return false;
  }

  /** Another name for the field. */
  name(label: string) {
    if (label === this.page.label) return;
    this.page.label = label;
    this.view.setProps({});
  }

  /** Others wrote. Answers whether something new is shown. */
  heard(steps: Step[]): boolean {
    const isNew = this.binding.remote(this.view, steps);
    this.toolbar.show(this.view.state);
    return isNew;
  }

  /** Goes on with another replica; see `Binding.adopt`. */
  adopt(replica: Replica, keep: boolean): boolean {
    return this.binding.adopt(this.view, new PaperText(replica, this.path), keep);
  }

  close() {
    this.isClosed = true;
    if (this.isComposing) this.page.composes(false);
    this.view.destroy();
    this.place.replaceChildren();
  }
}
