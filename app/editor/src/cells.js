// Cells that are pasted into a table: from a sheet, from a table elsewhere, or from one of ours, each into its cell; the table
// grows where they need more room.

import { closeHistory } from "prosemirror-history";
import { Fragment, Slice } from "prosemirror-model";
import { Plugin, TextSelection } from "prosemirror-state";
import { handlePaste, isInTable } from "prosemirror-tables";

// More is no table of a text.
const MOST = 2000;

const inOneLine = (text) => text.replace(/\s*\n\s*/g, " ").replace(/[\u00a0\s]+/g, " ").trim();

// The cells of a page that is one table and nothing else. What is merged is said in each of its cells.
const cellsOfPage = (html) => {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const unseen of body.querySelectorAll("style, script, template")) unseen.remove();
  const tables = [...body.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
  if (tables.length !== 1) return null;
  const [table] = tables;
  const pictures = table.querySelectorAll("img").length;
  const rows = [];
  let isMerged = false;
  // By column: what stands there for how many rows more.
  const above = [];
  for (const { cells } of table.rows) {
    const row = [];
    const fill = () => {
      while (above[row.length] && above[row.length].down > 0) {
        above[row.length].down -= 1;
        row.push(above[row.length].words);
      }
    };
    for (const cell of cells) {
      fill();
      for (const line of cell.querySelectorAll("br, p + p, div + div")) line.before("\n");
      const words = inOneLine(cell.textContent);
      const down = Math.min(cell.rowSpan || MOST, table.rows.length) - 1;
      const columns = Math.min(cell.colSpan, MOST);
      isMerged = isMerged || down > 0 || columns > 1;
      for (let column = 0; column < columns; column += 1) {
        above[row.length] = { down, words };
        row.push(words);
      }
    }
    fill();
    if (row.length) rows.push(row);
  }
  table.remove();
  return body.textContent.trim() ? null : { rows, isMerged, pictures };
};

// The cells of plain lines as sheets write them: a tab between two cells, and quotes around what has lines of its own.
const cellsOfLines = (text) => {
  if (!text.includes("\t")) return null;
  const rows = [[]];
  const CELL = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/y;
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  while (CELL.lastIndex <= lines.length) {
    const [, quoted, plain, end] = CELL.exec(lines);
    rows[rows.length - 1].push(inOneLine(quoted === undefined ? plain : quoted.replace(/""/g, '"')));
    if (!end) break;
    if (end === "\n") rows.push([]);
  }
  return { rows, isMerged: false, pictures: 0 };
};

/** Rows of cells, all as long and nothing around them, as a page with a table; nothing where the lines are something else. */
export const pageOfSheet = (text, escaped) => {
  const { rows } = cellsOfLines(text) || { rows: [] };
  if (rows.length < 2 || rows.some(({ length }) => length < 2 || length !== rows[0].length)) return "";
  const row = (cells) => `<tr>${cells.map((words) => `<td>${escaped(words)}</td>`).join("")}</tr>`;
  return `<table>${rows.map(row).join("")}</table>`;
};

/** Puts what is pasted into the cells of the table in which the selection stands; says what was done, or nothing where what
 * is pasted is no cells. */
export const pasteCells = (view, schema, { html, text }) => {
  if (!isInTable(view.state)) return "";
  const found = /<table\b/i.test(html) ? cellsOfPage(html) : cellsOfLines(text);
  if (!found || !found.rows.length) return "";
  const width = Math.max(...found.rows.map((row) => row.length));
  const cells = width * found.rows.length;
  if (cells < 2 || cells > MOST) return "";
  const { table, row, cell } = schema.nodes;
  const made = (words) => cell.create(null, words ? schema.text(words) : null);
  const filledUp = (words) => Array.from({ length: width }, (_, place) => made(words[place]));
  const rows = found.rows.map((words) => row.create(null, filledUp(words)));
  // A step of its own, which one Ctrl+Z takes back.
  view.dispatch(closeHistory(view.state.tr));
  if (!handlePaste(view, null, new Slice(Fragment.from(table.create(null, rows)), 0, 0))) return "";
  // Whoever types on goes on behind them, and does not type over them.
  const { $headCell } = view.state.selection;
  const end = $headCell.pos + 1 + $headCell.nodeAfter.content.size;
  view.dispatch(closeHistory(view.state.tr.setSelection(TextSelection.create(view.state.doc, end))));
  const merged = found.isMerged ? "合并过的格子拆开了，每格都有原来的字。" : "";
  const lost = found.pictures ? `${found.pictures} 张图片没有带进来：格子里只放文字。` : "";
  return `已贴入 ${rows.length} 行 ${width} 列，每格各归其位。${merged}${lost}`;
};

/** The first row of a table is its head, whatever becomes of its rows. */
export const headsOnTop = ({ nodes: { table, cell, head_cell: headCell } }) =>
  new Plugin({
    appendTransaction(transactions, _before, { doc, tr }) {
      if (!transactions.some(({ docChanged }) => docChanged)) return null;
      doc.descendants((node, at) => {
        if (node.type !== table) return !node.isTextblock;
        node.forEach((row, inTable, number) => {
          const kind = number ? cell : headCell;
          row.forEach((one, inRow) => {
            if (one.type !== kind) tr.setNodeMarkup(at + 1 + inTable + 1 + inRow, kind);
          });
        });
        return false;
      });
      return tr.docChanged ? tr : null;
    },
  });
