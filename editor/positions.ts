// Where is what: an index of the document, flat and with one place for each marker, and a position of the tree.
import type { Node } from "prosemirror-model";

interface Place {
  /** The position at which the block's content begins. */
  position: number;
  length: number;
  isGhost: boolean;
  /** The index of its marker; of the place before its content if it has none. */
  at: number;
}

export class Positions {
  readonly blocks: Place[] = [];
  /** The document's length. */
  readonly end: number;

  private static readonly known = new WeakMap<Node, Positions>();

  /** Those of a document, counted once: a key asks more than once. */
  static of(doc: Node, real = false): Positions {
    if (real) return new Positions(doc, real);
    let positions = this.known.get(doc);
    if (!positions) this.known.set(doc, (positions = new Positions(doc)));
    return positions;
  }

  /** `real` if ghosts have got their markers. */
  constructor(doc: Node, real = false) {
    let at = 0;
    doc.descendants((node, position) => {
      if (!node.isTextblock) return true;
      const isGhost = node.attrs.ghost === true;
      const width = isGhost && !real ? 0 : 1;
      this.blocks.push({ position: position + 1, length: node.content.size, isGhost, at: at + width - 1 });
      at += width + node.content.size;
      return false;
    });
    this.end = at;
  }

  /** The position of an index; null if no block has it. */
  position(index: number): number | null {
    for (const block of this.blocks) {
      if (index > block.at && index <= block.at + 1 + block.length) return block.position + index - block.at - 1;
    }
    return null;
  }

  /** The index of a position; between blocks, that of the next block's marker. */
  outer(position: number): number {
    for (const block of this.blocks) {
      if (position < block.position) return block.at;
      if (position <= block.position + block.length) return block.at + 1 + position - block.position;
    }
    return this.end;
  }

  /** The index of a position; between blocks, the beginning of the next block's content. */
  inner(position: number): number {
    for (const block of this.blocks) {
      if (position <= block.position + block.length) return block.at + 1 + Math.max(0, position - block.position);
    }
    return this.end;
  }
}
