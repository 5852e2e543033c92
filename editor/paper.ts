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

  splice(at: number, remove: number, insert: string) {
    this.replica.spliceRich(this.path, at, remove, insert, Date.now());
  }

  mark(from: number, to: number, name: string, value: MarkValue, grows: boolean) {
    this.replica.mark(this.path, from, to, name, value, grows, Date.now());
  }

  splitBlock(at: number, marker: Marker) {
    this.replica.splitBlock(this.path, at, marker, Date.now());
  }

  updateBlock(at: number, marker: Marker) {
    this.replica.updateBlock(this.path, at, marker, Date.now());
  }

  rollBack() {
    this.replica.rollBack();
  }
}
