// The document's spans as the editor's tree, and the other way round. The tree nests; the document is flat: each
// block's marker names the containers around it.
import { Fragment, type Mark, type Node, type NodeType } from "prosemirror-model";
import { allFromDocument, allToDocument } from "./marks.ts";
import { canonical, completed } from "./canonical.ts";
import { CONTAINERS, blockOf, extraOf, isContainer, levelOf, markerOf } from "./markers.ts";
import type { Marker, Span } from "./paper.ts";
import { nodes, schema } from "./schema.ts";
import { TABLE } from "./table.ts";

interface Block {
  /** None for a paragraph that only the tree needs. */
  marker: Marker | null;
  content: Node[];
}

/** A node of the tree while it grows. */
interface Growing {
  type: NodeType;
  attrs: Record<string, unknown> | null;
  children: Growing[];
  text: Node[] | null;
}

/** A container that the next block may still belong to. */
interface Open {
  name: string;
  /** Where its blocks go. */
  inside: Growing;
  /** The list around it, if it is an item. */
  list: Growing | null;
}

export function treeOf(spans: Span[]): Node {
  const root: Growing = { type: nodes.doc, attrs: null, children: [], text: null };
  let open: Open[] = [];
  for (const { marker, content } of blocksOf(spans)) {
    const own = marker && isContainer(marker.type) ? marker.type : null;
    const chain = (marker?.parents ?? []).filter(isContainer);
    let depth = 0;
    while (depth < chain.length && open[depth]?.name === chain[depth]) depth += 1;
    // The next item of the list that is open here joins it.
    const next = own && depth === chain.length && open[depth]?.name === own ? open[depth]!.list : null;
    open = open.slice(0, depth);
    for (const name of chain.slice(depth)) open.push(enter(name, open.at(-1)?.inside ?? root, null));
    if (own) open.push(enter(own, open.at(-1)?.inside ?? root, next));
    place(blockNode(marker, content), open.at(-1)?.inside ?? root);
  }
  return made(root);
}

function blocksOf(spans: Span[]): Block[] {
  const blocks: Block[] = [];
  for (const span of spans) {
    if ("block" in span && !span.block.isEmbed) {
      blocks.push({ marker: completed(span.block), content: [] });
      continue;
    }
    if (!blocks.length) blocks.push({ marker: null, content: [] });
    const inline =
      "block" in span
        ? embedded(span.block)
        : schema.text(span.text, allFromDocument(span.marks));
    blocks.at(-1)!.content.push(inline);
  }
  if (!blocks.length) blocks.push({ marker: null, content: [] });
  return blocks;
}

function embedded(marker: Marker): Node {
  const type = marker.type === TABLE ? nodes.table : nodes.embed;
  return type.create({ marker: canonical(marker) });
}

function enter(name: string, outside: Growing, list: Growing | null): Open {
  const types = CONTAINERS[name]!;
  let at = list ?? outside;
  for (const type of list ? types.slice(1) : types) {
    const node: Growing = { type, attrs: null, children: [], text: null };
    place(node, at);
    at = node;
  }
  const own = list ?? (types.length > 1 ? outside.children.at(-1)! : null);
  return { name, inside: at, list: own };
}

/** An item begins with a paragraph, whatever the document says. */
function place(node: Growing, into: Growing) {
  if (into.type === nodes.list_item && !into.children.length && node.type !== nodes.paragraph) {
    into.children.push({ type: nodes.paragraph, attrs: { ghost: true }, children: [], text: [] });
  }
  into.children.push(node);
}

function blockNode(marker: Marker | null, content: Node[]): Growing {
  if (!marker) return { type: nodes.paragraph, attrs: { ghost: true }, children: [], text: content };
  const type = blockOf(marker.type);
  const attrs: Record<string, unknown> = { extra: extraOf(marker) };
  if (type === nodes.heading) attrs.level = levelOf(marker.attrs);
  const isPlain = type === nodes.code_block;
  return { type, attrs, children: [], text: isPlain ? content.map((node) => node.mark([])) : content };
}

function made(node: Growing): Node {
  return node.text
    ? node.type.create(node.attrs, Fragment.fromArray(joined(node.text)))
    : node.type.create(node.attrs, node.children.map(made));
}

/** Neighbouring texts under the same marks are one. */
function joined(texts: Node[]): Node[] {
  const all: Node[] = [];
  for (const node of texts) {
    const last = all.at(-1);
    if (last?.isText && node.isText && last.sameMarkup(node)) all[all.length - 1] = textWith(last.text! + node.text!, last.marks);
    else all.push(node);
  }
  return all;
}

const textWith = (text: string, marks: readonly Mark[]) => schema.text(text, marks);

/** The spans of a tree; ghosts only if they are `real`, that is, about to get their markers. */
export function spansOf(doc: Node, real: boolean): Span[] {
  const spans: Span[] = [];
  const walk = (node: Node, chain: string[], isItem: boolean) =>
    node.forEach((child, _offset, index) => {
      if (child.isTextblock) {
        const own = isItem && index === 0 && child.type === nodes.paragraph ? (chain.at(-1) ?? null) : null;
        if (real || !child.attrs.ghost) spans.push({ block: markerOf(child, chain, own) });
        child.forEach((inline) => spans.push(spanOf(inline)));
      } else if (child.type === nodes.blockquote) {
        walk(child, [...chain, "blockquote"], true);
      } else {
        const name = child.type === nodes.bullet_list ? "unordered-list-item" : "ordered-list-item";
        child.forEach((item) => walk(item, [...chain, name], true));
      }
    });
  walk(doc, [], false);
  return spans;
}

function spanOf(inline: Node): Span {
  return inline.isAtom && !inline.isText
    ? { block: JSON.parse(inline.attrs.marker) }
    : { text: inline.text!, marks: allToDocument(inline.marks) };
}
