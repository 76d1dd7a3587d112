// What buttons and keys do.

import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { closeHistory, redo, undo } from "prosemirror-history";
import { undoInputRule } from "prosemirror-inputrules";
import { liftListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { Selection, TextSelection } from "prosemirror-state";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  goToNextCell,
  isInTable,
  nextCell,
  selectionCell,
} from "prosemirror-tables";

/** Whether the selection stands within a node of this kind, and which. */
export const around = (state, type, attrs = {}) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type === type) {
      return Object.entries(attrs).every(([key, value]) => node.attrs[key] === value) ? node : null;
    }
  }
  return null;
};

/** The command as a step of its own, which one Ctrl+Z takes back. */
export const asOneStep = (command) => (state, dispatch, view) =>
  command(state, dispatch && ((tr) => dispatch(closeHistory(tr))), view);

const isTopLevel = (state) => state.selection.$from.depth === 1;

/** Makes heads of the lines, or lines again where they are heads of that level. */
export const toggleHead = (schema, level) => (state, dispatch) => {
  const { heading, paragraph } = schema.nodes;
  if (around(state, heading, { level })) return setBlockType(paragraph)(state, dispatch);
  return isTopLevel(state) && setBlockType(heading, { level })(state, dispatch);
};

const toggleList = (schema, start) => (state, dispatch) => {
  const { list, item } = schema.nodes;
  const within = around(state, list);
  if (!within) return wrapInList(list, { start })(state, dispatch);
  if ((within.attrs.start === null) === (start === null)) return liftListItem(item)(state, dispatch);
  if (dispatch) {
    const { $from } = state.selection;
    let depth = $from.depth;
    while ($from.node(depth).type !== list) depth -= 1;
    dispatch(state.tr.setNodeMarkup($from.before(depth), null, { start }));
  }
  return true;
};

// Lists hold no quotes.
const toggleQuote = (schema) => (state, dispatch) => {
  const { quote, list } = schema.nodes;
  if (around(state, quote)) return lift(state, dispatch);
  return !around(state, list) && wrapIn(quote)(state, dispatch);
};

/** A table of two columns and two rows below the present block. */
const insertTable = (schema) => (state, dispatch) => {
  if (isInTable(state)) return false;
  const { table, row, head_cell: headCell, cell } = schema.nodes;
  const line = (kind) => row.create(null, [kind.create(), kind.create()]);
  const { $from } = state.selection;
  if (dispatch) {
    const after = $from.after(1);
    const tr = state.tr.insert(after, table.create(null, [line(headCell), line(cell)]));
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(after + 1))).scrollIntoView());
  }
  return true;
};

// A line that is headed as offices number their heads becomes a head as one goes on to the next.
const headOnEnter = (schema, levelOf) => (state, dispatch, view) => {
  const { $from, empty } = state.selection;
  const line = $from.parent;
  const isWhole = empty && $from.depth === 1 && $from.parentOffset === line.content.size;
  const level = isWhole && line.type === schema.nodes.paragraph ? levelOf(line.textContent) : 0;
  if (!level) return false;
  if (dispatch) {
    dispatch(state.tr.setBlockType($from.before(), $from.after(), schema.nodes.heading, { level }));
    baseKeymap.Enter(view.state, view.dispatch, view);
  }
  return true;
};

// A head or an item that has nothing is a line again before it is joined to the one above.
const plainAtBeginning = (schema) => (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.parent.type !== schema.nodes.heading) return false;
  return setBlockType(schema.nodes.paragraph)(state, dispatch);
};

// From cell to cell by the arrow keys, and out of the table behind its last row and before its first.
const arrow = (axis, direction) => (state, dispatch, view) => {
  const names = axis === "vert" ? ["up", "down"] : ["left", "right"];
  const { selection, doc, tr } = state;
  if (!view || !(selection instanceof TextSelection) || !selection.empty || !isInTable(state)) return false;
  if (!view.endOfTextblock(names[direction < 0 ? 0 : 1])) return false;
  const $cell = selectionCell(state);
  const [table, row] = [$cell.depth - 1, $cell.depth];
  let next = null;
  if (axis === "vert") next = nextCell($cell, axis, direction)?.pos ?? null;
  else if (direction > 0) {
    if ($cell.index() + 1 < $cell.parent.childCount) next = $cell.pos + $cell.nodeAfter.nodeSize;
    else if ($cell.index(table) + 1 < $cell.node(table).childCount) next = $cell.after(row) + 1;
  } else if ($cell.nodeBefore) next = $cell.pos - $cell.nodeBefore.nodeSize;
  else if ($cell.index(table)) next = $cell.before(row) - 1 - doc.resolve($cell.before(row) - 1).nodeBefore.nodeSize;
  let to;
  if (next === null) to = Selection.findFrom(doc.resolve(direction < 0 ? $cell.before(table) : $cell.after(table)), direction);
  else {
    const size = doc.nodeAt(next).content.size;
    to = TextSelection.create(doc, next + 1 + (direction < 0 && axis === "horiz" ? size : 0));
  }
  // Before a table that begins the text there is only the place between.
  if (!to) return false;
  if (dispatch) dispatch(tr.setSelection(to).scrollIntoView());
  return true;
};

// Behind the last cell there is a row more.
const nextRow = (state, dispatch, view) => {
  if (!isInTable(state)) return false;
  if (dispatch) {
    addRowAfter(state, dispatch);
    goToNextCell(1)(view.state, view.dispatch);
  }
  return true;
};

/** What each key does. */
export const keys = (schema, levelOf) => {
  const { item } = schema.nodes;
  const bound = {
    "Mod-z": undo,
    "Mod-y": redo,
    "Shift-Mod-z": redo,
    "Mod-b": asOneStep(toggleMark(schema.marks.strong)),
    "Mod-i": asOneStep(toggleMark(schema.marks.emphasis)),
    Enter: chainCommands(splitListItem(item), headOnEnter(schema, levelOf)),
    // A line is a paragraph: there is no other break.
    "Shift-Enter": chainCommands(splitListItem(item), (...given) => baseKeymap.Enter(...given)),
    "Mod-Enter": exitCode,
    Backspace: chainCommands(undoInputRule, plainAtBeginning(schema)),
    Tab: chainCommands(goToNextCell(1), nextRow),
    "Shift-Tab": goToNextCell(-1),
    ArrowLeft: arrow("horiz", -1),
    ArrowRight: arrow("horiz", 1),
    ArrowUp: arrow("vert", -1),
    ArrowDown: arrow("vert", 1),
  };
  for (const level of [1, 2, 3]) bound[`Mod-Alt-${level}`] = asOneStep(toggleHead(schema, level));
  return bound;
};

// A button that asks for something beside the text.
const asking = (act) => (_, dispatch, view) => {
  if (dispatch) act(view);
  return true;
};

/** The buttons, in groups: what each does, whether it is pressed, and where it has nothing to do. */
export const buttons = (schema, { choosePicture, proof, tidy, find }) => {
  const { nodes, marks } = schema;
  const mark = (type) => (state) =>
    state.selection.empty
      ? Boolean(type.isInSet(state.storedMarks || state.selection.$from.marks()))
      : state.doc.rangeHasMark(state.selection.from, state.selection.to, type);
  const head = (level, sign, label) => ({
    sign,
    label,
    run: toggleHead(schema, level),
    isPressed: (state) => Boolean(around(state, nodes.heading, { level })),
  });
  const isList = (isNumbered) => (state) => {
    const within = around(state, nodes.list);
    return Boolean(within) && (within.attrs.start !== null) === isNumbered;
  };
  const ofTable = (sign, label, run) => ({ sign, label, run, isShown: isInTable });
  return [
    [
      { sign: "↶", label: "撤销（Ctrl+Z）", run: undo },
      { sign: "↷", label: "重做（Ctrl+Y）", run: redo },
    ],
    // In sight on a phone, too, where the others are scrolled to.
    [
      {
        sign: "插图",
        label: "插图（也可以拖进来、贴进来）",
        run: asking(choosePicture),
      },
    ],
    [
      { sign: "校对", label: "校对（F7）", run: asking(proof) },
      { sign: "整理", label: "整理标点、全角半角和空格", run: asking(tidy) },
      { sign: "查找", label: "查找和替换（Ctrl+H）", run: asking(find) },
    ],
    [
      { sign: "B", label: "加粗（Ctrl+B）", run: toggleMark(marks.strong), isPressed: mark(marks.strong) },
      head(1, "一、", "一级小标题（Ctrl+Alt+1）"),
      head(2, "（一）", "二级小标题（Ctrl+Alt+2）"),
      head(3, "1.", "1. 三级小标题（Ctrl+Alt+3）"),
    ],
    [
      { sign: "列表", label: "列表", run: toggleList(schema, null), isPressed: isList(false) },
      { sign: "编号", label: "编号列表", run: toggleList(schema, 1), isPressed: isList(true) },
      {
        sign: "引文",
        label: "引文",
        run: toggleQuote(schema),
        isPressed: (state) => Boolean(around(state, nodes.quote)),
      },
      { sign: "表格", label: "插入表格", run: insertTable(schema) },
    ],
    [
      ofTable("加行", "加行（在下面）", addRowAfter),
      ofTable("加列", "加列（在右边）", addColumnAfter),
      ofTable("删行", "删行", deleteRow),
      ofTable("删列", "删列", deleteColumn),
      ofTable("删表", "删表", deleteTable),
    ],
  ];
};
