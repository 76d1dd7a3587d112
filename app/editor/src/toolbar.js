// The row of buttons above the text: one stop for the Tab key, arrows within.

import { redo, undo } from "prosemirror-history";

import { asOneStep } from "./commands.js";

/** A row of buttons for a view; `refresh` tells it that the state has changed. */
export const toolbar = (groups, view) => {
  const bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "文字格式");
  const all = [];
  for (const group of groups) {
    const part = document.createElement("span");
    part.className = "editor-group";
    for (const button of group) {
      const element = document.createElement("button");
      element.type = "button";
      element.textContent = button.sign;
      element.title = button.label;
      element.setAttribute("aria-label", button.label);
      // The text keeps its selection and the keyboard of a phone stays.
      element.addEventListener("mousedown", (event) => event.preventDefault());
      element.addEventListener("click", () => {
        const isOfHistory = button.run === undo || button.run === redo;
        (isOfHistory ? button.run : asOneStep(button.run))(view.state, view.dispatch, view);
        view.focus();
      });
      part.append(element);
      all.push({ ...button, element });
    }
    bar.append(part);
  }
  const shown = () => all.filter(({ element }) => !element.hidden);
  const stopAt = (one) => all.forEach(({ element }) => (element.tabIndex = element === one ? 0 : -1));
  stopAt(all[0].element);
  bar.addEventListener("keydown", (event) => {
    const row = shown().map(({ element }) => element);
    const place = row.indexOf(document.activeElement);
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: row.length - 1 }[event.key];
    if (place < 0 || next === undefined) return;
    event.preventDefault();
    const element = row[(next + row.length) % row.length];
    stopAt(element);
    element.focus();
  });
  const refresh = (state) => {
    for (const { element, run, isPressed, isShown } of all) {
      element.hidden = Boolean(isShown) && !isShown(state);
      const may = run(state);
      element.setAttribute("aria-disabled", String(!may));
      if (isPressed) element.setAttribute("aria-pressed", String(isPressed(state)));
    }
    for (const part of bar.children) part.hidden = [...part.children].every(({ hidden }) => hidden);
    if (!shown().some(({ element }) => element.tabIndex === 0)) stopAt(shown()[0].element);
  };
  return { bar, refresh };
};
