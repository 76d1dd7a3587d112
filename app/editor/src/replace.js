// Finding and replacing within the text: Ctrl+F, Ctrl+H.

import { closeHistory } from "prosemirror-history";
import { TextSelection } from "prosemirror-state";

import { marking, placesOf } from "./find.js";

/** A row to find and replace, and what opens it. */
export const replacing = (viewOf) => {
  const bar = document.createElement("div");
  bar.className = "editor-find";
  bar.hidden = true;
  bar.setAttribute("role", "search");
  const field = (label) => {
    const input = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off" });
    input.setAttribute("aria-label", label);
    input.placeholder = label;
    // What is looked for is no part of what is written.
    for (const name of ["input", "change"]) input.addEventListener(name, (event) => event.stopPropagation());
    return input;
  };
  const said = document.createElement("span");
  said.className = "soft";
  said.setAttribute("role", "status");
  const wanted = field("查找");
  const instead = field("替换为");
  const button = (text, act) => {
    const element = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    element.addEventListener("click", act);
    return element;
  };

  // The text has not the focus, so that the browser shows no selection in it: what was found is marked.
  const marks = marking();
  const select = (view, { from, to }) => {
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)));
    marks.mark(view, [{ from, to, id: 0, className: "found-mark" }]);
    const found = view.dom.querySelector(".found-mark");
    if (found) found.scrollIntoView({ block: "center" });
  };

  // From the selection on, and again from the beginning or the end.
  const go = (step) => {
    const view = viewOf();
    const places = placesOf(view.state.doc, wanted.value);
    if (!places.length) {
      said.textContent = wanted.value ? "没有找到" : "";
      return null;
    }
    const { from, to } = view.state.selection;
    const next = step > 0 ? places.find((place) => place.from >= to) : [...places].reverse().find((place) => place.to <= from);
    const place = next || (step > 0 ? places[0] : places[places.length - 1]);
    select(view, place);
    said.textContent = `第 ${places.indexOf(place) + 1} 处，共 ${places.length} 处`;
    return place;
  };

  const put = (view, places) => {
    const tr = closeHistory(view.state.tr);
    for (const { from, to } of [...places].reverse()) {
      if (instead.value) tr.insertText(instead.value, from, to);
      else tr.delete(from, to);
    }
    view.dispatch(tr);
  };

  const replaceOne = () => {
    const view = viewOf();
    const { from, to } = view.state.selection;
    const here = placesOf(view.state.doc, wanted.value).find((place) => place.from === from && place.to === to);
    if (here) put(view, [here]);
    go(1);
  };

  const replaceAll = () => {
    const view = viewOf();
    const places = placesOf(view.state.doc, wanted.value);
    if (places.length) put(view, places);
    said.textContent = places.length ? `替换了 ${places.length} 处，可以撤销` : "没有找到";
  };

  const close = () => {
    bar.hidden = true;
    said.textContent = "";
    marks.mark(viewOf(), []);
    viewOf().focus();
  };

  const only = document.createElement("span");
  only.className = "editor-group";
  only.append(instead, button("替换", replaceOne), button("全部替换", replaceAll));
  bar.append(wanted, button("上一处", () => go(-1)), button("下一处", () => go(1)), only, said, button("关闭", close));
  bar.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === wanted) go(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" && event.target === instead) replaceOne();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const open = (replaces) => {
    const { state } = viewOf();
    const chosen = state.doc.textBetween(state.selection.from, state.selection.to, "\n");
    if (chosen && !chosen.includes("\n")) wanted.value = chosen;
    bar.hidden = false;
    only.hidden = !replaces;
    wanted.focus();
    wanted.select();
  };
  return { bar, open, plugin: marks.plugin };
};
