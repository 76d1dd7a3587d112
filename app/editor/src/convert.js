// Between the core's blocks and the editor's document.

const inlines = (schema, content, marks) =>
  content.flatMap((inline) => {
    if (inline.inline === "text") return inline.text ? [schema.text(inline.text, marks)] : [];
    return inlines(schema, inline.content, schema.marks[inline.inline].create().addToSet(marks));
  });

const node = (schema, block) => {
  const { nodes } = schema;
  const text = (content) => inlines(schema, content, []);
  switch (block.block) {
    case "paragraph":
      return nodes.paragraph.create(null, text(block.content));
    case "heading":
      return nodes.heading.create({ level: block.level }, text(block.content));
    case "list":
      return nodes.list.create(
        { start: block.start ?? null },
        block.items.map((item) => nodes.item.create(null, filled(schema, item))),
      );
    case "quote":
      return nodes.quote.create(null, filled(schema, block.content));
    case "table": {
      const row = (kind) => (cells) =>
        nodes.row.create(
          null,
          cells.map((cell, place) => nodes[kind].create({ alignment: block.alignments[place] ?? "unset" }, text(cell))),
        );
      return nodes.table.create(null, [row("head_cell")(block.head), ...block.rows.map(row("cell"))]);
    }
    case "rule":
      return nodes.rule.create();
    case "picture":
      return nodes.picture.create({ hash: block.hash, caption: block.caption, source: block.source ?? null, shows: block.shows ?? null });
    default:
      throw new Error(`Nobody knows the block “${block.block}”.`);
  }
};

// Where there is nothing, one can write.
const filled = (schema, blocks) =>
  blocks.length ? blocks.map((block) => node(schema, block)) : [schema.nodes.paragraph.create()];

/** The document of these blocks. */
export const documentOf = (schema, blocks) => schema.nodes.doc.create(null, filled(schema, blocks));

/** Nodes of these blocks, to be put in somewhere. */
export const nodesOf = (schema, blocks) => filled(schema, blocks);

const content = (parent) => {
  const runs = [];
  parent.forEach((child) => {
    let inline = { inline: "text", text: child.text };
    for (const mark of [...child.marks].reverse()) inline = { inline: mark.type.name, content: [inline] };
    runs.push(inline);
  });
  return runs;
};

const children = (parent, say) => {
  const said = [];
  parent.forEach((child) => said.push(say(child)));
  return said;
};

const block = (child) => {
  switch (child.type.name) {
    case "paragraph":
      return { block: "paragraph", content: content(child) };
    case "heading":
      return { block: "heading", level: child.attrs.level, content: content(child) };
    case "list":
      return { block: "list", start: child.attrs.start, items: children(child, (item) => children(item, block)) };
    case "quote":
      return { block: "quote", content: children(child, block) };
    case "table": {
      const [head, ...rows] = children(child, (row) => children(row, content));
      const alignments = children(child.firstChild, (cell) => cell.attrs.alignment);
      const width = Math.max(head.length, ...rows.map((row) => row.length));
      const filledUp = (row) => [...row, ...Array.from({ length: width - row.length }, () => [])];
      return { block: "table", alignments, head: filledUp(head), rows: rows.map(filledUp) };
    }
    case "rule":
      return { block: "rule" };
    case "picture":
      return { block: "picture", ...child.attrs };
    default:
      throw new Error(`Nobody knows the node “${child.type.name}”.`);
  }
};

/** The blocks of a document. */
export const blocksOf = (doc) => children(doc, block);
