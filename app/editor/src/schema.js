// The schema, made from what the core says of its blocks: which there are and what each holds. What is drawn here is
// how they look while somebody writes.

import { Schema } from "prosemirror-model";

const HEADS = ["h2", "h3", "h4", "h5"];

const cell = (tag) => ({
  attrs: { alignment: { default: "unset" }, colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
  isolating: true,
  tableRole: tag === "th" ? "header_cell" : "cell",
  parseDOM: [{ tag }],
  toDOM: (node) => [tag, { "data-alignment": node.attrs.alignment }, 0],
});

// By the name of each block, and of the parts of lists and tables.
const DRAWN = {
  paragraph: { parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    attrs: { level: { default: 1 } },
    defining: true,
    parseDOM: HEADS.map((tag, place) => ({ tag, attrs: { level: place + 1 } })),
    toDOM: (node) => [HEADS[node.attrs.level - 1], 0],
  },
  list: {
    attrs: { start: { default: null } },
    parseDOM: [
      { tag: "ul" },
      { tag: "ol", getAttrs: (element) => ({ start: /^\d{1,9}$/.test(element.getAttribute("start")) ? Number(element.getAttribute("start")) : 1 }) },
    ],
    toDOM: ({ attrs: { start } }) => (start === null ? ["ul", 0] : ["ol", { start }, 0]),
  },
  item: { defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  quote: { defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
  table: {
    isolating: true,
    tableRole: "table",
    // One writes in its cells and nowhere between them.
    allowGapCursor: false,
    parseDOM: [{ tag: "table" }],
    toDOM: () => ["table", ["tbody", 0]],
  },
  row: { tableRole: "row", allowGapCursor: false, parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
  head_cell: cell("th"),
  cell: cell("td"),
  rule: { parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  picture: {
    attrs: { hash: {}, caption: { default: "" }, source: { default: null }, shows: { default: null } },
    draggable: true,
    parseDOM: [
      {
        tag: "figure[data-hash]",
        getAttrs: ({ dataset: { hash, caption, source, shows } }) =>
          /^[0-9a-f]{64}$/.test(hash) && { hash, caption: caption || "", source: source || null, shows: shows || null },
      },
    ],
    toDOM: ({ attrs: { hash, caption, source, shows } }) => [
      "figure",
      { "data-hash": hash, "data-caption": caption, "data-source": source || "", "data-shows": shows || "" },
      ["img", { src: `/files/${hash}`, alt: shows || caption || "图片" }],
      ["figcaption", [caption, source].filter(Boolean).join("　")],
    ],
  },
};

const MARKS = {
  strong: {
    parseDOM: [
      { tag: "strong" },
      { tag: "b", getAttrs: (element) => element.style.fontWeight !== "normal" && null },
      { style: "font-weight", getAttrs: (weight) => /^(bold|[6-9]\d\d)$/.test(weight) && null },
    ],
    toDOM: () => ["strong", 0],
  },
  emphasis: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
};

// What a block holds, as ProseMirror writes it: each kind belongs to a group of its own name.
const expression = ({ holds, least, kinds }) => {
  if (holds === "text") return "text*";
  if (holds === "nothing") return "";
  return `(${kinds.join(" | ")})${least === 0 ? "*" : "+"}`;
};

/** The schema of these shapes, as the core says them. */
export const schemaOf = (shapes) => {
  const nodes = {
    doc: { content: expression(shapes.text) },
    text: {},
  };
  for (const shape of shapes.kinds) {
    if (!DRAWN[shape.name]) throw new Error(`Nobody says how “${shape.name}” looks.`);
    nodes[shape.name] = { ...DRAWN[shape.name], content: expression(shape) };
  }
  const marks = {};
  for (const name of shapes.marks) marks[name] = MARKS[name];
  return new Schema({ nodes, marks });
};
