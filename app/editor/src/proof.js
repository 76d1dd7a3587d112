// 校对 while one writes: F7 or the button asks the server, which reads the text as it is kept; what it points out is marked
// in the text and listed below the buttons, each with its mending. Nothing is changed but by a press.

import { closeHistory } from "prosemirror-history";

import { isSignedOut } from "./answers.js";
import { marking, placesOf } from "./find.js";

// In milliseconds.
const PATIENCE = 8000;

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};

const button = (text, act) => {
  const element = make("button", "", text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
};

// What is compared of the words around: blanks and marks may stand otherwise in the text as it is kept.
const bare = (text) => text.replace(/[*#>|\\\s]/g, "");

// Whether a finding's words stand at a place of a line, with what stands around them.
const stands = ({ words, before, after }, text, at) =>
  bare(text.slice(0, at)).endsWith(bare(before)) && bare(text.slice(at + words.length)).startsWith(bare(after));

// Where a finding's words stand beside a picture: which picture, what of it, and where in that.
const besidePicture = (doc, finding) => {
  let found = null;
  doc.descendants((node, pos) => {
    for (const name of node.type.name === "picture" && !found ? ["caption", "source", "shows"] : []) {
      const text = node.attrs[name] || "";
      let at = text.indexOf(finding.words);
      while (at >= 0 && !stands(finding, text, at)) at = text.indexOf(finding.words, at + 1);
      if (at >= 0 && !found) found = { pos, name, at };
    }
  });
  return found;
};

// What is asked for, and how it is told: what there is to look at, or what can be put in order without a word changed.
const KINDS = {
  lines: { head: (count) => `校对意见 ${count} 处`, none: "没有要指出的。", all: "能改的全改" },
  tidy: {
    head: (count) => `可以整理 ${count} 处，只动标点、全角半角和空格`,
    none: "标点、数字、空格都是整齐的。",
    all: "全部整理",
  },
};

/** Proofreading for an editor; `line` says what was done. `form()` is the writing form with what stands in it now. */
export const proofreading = ({ line, form }) => {
  const marks = marking();
  const panel = make("section", "editor-proof");
  panel.hidden = true;
  panel.setAttribute("aria-label", "校对意见");

  // Where each of them stands in the document now: at the next place that has the same words around it.
  const placesIn = (doc, findings) => {
    const taken = new Set();
    return findings.map((finding) => {
      const { field, words } = finding;
      if (field !== "body") return null;
      const isLike = ({ from, line: text, at }) => !taken.has(`${from} ${words}`) && stands(finding, text, at);
      // What stands in a picture's caption has no place in the text.
      const place = placesOf(doc, words).find(isLike) || null;
      if (place) taken.add(`${place.from} ${words}`);
      return place;
    });
  };

  const ask = async () => {
    const leaving = new AbortController();
    const patience = setTimeout(() => leaving.abort(), PATIENCE);
    try {
      const response = await fetch("/proof", {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(form()),
        signal: leaving.signal,
      });
      if (response.redirected && isSignedOut(response)) throw new Error("登录已经过期");
      if (response.redirected || !response.ok) throw new Error("没有校对成");
      return await response.json();
    } catch (error) {
      throw error instanceof TypeError || error.name === "AbortError" ? new Error("没连上服务器") : error;
    } finally {
      clearTimeout(patience);
    }
  };

  // Mends what stands in the title or in the second headline; what stands behind it moves along.
  const mendField = (finding, all) => {
    const field = document.getElementById(finding.field);
    const characters = Array.from(field.value);
    const { start, end } = finding.place;
    if (characters.slice(start, end).join("") !== finding.words) return false;
    characters.splice(start, end - start, finding.mending);
    field.value = characters.join("");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const longer = Array.from(finding.mending).length - (end - start);
    for (const { field: other, place } of all) {
      if (other !== finding.field || place.start < end) continue;
      place.start += longer;
      place.end += longer;
    }
    return true;
  };

  // Mends what stands beside a picture.
  const mendPicture = (view, finding, found) => {
    if (!found) return false;
    const { pos, name, at } = found;
    const { attrs } = view.state.doc.nodeAt(pos);
    const mended = attrs[name].slice(0, at) + finding.mending + attrs[name].slice(at + finding.words.length);
    view.dispatch(closeHistory(view.state.tr).setNodeMarkup(pos, null, { ...attrs, [name]: mended }));
    return true;
  };

  // Mends what stands in the text, as one step to undo, each its own words: of two that lie over each other the first. The
  // rows that it mended, and those of which the words stand there no more.
  const mendBody = (view, rows) => {
    const { state } = view;
    const placed = rows.map((row) => {
      const place = marks.placeOf(state, row.id);
      const stands = place && state.doc.textBetween(place.from, place.to, null, "\ufffc") === row.finding.words;
      return { row, place: stands ? place : null };
    });
    const there = placed.filter(({ place }) => place).sort((one, other) => one.place.from - other.place.from);
    let end = 0;
    const mended = there.filter(({ place }) => {
      const isFree = place.from >= end;
      if (isFree) end = place.to;
      return isFree;
    });
    const tr = closeHistory(view.state.tr);
    for (const { row, place } of [...mended].reverse()) {
      const { mending } = row.finding;
      if (mending) tr.insertText(mending, place.from, place.to);
      else tr.delete(place.from, place.to);
    }
    if (mended.length) view.dispatch(tr);
    return { mended: mended.map(({ row }) => row), lost: placed.filter(({ place }) => !place).map(({ row }) => row) };
  };

  const show = (view, proof, kind) => {
    const { [kind]: findings, near } = proof;
    const told = KINDS[kind];
    const places = placesIn(view.state.doc, findings);
    const shown = findings.map((finding, id) => ({ finding, id, place: places[id] }));
    const inText = shown.filter(({ place }) => place);
    marks.mark(view, inText.map(({ id, place }) => ({ ...place, id, className: "finding-mark" })));
    panel.textContent = "";
    panel.hidden = false;
    const head = make("p", "editor-proof-head", findings.length ? told.head(findings.length) : told.none);
    head.setAttribute("role", "status");
    const list = make("ol");
    let every = null;
    const gone = (element) => {
      element.remove();
      head.firstChild.textContent = list.children.length ? told.head(list.children.length) : "都看过了。";
      if (every && !rows.some(({ row, isMendable }) => isMendable && row.isConnected)) every.remove();
    };
    // What somebody looked at and left is remembered of an item; of a new text there is nothing yet to remember it of.
    const { item } = Object.fromEntries(form());
    const leaving = ({ key, words }, row) =>
      button(item && kind === "lines" ? "不改" : "先不看", async () => {
        if (item && kind === "lines") {
          const body = new URLSearchParams({ item, key });
          const headers = { Accept: "application/json" };
          // Where it was not done one is sent elsewhere.
          const asked = fetch("/do/leave_finding", { method: "POST", headers, body, redirect: "manual" });
          const sent = await asked.catch(() => null);
          if (!sent || !sent.ok) {
            line.say(`“${words}”没有记下，请再试一次。`);
            return;
          }
        }
        gone(row);
      });
    const mend = (rows) => {
      const { mended, lost } = mendBody(view, rows.filter(({ place }) => place));
      // Of several beside one picture the last is mended first, so that the others stay where they were found.
      const elsewhere = rows.filter(({ place }) => !place).map((one) => ({
        one,
        found: one.finding.field === "body" ? besidePicture(view.state.doc, one.finding) : null,
      }));
      elsewhere.sort((a, b) => (a.found && b.found ? b.found.at - a.found.at : 0));
      for (const { one, found } of elsewhere) {
        const { finding } = one;
        const isMended = finding.field === "body" ? mendPicture(view, finding, found) : mendField(finding, findings);
        (isMended ? mended : lost).push(one);
      }
      const said = [mended.length && `改了 ${mended.length} 处`, lost.length && `${lost.length} 处已经改动，没有再改`];
      line.say(said.some(Boolean) ? `${said.filter(Boolean).join("，")}。` : "");
      for (const { row } of [...mended, ...lost]) gone(row);
    };
    const rows = shown.map(({ finding, id, place }) => {
      const row = make("li");
      const words = make("p");
      words.append(make("span", "finding-kind", finding.kind), ` ${finding.before}`, make("mark", "", finding.words), finding.after);
      const acts = make("p", "toolbar");
      const isThere = Boolean(place || finding.field !== "body" || besidePicture(view.state.doc, finding));
      const entry = { finding, id, row, place, isMendable: finding.mending !== null && isThere };
      if (entry.isMendable) acts.append(button(finding.mending ? `改为“${finding.mending}”` : "删去", () => mend([entry])));
      if (place) {
        acts.append(
          button("看原文", () => {
            const now = marks.placeOf(view.state, id);
            if (!now) return;
            const { node } = view.domAtPos(now.from);
            (node.nodeType === 1 ? node : node.parentElement).scrollIntoView({ block: "center" });
          }),
        );
      }
      acts.append(leaving(finding, row));
      row.append(words, ...(finding.says ? [make("p", "soft", finding.says)] : []), acts);
      list.append(row);
      return entry;
    });
    const mendable = rows.filter(({ isMendable }) => isMendable);
    if (mendable.length > 1) {
      every = button(told.all, () => mend(mendable.filter(({ row }) => row.isConnected)));
      head.append(" ", every);
    }
    head.append(" ", button("收起", close));
    panel.append(head, list);
    // It stands above the text, which may be long.
    panel.scrollIntoView({ block: "nearest" });
    if (kind === "lines" && near.length) {
      const also = make("p", "", "相近的稿件（不计日期、数字）：");
      near.forEach((one, place) => {
        const link = make("a", "", one.title);
        link.href = `/items/${one.item}`;
        link.target = "_blank";
        link.rel = "noopener";
        also.append(place ? "、" : "", link, `（${one.unit}，${one.share}% 相同）`);
      });
      panel.append(also);
    }
  };

  let opened = null;
  const close = () => {
    panel.hidden = true;
    if (opened) marks.mark(opened, []);
  };

  const run = (kind) => async (view) => {
    opened = view;
    line.say("正在校对…");
    try {
      const proof = await ask();
      line.say("");
      show(view, proof, kind);
    } catch (error) {
      line.say(`${error.message}。`);
    }
  };

  return { plugin: marks.plugin, panel, proofread: run("lines"), tidy: run("tidy") };
};
