// The tools above the text: one stop for the Tab key, arrows from tool to tool, and a line for a link's address.
import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { typedAddress } from "./address.ts";
import { type Action, type ActionName, actions, linkAt, setLink } from "./commands.ts";
import { icon } from "./icons.ts";
import type { Words } from "./words.ts";

const TOOLS: (ActionName | "link" | "|")[] = [
  "bold",
  "italic",
  "link",
  "|",
  "heading1",
  "heading2",
  "heading3",
  "bullets",
  "numbers",
  "quote",
  "table",
  "|",
  "undo",
  "redo",
];

export class Toolbar {
  readonly element = document.createElement("div");
  private readonly tools = document.createElement("div");
  private readonly buttons = new Map<ActionName | "link", HTMLButtonElement>();
  private readonly form: LinkForm;

  constructor(
    private readonly view: () => EditorView,
    private readonly words: Words,
  ) {
    this.element.className = "rich-text-bar";
    this.tools.className = "rich-text-tools";
    this.tools.setAttribute("role", "toolbar");
    this.tools.setAttribute("aria-label", words.tools);
    for (const name of TOOLS) this.tools.append(name === "|" ? gap() : this.button(name));
    this.tools.addEventListener("keydown", (event) => this.walk(event));
    this.form = new LinkForm(view, words);
    this.element.append(this.tools, this.form.element);
    this.stop(this.all()[0]!);
  }

  private button(name: ActionName | "link"): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rich-text-tool";
    button.title = button.ariaLabel = this.words[name];
    button.append(icon(name));
    // The text keeps the focus and its selection.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => this.use(name));
    button.addEventListener("focus", () => this.stop(button));
    this.buttons.set(name, button);
    return button;
  }

  private use(name: ActionName | "link") {
    const view = this.view();
    if (name === "link") {
      this.form.open();
      return;
    }
    actions[name].run(view.state, view.dispatch);
    // From the keyboard one goes on with the tools; with the mouse the text never lost the focus.
    if (!this.tools.contains(document.activeElement)) view.focus();
  }

  private all(): HTMLButtonElement[] {
    return [...this.buttons.values()];
  }

  /** The Tab key stops here next time. */
  private stop(at: HTMLButtonElement) {
    for (const button of this.all()) button.tabIndex = button === at ? 0 : -1;
  }

  private walk(event: KeyboardEvent) {
    const all = this.all();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 };
    if (event.key === "Escape") this.view().focus();
    else if (event.key in steps) all.at(steps[event.key]! % all.length)!.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Shows what is in force where the caret is. */
  show(state: EditorState) {
    for (const [name, button] of this.buttons) {
      if (name === "link") {
        say(button, "ariaPressed", linkAt(state).mark !== null);
        continue;
      }
      const action: Action = actions[name];
      if (action.isOn) say(button, "ariaPressed", action.isOn(state));
      else say(button, "ariaDisabled", !action.run(state));
    }
  }

  readonly openLink: Command = () => {
    this.form.open();
    return true;
  };

  readonly focus: Command = () => {
    this.all().find((button) => button.tabIndex === 0)?.focus();
    return true;
  };
}

/** Only what is new: every key asks. */
function say(button: HTMLButtonElement, what: "ariaPressed" | "ariaDisabled", is: boolean) {
  if (button[what] !== String(is)) button[what] = String(is);
}

function gap(): HTMLElement {
  const gap = document.createElement("span");
  gap.className = "rich-text-gap";
  return gap;
}

/** Where a link leads. */
class LinkForm {
  readonly element = document.createElement("form");
  private readonly input = document.createElement("input");
  private readonly problem = document.createElement("p");
  private readonly remove = document.createElement("button");

  constructor(
    private readonly view: () => EditorView,
    words: Words,
  ) {
    this.element.className = "rich-text-link";
    this.element.hidden = true;
    this.input.type = "text";
    this.input.inputMode = "url";
    this.input.autocomplete = "off";
    this.input.placeholder = "https://";
    this.input.ariaLabel = words.address;
    this.problem.setAttribute("role", "alert");
    this.problem.className = "field-problem";
    const done = document.createElement("button");
    done.className = "button";
    done.textContent = words.done;
    this.remove.type = "button";
    this.remove.className = "button-quiet";
    this.remove.textContent = words.unlink;
    this.remove.addEventListener("click", () => this.set(null));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      const href = typedAddress(this.input.value);
      if (href !== null) this.set(href);
      else if (!this.input.value.trim()) this.set(null);
      else this.problem.textContent = words.badAddress;
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
    this.element.append(this.input, done, this.remove, this.problem);
  }

  open() {
    const { mark } = linkAt(this.view().state);
    this.input.value = mark?.attrs.href ?? "";
    this.remove.hidden = mark === null;
    this.problem.textContent = "";
    this.element.hidden = false;
    this.input.focus();
    this.input.select();
  }

  private set(href: string | null) {
    const view = this.view();
    setLink(href)(view.state, view.dispatch);
    this.close();
  }

  private close() {
    this.element.hidden = true;
    this.view().focus();
  }
}
