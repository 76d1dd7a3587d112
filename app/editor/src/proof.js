// 校对 while one writes: F7 or the button asks the server, which reads the text as it is kept; what it points out is marked
// in the text and listed below the buttons, each with its mending. Nothing is changed but by a press.

import { closeHistory } from "prosemirror-history";

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

// The letters of a text, without marks of Markdown.
const bare = (text) => text.replace(/[*#>|\\]/g, "");

/** Proofreading for an editor; `line` says what was done. `form()` is the writing form with what stands in it now. */
export const proofreading = ({ line, form }) => {
  const marks = marking();
  const panel = make("section", "editor-proof");
  panel.hidden = true;
  panel.setAttribute("aria-label", "校对意见");

  // Where a finding stands in the document now: the place that has the same words around it.
  const placeIn = (doc, { words, before, after }) => {
    const places = placesOf(doc, words);
    const isLike = ({ line: text, at }) =>
      text.slice(0, at).endsWith(bare(before)) && text.slice(at + words.length).startsWith(bare(after));
    return places.find(isLike) || (places.length === 1 ? places[0] : null);
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
      if (response.redirected) throw new Error("登录已经过期");
      if (!response.ok) throw new Error("没有校对成");
      return await response.json();
    } catch (error) {
      throw error instanceof TypeError || error.name === "AbortError" ? new Error("没连上服务器") : error;
    } finally {
      clearTimeout(patience);
    }
  };

  // Mends what stands in the title or in the second headline.
  const mendField = (finding) => {
    const field = document.getElementById(finding.field);
    const characters = Array.from(field.value);
    const { start, end } = finding.place;
    if (characters.slice(start, end).join("") !== finding.words) return false;
    characters.splice(start, end - start, finding.mending);
    field.value = characters.join("");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  };

  const mendBody = (view, id, mending) => {
    const place = marks.placeOf(view.state, id);
    if (!place) return false;
    const tr = closeHistory(view.state.tr);
    if (mending) tr.insertText(mending, place.from, place.to);
    else tr.delete(place.from, place.to);
    view.dispatch(tr);
    return true;
  };

  const show = (view, { lines, near }) => {
    const doc = view.state.doc;
    const shown = lines.map((finding, id) => ({ finding, id, place: finding.field === "body" ? placeIn(doc, finding) : null }));
    const inText = shown.filter(({ place }) => place);
    marks.mark(view, inText.map(({ id, place }) => ({ ...place, id, className: "finding-mark" })));
    panel.textContent = "";
    panel.hidden = false;
    const head = make("p", "editor-proof-head", lines.length ? `校对意见 ${lines.length} 处` : "没有要指出的。");
    head.setAttribute("role", "status");
    const list = make("ol");
    const gone = (element) => {
      element.remove();
      head.firstChild.textContent = list.children.length ? `校对意见 ${list.children.length} 处` : "都看过了。";
    };
    const rows = shown.map(({ finding, id, place }) => {
      const row = make("li");
      const words = make("p");
      words.append(make("span", "finding-kind", finding.kind), ` ${finding.before}`, make("mark", "", finding.words), finding.after);
      const acts = make("p", "toolbar");
      const mend = () => {
        const done = finding.field === "body" ? mendBody(view, id, finding.mending) : mendField(finding);
        if (!done) line.say("这一处已经改动，没有再改。");
        gone(row);
        return done;
      };
      if (finding.mending !== null && (place || finding.field !== "body")) {
        acts.append(button(finding.mending ? `改为“${finding.mending}”` : "删去", mend));
        row.mend = mend;
      }
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
      acts.append(button("不改", () => gone(row)));
      row.append(words, make("p", "soft", finding.says), acts);
      list.append(row);
      return row;
    });
    if (rows.filter(({ mend }) => mend).length > 1) {
      head.append(" ", button("能改的全改", () => [...list.children].forEach((row) => row.mend && row.mend())));
    }
    head.append(" ", button("收起", close));
    panel.append(head, list);
    if (near.length) {
      const also = make("p", "", "相近的稿件：");
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

  const run = async (view) => {
    opened = view;
    line.say("正在校对…");
    try {
      const proof = await ask();
      line.say("");
      show(view, proof);
    } catch (error) {
      line.say(`${error.message}。`);
    }
  };

  return { plugin: marks.plugin, panel, run };
};
