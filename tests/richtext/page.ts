// Runs in the browser: two people's editors on two replicas of one paper, which hear of each other only when told
// to. The replicas are the engine's own, so that what one writes is judged by the other as a colleague's is.
import { toggleMark } from "prosemirror-commands";
import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { setLink } from "../../editor/commands.ts";
import { Editor } from "../../editor/main.ts";
import { canonical } from "../../editor/canonical.ts";
import type { Replica, Span, Step } from "../../editor/paper.ts";
import { treeOf } from "../../editor/spans.ts";

const PATH = "minutes";

export type Name = "ada" | "ben";

interface PaperReplica extends Replica {
  commit(now: number): Uint8Array | undefined;
  apply(news: Uint8Array): { path: string; steps: Step[] }[];
  heads(): string;
}

type Engine = {
  default(where: { module_or_path: string }): Promise<unknown>;
  PaperReplica: new (bytes: Uint8Array, register: Uint8Array, doc: Uint8Array, actor: Uint8Array) => PaperReplica;
};

/** What is compared after every exchange. */
export interface Findings {
  html: string;
  other: string;
  wrong: string[];
}

const WORDS = new Proxy({}, { get: (_words, key) => String(key) }) as never;

class Somebody {
  readonly replica: PaperReplica;
  readonly editor: Editor;
  readonly failures: string[] = [];
  private isComposing = false;
  private waiting: Uint8Array[] = [];

  constructor(engine: Engine, place: HTMLElement, number: number, base: Uint8Array | undefined) {
    this.replica = blank(engine, number);
    if (base) this.replica.apply(news(base));
    place.replaceChildren();
    this.editor = new Editor(place, this.replica, PATH, {
      id: `field-${number}`,
      label: `Text of ${number}`,
      placeholder: "",
      words: WORDS,
      wrote: () => {},
      left: () => {},
      failed: (reason) => this.failures.push(reason),
      composes: (isComposing) => {
        this.isComposing = isComposing;
        if (!isComposing) for (const changes of this.waiting.splice(0)) this.hears(changes);
      },
    });
  }

  get view(): EditorView {
    return (this.editor as unknown as { view: EditorView }).view;
  }

  commits() {
    return this.replica.commit(1_700_000_000_000);
  }

  /** As src/session/paper.rs does it: while a word is composed, what others wrote waits. */
  hears(changes: Uint8Array) {
    if (this.isComposing) {
      this.waiting.push(changes);
      return;
    }
    for (const { path, steps } of this.replica.apply(news(changes))) if (path === PATH) this.editor.heard(steps);
  }

  get shown(): string {
    return canonical(this.view.state.doc.toJSON());
  }

  get kept(): string {
    return canonical(treeOf(this.replica.spans(PATH)).toJSON());
  }

  position(text: string): number {
    let found = -1;
    this.view.state.doc.descendants((node: Node, at: number) => {
      if (found >= 0 || !node.isTextblock) return found < 0;
      const index = node.textBetween(0, node.content.size, null, "\ufffc").indexOf(text);
      if (index >= 0) found = at + 1 + index;
      return false;
    });
    if (found < 0) throw new Error(`there is no ${text}`);
    return found;
  }

  select(from: number, to = from) {
    this.view.focus();
    const { state } = this.view;
    this.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
  }
}

function blank(engine: Engine, number: number): PaperReplica {
  const actor = new Uint8Array(40).fill(number);
  actor.fill(0x81, 32);
  return new engine.PaperReplica(new Uint8Array(), new Uint8Array(32).fill(7), new Uint8Array(16).fill(3), actor);
}

/** One batch of changes as the worker tells it (crates/engine/src/paper_message.rs, in postcard). */
function news(changes: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let rest = changes.length; ; rest >>>= 7) {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    if (rest <= 0x7f) break;
  }
  return Uint8Array.from([0, 1, ...length, ...changes]);
}

/** What stands in both papers at the beginning. */
function written(engine: Engine, spans: Span[]): Uint8Array | undefined {
  const replica = blank(engine, 9);
  let at = 0;
  for (const span of spans) {
    if ("block" in span) {
      // The text is born with its first marker.
      if (at === 0) replica.updateBlock(PATH, 0, span.block, 1);
      else replica.splitBlock(PATH, at, span.block, 1);
      at += 1;
      continue;
    }
    replica.spliceRich(PATH, at, 0, span.text, 1);
    for (const [name, value] of Object.entries(span.marks)) {
      replica.mark(PATH, at, at + span.text.length, name, value, name !== "link", 1);
    }
    at += span.text.length;
  }
  return replica.commit(1);
}

class Scene {
  private engine!: Engine;
  people!: Record<Name, Somebody>;
  readonly errors: string[] = [];

  async load(script: string, wasm: string) {
    this.engine = (await import(script)) as Engine;
    await this.engine.default({ module_or_path: wasm });
  }

  start(spans: Span[]) {
    const base = written(this.engine, spans);
    const place = (name: Name) => document.getElementById(name)!;
    this.people = {
      ada: new Somebody(this.engine, place("ada"), 1, base),
      ben: new Somebody(this.engine, place("ben"), 2, base),
    };
  }

  exchange() {
    const { ada, ben } = this.people;
    const [ours, theirs] = [ada.commits(), ben.commits()];
    if (ours) ben.hears(ours);
    if (theirs) ada.hears(theirs);
  }

  caret(name: Name, text: string, offset = 0) {
    const somebody = this.people[name];
    somebody.select(somebody.position(text) + offset);
  }

  select(name: Name, text: string) {
    const somebody = this.people[name];
    const from = somebody.position(text);
    somebody.select(from, from + text.length);
  }

  selectBetween(name: Name, from: string, to: string) {
    const somebody = this.people[name];
    somebody.select(somebody.position(from), somebody.position(to));
  }

  around(name: Name): string {
    const { state } = this.people[name].view;
    const at = state.selection.head;
    const before = state.doc.textBetween(Math.max(0, at - 6), at, "|");
    return `${before}^${state.doc.textBetween(at, Math.min(state.doc.content.size, at + 6), "|")}`;
  }

  deleteParagraph(name: Name, text: string) {
    const { view } = this.people[name];
    const place = view.state.doc.resolve(this.people[name].position(text));
    view.dispatch(view.state.tr.delete(place.before(), place.after()));
  }

  insertAtStart(name: Name, text: string) {
    const { view } = this.people[name];
    view.dispatch(view.state.tr.insertText(text, 1));
  }

  focus(name: Name) {
    this.people[name].view.focus();
  }

  paste(name: Name, html: string) {
    this.people[name].view.pasteHTML(html);
  }

  link(name: Name, href: string) {
    const { view } = this.people[name];
    setLink(href)(view.state, view.dispatch);
  }

  bold(name: Name) {
    const { view } = this.people[name];
    toggleMark(view.state.schema.marks.strong!)(view.state, view.dispatch);
  }

  spans(name: Name): Span[] {
    return this.people[name].replica.spans(PATH);
  }

  /** Lets every splice of somebody's replica fail for a while, as a defect would. */
  break(name: Name, isBroken: boolean) {
    const replica = this.people[name].replica as unknown as Record<string, unknown>;
    if (isBroken) {
      let left = 1;
      const whole = (this.people[name].replica.spliceRich as (...all: unknown[]) => void).bind(this.people[name].replica);
      replica.spliceRich = (...all: unknown[]) => {
        if (left-- > 0) throw new Error("broken");
        whole(...all);
      };
    } else delete replica.spliceRich;
  }

  /** Editor and document say the same, whoever's. */
  agrees(name: Name): string[] {
    const somebody = this.people[name];
    const wrong = [...somebody.failures, ...this.errors];
    if (somebody.shown !== somebody.kept) wrong.push(`${name} sees ${somebody.shown}, kept is ${somebody.kept}`);
    try {
      somebody.view.state.doc.check();
    } catch (error) {
      wrong.push(`${name}'s tree: ${error}`);
    }
    return wrong;
  }

  findings(): Findings {
    const { ada, ben } = this.people;
    const wrong = [...this.agrees("ada"), ...this.agrees("ben")];
    const html = (view: EditorView) => bare(view.dom);
    const spans = (somebody: Somebody) => canonical(somebody.replica.spans(PATH));
    if (ada.replica.heads() !== ben.replica.heads()) wrong.push("the heads differ");
    if (spans(ada) !== spans(ben)) wrong.push(`the documents differ: ${spans(ada)} / ${spans(ben)}`);
    if (html(ada.view) !== html(ben.view)) wrong.push(`the pages differ: ${apart(html(ada.view), html(ben.view))}`);
    return { html: html(ada.view), other: html(ben.view), wrong };
  }
}

/** Where two texts begin to differ. */
function apart(one: string, other: string): string {
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  return `${around(one)} / ${around(other)}`;
}

/** What is shown, without what only holds the caret or shows a selection. */
function bare(shown: HTMLElement): string {
  const copy = shown.cloneNode(true) as HTMLElement;
  for (const aid of copy.querySelectorAll(".ProseMirror-trailingBreak, .ProseMirror-separator")) aid.remove();
  for (const table of copy.querySelectorAll(".rich-text-table")) table.className = "rich-text-table";
  for (const selected of copy.querySelectorAll('.ProseMirror-selectednode, [class=""]')) {
    for (const name of ["class", "draggable"]) selected.removeAttribute(name);
  }
  return copy.innerHTML;
}

export type { Scene };

declare global {
  interface Window {
    scene: Scene;
    harmed?: boolean;
  }
}

window.scene = new Scene();
window.addEventListener("error", (event) => window.scene.errors.push(String(event.error?.stack ?? event.message)));
document.addEventListener("securitypolicyviolation", (event) => {
  window.scene.errors.push(`policy: ${event.violatedDirective} ${event.sourceFile}`);
});
