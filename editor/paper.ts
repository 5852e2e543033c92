// What the editor asks of a paper's text: the page's own replica of it, which the engine's WebAssembly exports
// (crates/engine/src/paper_rich.rs). Indices count UTF-16 code units; each marker of a block counts as one.

/** What begins a block, or stands in the text as an embedded thing. The form is Automerge's rich text. */
export interface Marker {
  type: string;
  /** The containers around it, outermost first. */
  parents: string[];
  attrs: Record<string, unknown>;
  isEmbed: boolean;
  [unknown: string]: unknown;
}

export type MarkValue = string | number | boolean | null;
export type Marks = Record<string, MarkValue>;

export type Span = { text: string; marks: Marks } | { block: Marker };

/** What others did, one step after the other. */
export type Step =
  | { at: number; text: string; marks: Marks }
  | { at: number; length: number }
  | { at: number; kind: string; embed: boolean }
  | { from: number; to: number; name: string; value: MarkValue };

/** The replica, as the engine exports it. */
export interface Replica {
  spans(path: string): Span[];
  marksAt(path: string, at: number): Marks;
  spliceRich(path: string, at: number, remove: number, insert: string, now: number): void;
  mark(path: string, from: number, to: number, name: string, value: MarkValue, grows: boolean, now: number): void;
  splitBlock(path: string, at: number, marker: Marker, now: number): void;
  updateBlock(path: string, at: number, marker: Marker, now: number): void;
  rollBack(): void;
}

/** One text of a paper. */
export class PaperText {
  /** Where the last typed text ended, and its marks, if it came under them by itself. */
  private typed: { end: number; marks: Marks } | null = null;

  constructor(
    readonly replica: Replica,
    readonly path: string,
  ) {}

  spans(): Span[] {
    return this.replica.spans(this.path);
  }

  marksAt(at: number): Marks {
    return this.replica.marksAt(this.path, at);
  }

  /** The marks under which text comes that goes on where the last ended: those of the last. Null if it does not. */
  marksOfTyping(at: number): Marks | null {
    return this.typed?.end === at ? this.typed.marks : null;
  }

  /** What was just inserted ends here, under these marks, and none of them had to be set. */
  cameUnder(end: number, marks: Marks) {
    this.typed = { end, marks };
  }

  /** The document changed, whoever changed it. */
  changed() {
    this.typed = null;
  }

  splice(at: number, remove: number, insert: string) {
    this.changed();
    this.replica.spliceRich(this.path, at, remove, insert, Date.now());
  }

  mark(from: number, to: number, name: string, value: MarkValue, grows: boolean) {
    this.changed();
    this.replica.mark(this.path, from, to, name, value, grows, Date.now());
  }

  splitBlock(at: number, marker: Marker) {
    this.changed();
    this.replica.splitBlock(this.path, at, marker, Date.now());
  }

  updateBlock(at: number, marker: Marker) {
    this.changed();
    this.replica.updateBlock(this.path, at, marker, Date.now());
  }

  rollBack() {
    this.changed();
    this.replica.rollBack();
  }
}
