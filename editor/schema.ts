// What a paper shows. Everything is allowed by name here or it is not shown at all: pasted or merged content
// passes through this, so no script, style or handler can. What we do not know is kept beside what shows it.
import { Schema, type NodeSpec, type TagParseRule } from "prosemirror-model";
import { linkAddress } from "./address.ts";
import { markerOfTexts, tableDom, textsOfHtml } from "./table.ts";

/** A strict policy drops style attributes while pasted HTML is read; `paste.ts` carries them over as this. */
export const STYLE = "data-style";

/** The rest of a marker that the tree cannot say, as JSON: written back when the block is. */
const extra = { default: null as string | null };

const styled = (style: RegExp): TagParseRule => ({
  tag: `[${STYLE}]`,
  getAttrs: (element) => style.test(element.getAttribute(STYLE) ?? "") && null,
  consuming: false,
});

const headings = [1, 2, 3, 4, 5, 6];

const list = (tag: "ul" | "ol"): NodeSpec => ({
  content: "list_item+",
  group: "block",
  parseDOM: [{ tag }],
  toDOM: () => [tag, 0],
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: {
      content: "inline*",
      group: "block",
      // A ghost is shown because the tree needs a paragraph here, and has no marker in the document.
      attrs: { ghost: { default: false }, extra },
      parseDOM: [{ tag: "p" }],
      toDOM: () => ["p", 0],
    },
    heading: {
      content: "inline*",
      group: "block",
      defining: true,
      attrs: { level: { default: 1 }, extra },
      parseDOM: headings.map((level) => ({ tag: `h${level}`, attrs: { level } })),
      toDOM: (node) => [`h${node.attrs.level}`, 0],
    },
    code_block: {
      content: "inline*",
      marks: "",
      group: "block",
      code: true,
      defining: true,
      attrs: { extra },
      parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
      toDOM: () => ["pre", ["code", 0]],
    },
    blockquote: {
      content: "block+",
      group: "block",
      defining: true,
      parseDOM: [{ tag: "blockquote" }],
      toDOM: () => ["blockquote", 0],
    },
    bullet_list: list("ul"),
    ordered_list: list("ol"),
    list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    // What only another version knows: one character wide, as its marker is.
    embed: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { marker: {} },
      toDOM: () => ["span", { class: "rich-text-embed" }, "\u25a3"],
      leafText: () => "\ufffc",
    },
    // A table of ours: one character wide as well; see table.ts.
    table: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { marker: {} },
      parseDOM: [{ tag: "table", getAttrs: (element) => ({ marker: markerOfTexts(textsOfHtml(element)) }) }],
      toDOM: (node) => tableDom(node.attrs.marker),
      leafText: () => "\ufffc",
    },
    text: { group: "inline" },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (element) => {
            const href = linkAddress(element.getAttribute("href"));
            return href !== null && { href };
          },
        },
      ],
      toDOM: (mark) => ["a", { href: mark.attrs.href, rel: "noopener noreferrer", target: "_blank" }, 0],
    },
    em: { parseDOM: [{ tag: "i" }, { tag: "em" }, styled(/font-style:\s*italic/i)], toDOM: () => ["em", 0] },
    strong: {
      parseDOM: [
        { tag: "strong" },
        {
          tag: "b",
          // Some programs wrap all that they copy into a <b> that is none.
          getAttrs: (element) => !/font-weight:\s*(normal|400)/i.test(element.getAttribute(STYLE) ?? "") && null,
        },
        styled(/font-weight:\s*(bold|[6-9]00)/i),
      ],
      toDOM: () => ["strong", 0],
    },
    code: { parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
    // A mark that we do not know. It shows nothing, and stays where it is.
    foreign: { attrs: { name: {}, value: {} }, inclusive: false, excludes: "", toDOM: () => ["span", 0] },
  },
});

export const nodes = schema.nodes;
export const marks = schema.marks;
