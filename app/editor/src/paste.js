// What comes from the clipboard. It stands in the text at once, as plain lines, so that nothing can be lost; then the
// server reads it, since it reads Word's files too: title and attribution go to their fields where these are empty, heads,
// lists and tables become what they are, and one line says what was done.

import { closeHistory, isHistoryTransaction, redo, undo } from "prosemirror-history";
import { Fragment, Slice } from "prosemirror-model";
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { isInTable } from "prosemirror-tables";

import { isSignedOut } from "./answers.js";
import { broughtAlong, handedIn } from "./brought.js";
import { pageOfSheet, pasteCells } from "./cells.js";
import { around } from "./commands.js";
import { nodesOf } from "./convert.js";

// More is not sent, in bytes: such a page is no text.
const MOST = 1900000;
// Whoever has waited so long goes on with the plain lines, in milliseconds.
const PATIENCE = 6000;
// Of a file, which comes over the line first.
const FILE_PATIENCE = 60000;

// Takes back what was just done.
const BACK = "撤销";

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const isEmpty = ({ doc }) => doc.childCount === 1 && doc.firstChild.isTextblock && doc.firstChild.content.size === 0;

const words = { 401: "登录已经过期", 403: "登录已经过期", 413: "文字太多" };

// What the server makes of it; `patience` in milliseconds.
const ask = async (address, body, type, wait) => {
  const leaving = new AbortController();
  const patience = setTimeout(() => leaving.abort(), wait);
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", ...type },
      body,
      signal: leaving.signal,
    });
    if (response.redirected) throw new Error(isSignedOut(response) ? words[401] : "没有整理成");
    // Of a file it is said what is wrong with it.
    if (response.status === 422) throw new Error((await response.json()).words.replace(/。$/, ""));
    if (!response.ok) throw new Error(words[response.status] || "没有整理成");
    return await response.json();
  } catch (error) {
    // What the browser itself says is in no language of the reader's.
    throw error instanceof TypeError || error.name === "AbortError" ? new Error("没连上服务器") : error;
  } finally {
    clearTimeout(patience);
  }
};

// What is to be read of a clipboard; cells without anything around them are a table.
const source = (html, text) => html || pageOfSheet(text, escaped) || `<pre>${escaped(text)}</pre>`;

// Of a page that came without its words, these.
const wordsOf = (html) => (html ? new DOMParser().parseFromString(html, "text/html").body.textContent.trim() : "");

// What the office needs with an item, by the ids of its fields.
const COVER = ["drafter", "telephone", "approver"];

// Where the table ends in which the selection stands.
const endOfTable = ({ schema, selection: { $from } }) => {
  let depth = $from.depth;
  while (depth > 1 && $from.node(depth).type !== schema.nodes.table) depth -= 1;
  return $from.after(depth);
};

const setField = (field, value) => {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

// Puts a value into a field, and notes what was there.
const move = (moved, field, after) => {
  moved.push({ field, before: field.value, after });
  setField(field, after);
};

const key = new PluginKey("pasted");

/** Takes what is pasted into an editor; `line` says what was done. */
export const pasting = ({ schema, core, line }) => {
  let underWay = 0;
  const paragraph = (text) => ({ block: "paragraph", content: [{ inline: "text", text }] });

  // Within a list the items of another are its own.
  const sliceOf = (blocks, { isInList = false } = {}) => {
    const nodes = nodesOf(schema, blocks);
    const opens = (node) => {
      if (isInList && node.type === schema.nodes.list && node.firstChild.firstChild.type === schema.nodes.paragraph) return 3;
      return node.type === schema.nodes.paragraph ? 1 : 0;
    };
    return new Slice(Fragment.from(nodes), opens(nodes[0]), opens(nodes[nodes.length - 1]));
  };

  // What belongs to fields that are empty; what does not stays in the text, and is not said to have gone.
  const toFields = (manuscript, isWhole) => {
    const moved = [];
    const kept = [];
    const take = (id, value, name) => {
      const field = document.getElementById(id);
      if (!value) return false;
      // What the page itself filled in is nobody's.
      const isFree = field && [field.dataset.filled, value.trim(), ""].includes(field.value.trim());
      if (isWhole && isFree) {
        move(moved, field, value);
        // A brief's title is folded away until there is one.
        const fold = field.closest("details");
        if (fold) fold.open = true;
        return true;
      }
      kept.push(name);
      return false;
    };
    const { title, subtitle, attribution, contacts, cover } = manuscript;
    const blocks = [...manuscript.blocks];
    const left = [...manuscript.left];
    // Who is to be asked goes to its fields; what is told of a text stays with it where it is not the whole.
    if (isWhole) {
      for (const id of COVER) {
        const field = document.getElementById(id);
        if (cover[id] && field && field.value === field.defaultValue) move(moved, field, cover[id]);
      }
      const names = moved.map(({ field }) => field.labels[0].textContent.trim());
      const filled = names.length ? `（${names.join("、")}已填进报送信息）` : "";
      if (contacts.length) left.push(`没有放进正文：${contacts.join("；")}${filled}`);
    }
    const hasTitle = take("title", title, "标题");
    if (subtitle && !(hasTitle && take("subtitle", subtitle, "副题"))) {
      kept.push("副题");
      blocks.unshift(paragraph(subtitle));
    }
    if (title && !hasTitle) blocks.unshift(paragraph(title));
    if (attribution && !take("attribution_line", attribution, "署名")) blocks.push(paragraph(attribution));
    // Of a file; what is pasted into a text is read as a part of it.
    if (contacts.length && !isWhole) {
      blocks.push(...contacts.map(paragraph));
      kept.push(...manuscript.done.filter((one) => one.endsWith("行联系、审核等信息")));
    }
    return { blocks, moved, left, done: manuscript.done.filter((one) => !kept.includes(one)) };
  };

  // What went to other fields with each paste: the text's undoing and redoing take it along.
  const settled = [];
  let isStaging = false;
  const follow = (doc) => {
    if (isStaging) return;
    for (const one of settled) {
      const comes = !one.isIn && doc.eq(one.after);
      if (!comes && !(one.isIn && doc.eq(one.before))) continue;
      one.isIn = comes;
      const [from, to] = comes ? ["before", "after"] : ["after", "before"];
      for (const moved of one.moved) if (moved.field.value === moved[from]) setField(moved.field, moved[to]);
    }
  };

  // Puts what a text is in the place of a range, and its parts into fields; says so, with the way back where nothing else
  // was typed meanwhile: `before` is what was there, and what of it was selected. `isStaged` says that plain lines stand
  // there already, which are taken back first, so that all of it is one step.
  const settle = (view, manuscript, range, isWhole, before, { isStaged = false, source: html } = {}) => {
    const { blocks, moved, left, done } = toFields(manuscript, isWhole);
    let { from, to } = range;
    if (before && isStaged) {
      isStaging = true;
      undo(view.state, view.dispatch);
      if (view.state.doc.eq(before.doc)) [from, to] = [before.from, before.to];
      else redo(view.state, view.dispatch);
      isStaging = false;
    }
    const isInList = Boolean(around(view.state, schema.nodes.list));
    const tidied = closeHistory(view.state.tr);
    const slice = sliceOf(blocks, { isInList });
    const isBetween = tidied.doc.resolve(from).depth === 0;
    if (blocks.length && isBetween && !isWhole) tidied.replaceWith(from, to, slice.content);
    else if (blocks.length) tidied.replaceRange(from, to, slice);
    else tidied.delete(from, to);
    view.dispatch(tidied.setMeta(key, null).scrollIntoView());
    view.dispatch(closeHistory(view.state.tr));
    if (before) settled.push({ before: before.doc, after: view.state.doc, moved, isIn: true });
    const said = [];
    if (done.length) said.push(`已整理：${done.join("、")}。`);
    if (left.length) said.push(`${left.join("、")}。`);
    const back = () => {
      undo(view.state, view.dispatch);
      view.focus();
    };
    const after = view.state.doc;
    const choices = before ? [[BACK, back]] : [];
    if (before && html && manuscript.pieces > 1) {
      said.push(`里面像有 ${manuscript.pieces} 篇，现在放在一篇里。`);
      choices.unshift([`分成 ${manuscript.pieces} 篇`, () => apart(view, html, back, after)]);
    }
    line.say(said.join(""), choices);
    return moved;
  };

  // What was pasted as one, looked at on the page on which a file's pieces become items.
  const apart = async (view, html, back, after) => {
    line.say("正在分开…");
    const form = new FormData();
    form.append("file", new File(["<!doctype html><meta charset=utf-8>", html], "粘贴的文字.html"));
    try {
      const { file } = await ask("/manuscripts/dropped", form, {}, FILE_PATIENCE);
      if (!view.state.doc.eq(after)) {
        line.say("正文已经改动，没有分开：写过的不会撤回，要分开请另开一篇再贴。");
        return;
      }
      back();
      location.assign(`/manuscripts?file=${file}`);
    } catch (error) {
      line.say(`${error.message}，还没有分开。`);
    }
  };

  const free = async (view) => {
    while (view.composing) await new Promise((resolve) => setTimeout(resolve, 50));
  };

  const take = async (view, { html, rtf }, text) => {
    const isWhole = isEmpty(view.state);
    const { from, to } = view.state.selection;
    const before = { doc: view.state.doc, from, to };
    const tr = closeHistory(view.state.tr).replaceSelection(sliceOf(JSON.parse(core.read_body(core.cleaned(text)))));
    const range = { from, to: tr.mapping.map(to, 1) };
    view.dispatch(tr.setMeta(key, range).scrollIntoView());
    view.dispatch(closeHistory(view.state.tr));
    const pasted = view.state.doc;
    const put = pasted.slice(range.from, range.to);
    line.say("正在整理…");
    const pictures = broughtAlong(html, rtf);
    const lost = pictures.length ? `，${pictures.length} 张图片没有带进来` : "";
    underWay += 1;
    try {
      const told = (number, count) => line.say(`正在接收图片 ${number}/${count}…`);
      const named = await handedIn(html, pictures, told);
      if (new Blob([named]).size > MOST) throw new Error(words[413]);
      const manuscript = await ask(isWhole ? "/pasted" : "/pasted?part=1", named, { "Content-Type": "text/plain; charset=utf-8" }, PATIENCE);
      await free(view);
      const now = key.getState(view.state);
      // Somebody went on in it, or took it back.
      if (!now || !view.state.doc.slice(now.from, now.to).eq(put)) {
        line.say(now ? `贴入的文字已经改动，没有再整理${lost}。` : "");
        return;
      }
      settle(view, manuscript, now, isWhole, view.state.doc.eq(pasted) ? before : null, { isStaged: true, source: named });
    } catch (error) {
      line.say(`${error.message}，按纯文字贴入${lost}。`);
    } finally {
      underWay -= 1;
    }
  };

  // Takes a file's text in, of `largest` bytes at most; a file of several pieces is looked at on a page of its own.
  const takeFile = async (view, file, largest) => {
    if (file.size > largest) {
      line.say(`“${file.name}”太大，最多 ${largest >> 20} MB，没有放进来。可以先在 Word 里压缩图片，或分成几个文件。`);
      return;
    }
    const isWhole = isEmpty(view.state);
    const before = view.state.doc;
    line.say(`正在读“${file.name}”…`);
    const form = new FormData();
    form.append("file", file);
    let read;
    try {
      read = await ask("/manuscripts/dropped", form, {}, FILE_PATIENCE);
    } catch (error) {
      line.say(`${error.message}。`);
      return;
    }
    if (read.pieces.length === 0) {
      line.say(`“${file.name}”里没有文字，没有放进来。`);
      return;
    }
    if (read.pieces.length !== 1) {
      location.assign(`/manuscripts?file=${read.file}`);
      return;
    }
    await free(view);
    if (isWhole && !isEmpty(view.state)) {
      line.say("读文件的时候正文已经有了字，没有放进来；请把光标放到要放的地方，再取一次。");
      return;
    }
    // What stands there already stays a line of its own.
    const { $to } = view.state.selection;
    const below = $to.depth ? $to.after(1) : $to.pos;
    const range = isWhole ? { from: 0, to: view.state.doc.content.size } : { from: below, to: below };
    const isAlone = view.state.doc.eq(before);
    const moved = settle(view, read.pieces[0], range, isWhole, isAlone ? { doc: before, ...range } : null);
    const { original } = view.dom.closest("form").elements;
    if (original) move(moved, original, String(read.file));
  };

  const plugin = new Plugin({
    key,
    state: {
      init: () => null,
      // Where the last paste stands, whatever is typed around it.
      apply: (tr, range) => {
        const said = tr.getMeta(key);
        if (said !== undefined) return said;
        if (!range || !tr.docChanged) return range;
        const [from, to] = [tr.mapping.map(range.from, 1), tr.mapping.map(range.to, -1)];
        return from < to ? { from, to } : null;
      },
    },
    appendTransaction(transactions, _before, { doc }) {
      if (transactions.some((tr) => tr.docChanged && isHistoryTransaction(tr))) follow(doc);
      return null;
    },
    props: {
      handlePaste(view, event, slice) {
        const html = event.clipboardData.getData("text/html");
        const text = core.cleaned(event.clipboardData.getData("text/plain") || wordsOf(html));
        const isOwn = html.includes("data-pm-slice");
        if (!text.trim() && !isOwn) {
          line.say("剪贴板里没有文字，也没有能用的图片（JPG、PNG、WebP）。");
          return true;
        }
        if (isInTable(view.state)) {
          // Cells are pasted as cells; lines would tear the table.
          if (isOwn && slice.content.firstChild && /row|cell|table/.test(slice.content.firstChild.type.name)) return false;
          const done = pasteCells(view, schema, { html, text });
          if (done) {
            line.say(done);
            return true;
          }
          const before = view.state.doc;
          const below = endOfTable(view.state);
          view.dispatch(closeHistory(view.state.tr).insertText(text.trim().replace(/\s*\n\s*/g, " ")));
          if (!/[\n\t]/.test(text.trim())) return true;
          const data = { html: source(html, text), rtf: event.clipboardData.getData("text/rtf") };
          const moveBelow = () => {
            const tr = view.state.tr.replaceWith(0, view.state.doc.content.size, before.content);
            tr.insert(below, schema.nodes.paragraph.create());
            view.dispatch(tr.setSelection(TextSelection.create(tr.doc, below + 1)));
            take(view, data, text);
          };
          line.say("都贴进了这一格。", [["改放到表格下面", moveBelow]]);
          return true;
        }
        // What was copied in an editor of ours is as it should be.
        if (isOwn) return false;
        // A word goes where it stands; a brief of one paragraph has its attribution at its end.
        if (!html && !/\n./.test(text.trim()) && !/[）)]$/.test(text.trim())) {
          view.dispatch(closeHistory(view.state.tr).insertText(text.trim()));
          view.dispatch(closeHistory(view.state.tr));
          return true;
        }
        take(view, { html: source(html, text), rtf: event.clipboardData.getData("text/rtf") }, text);
        return true;
      },
    },
  });
  return { plugin, takeFile, isBusy: () => underWay > 0 };
};

/** The line below the buttons that says what was done, with a way back while nothing else has been done. */
export const answerLine = () => {
  const element = document.createElement("p");
  element.className = "editor-answer";
  element.setAttribute("role", "status");
  // Says something, with a button for each thing that can be done about it: its label, and what it does.
  const say = (words, choices = []) => {
    element.textContent = words;
    if (!words) return;
    for (const [label, act] of choices) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => {
        element.textContent = "";
        act();
      });
      element.append(" ", button);
    }
  };
  const offered = () => [...element.querySelectorAll("button")];
  const expire = () => offered().forEach((button) => button.remove());
  // Whoever takes back what was just done takes back all of it, what went to other fields among it.
  const takeBack = () => {
    const back = offered().find(({ textContent }) => textContent === BACK);
    if (back) back.click();
    return Boolean(back);
  };
  return { element, say, expire, takeBack };
};
