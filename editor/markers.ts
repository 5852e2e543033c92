// Markers of blocks: which the tree knows, and how what it cannot say of one is kept.
import type { Node, NodeType } from "prosemirror-model";
import { canonical } from "./canonical.ts";
import type { Marker } from "./paper.ts";
import { nodes } from "./schema.ts";

/** Containers, by their name in a marker: the nodes from the outside to where blocks go. */
export const CONTAINERS: Record<string, NodeType[]> = {
  "unordered-list-item": [nodes.bullet_list, nodes.list_item],
  "ordered-list-item": [nodes.ordered_list, nodes.list_item],
  blockquote: [nodes.blockquote],
};

const BLOCKS: Record<string, NodeType> = {
  paragraph: nodes.paragraph,
  heading: nodes.heading,
  "code-block": nodes.code_block,
};
const NAMES = new Map(Object.entries(BLOCKS).map(([name, type]) => [type, name]));

export const isContainer = (name: string) => Object.hasOwn(CONTAINERS, name);

/** The block that shows a marker; a paragraph for those that we do not know. */
export function blockOf(type: string): NodeType {
  return (Object.hasOwn(BLOCKS, type) && BLOCKS[type]) || nodes.paragraph;
}

export function levelOf(attrs: Record<string, unknown>): number {
  return Math.min(6, Math.max(1, Math.trunc(Number(attrs.level)) || 1));
}

/** What the tree says of a marker. */
function understood(marker: Marker): Marker {
  const type = isContainer(marker.type) || Object.hasOwn(BLOCKS, marker.type) ? marker.type : "paragraph";
  return {
    type,
    parents: marker.parents.filter(isContainer),
    attrs: type === "heading" ? { level: levelOf(marker.attrs) } : {},
    isEmbed: false,
  };
}

/** The whole marker as JSON, if the tree does not say all of it. */
export function extraOf(marker: Marker): string | null {
  const whole = canonical(marker);
  return canonical(understood(marker)) === whole ? null : whole;
}

/** The marker of a block, `chain` being the containers around it, `own` the one whose item it begins. */
export function markerOf(block: Node, chain: string[], own: string | null): Marker {
  const now: Marker = {
    type: own ?? NAMES.get(block.type)!,
    parents: own ? chain.slice(0, -1) : chain,
    attrs: block.type === nodes.heading ? { level: block.attrs.level } : {},
    isEmbed: false,
  };
  if (!block.attrs.extra) return now;
  // Only what has changed is written over what is not understood.
  const before: Marker = JSON.parse(block.attrs.extra);
  const said = understood(before);
  const kept: Marker = { ...before };
  if (said.type !== now.type) kept.type = now.type;
  if (canonical(said.parents) !== canonical(now.parents)) kept.parents = now.parents;
  if (canonical(said.attrs) !== canonical(now.attrs)) kept.attrs = { ...before.attrs, ...now.attrs };
  return kept;
}
