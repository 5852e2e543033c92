// A walk of two people through one paper, in the browser: typing, Enter, deleting, marks, headings, lists, undo at
// places that a seed decides, exchanged now and then. After every step each editor shows its document; after every
// exchange both show the same.
import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { type ActionName, actions } from "../../editor/commands.ts";
import type { Span } from "../../editor/paper.ts";
import type { Name } from "./page.ts";

/** Names of what is done, each as often as it is to be done. */
const DEEDS = ["type", "type", "type", "word", "word", "enter", "delete", "bold", "key", "heading", "list", "undo"] as const;
const TYPED = ["a", "b ", "😀", "é", "e\u0301", "👩‍🚀", "🇩🇪"];
const FORMS: ActionName[] = ["bullets", "numbers", "quote", "italic", "table"];

const block = (type: string, attrs = {}) => ({ block: { type, parents: [], attrs, isEmbed: false } });
const text = (text: string) => ({ text, marks: {} });
const BASE: Span[] = [
  block("paragraph"),
  text("Alpha beta gamma 😀 delta."),
  block("heading", { level: 2 }),
  text("Head"),
  block("unordered-list-item"),
  text("one"),
  block("unordered-list-item"),
  text("two"),
  block("paragraph"),
  text("End é of it."),
];

/** Numbers that follow from a seed. */
function chance(seed: number) {
  let state = (seed * 2654435761) >>> 0 || 1;
  return (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

/** Walks so many steps; answers what went wrong, if anything did. */
export function walk(seed: number, steps: number): string | null {
  const { scene } = window;
  const any = chance(seed);
  const done: string[] = [];
  scene.start(BASE);
  try {
    for (let step = 0; step < steps; step += 1) {
      const name: Name = any(2) ? "ada" : "ben";
      const { view } = scene.people[name];
      select(view, any);
      const deed = DEEDS[any(DEEDS.length)]!;
      done.push(`${name} ${deed} ${view.state.selection.from}-${view.state.selection.to}`);
      act(view, deed, any);
      insist(scene.agrees(name));
      if (any(5) === 0) {
        done.push("exchange");
        scene.exchange();
        insist(scene.findings().wrong);
      }
    }
    scene.exchange();
    insist(scene.findings().wrong);
    return null;
  } catch (error) {
    return `seed ${seed}, after ${done.slice(-8).join(", ")}: ${error instanceof Error ? error.message : error}`;
  }
}

function insist(wrong: string[]) {
  if (wrong.length) throw new Error(wrong.join("; ").slice(0, 2000));
}

function select(view: EditorView, any: (below: number) => number) {
  const { doc } = view.state;
  const from = any(doc.content.size + 1);
  const to = Math.min(doc.content.size, from + any(9));
  const place = (at: number) => doc.resolve(whole(doc, at));
  view.dispatch(view.state.tr.setSelection(TextSelection.between(place(from), place(to))));
}

/** Nobody puts a caret between the halves of a character. */
function whole(doc: Node, at: number): number {
  const place = doc.resolve(at);
  if (!place.parent.isTextblock || !place.textOffset) return at;
  const unit = place.parent.textContent.charCodeAt(place.parentOffset);
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at;
}

function act(view: EditorView, deed: (typeof DEEDS)[number], any: (below: number) => number) {
  const press = (key: string) =>
    view.someProp("handleKeyDown", (handle) => handle(view, new KeyboardEvent("keydown", { key })));
  const run = (name: ActionName) => actions[name].run(view.state, view.dispatch);
  if (deed === "type") view.dispatch(view.state.tr.insertText(TYPED[any(TYPED.length)]!));
  else if (deed === "word") for (const letter of "word") view.dispatch(view.state.tr.insertText(letter));
  else if (deed === "enter") press("Enter");
  else if (deed === "delete") view.dispatch(view.state.tr.deleteSelection());
  else if (deed === "bold") run("bold");
  else if (deed === "key") press(any(2) ? "Tab" : "Backspace");
  else if (deed === "heading") run((["heading1", "heading2", "heading3"] as const)[any(3)]!);
  else if (deed === "list") run(FORMS[any(FORMS.length)]!);
  else run(any(2) ? "undo" : "redo");
}

declare global {
  interface Window {
    walk: typeof walk;
  }
}

window.walk = walk;
