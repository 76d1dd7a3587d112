// The page's own script: a list by keys, and many of its rows at once.
//
// What a key does stands on what it presses (`data-key`), so that nothing can be done by a key that cannot be done without.
// A key of an input method, of a field or with Ctrl is not ours.

const FIELDS = "textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])";

const rowsOf = (list) => Array.from(list.querySelectorAll("[data-row]"));

// The row in which the focus is; else the one that is open.
function presentRow(rows) {
  const focused = rows.findIndex((row) => row.contains(document.activeElement));
  return focused >= 0 ? focused : rows.findIndex((row) => row.getAttribute("aria-current") === "true");
}

// To the next row or the one before; where one is open beside the list, that one opens.
function goBy(list, step) {
  const rows = rowsOf(list);
  if (!rows.length) return;
  const present = presentRow(rows);
  const row = rows[present < 0 ? 0 : Math.min(Math.max(present + step, 0), rows.length - 1)];
  const link = row.querySelector("a[id]");
  if (!link) return;
  link.focus();
  const isReading = rows.some((other) => other.getAttribute("aria-current") === "true");
  if (isReading && row.getAttribute("aria-current") !== "true") link.click();
}

const boxOf = (row) => row && row.querySelector("input[type=checkbox]");

// From which box a range goes.
let firstOfRange = null;

function tick(box, isRange) {
  const form = box.form;
  const boxes = form ? boxesOf(form) : [];
  const [from, to] = [boxes.indexOf(firstOfRange), boxes.indexOf(box)];
  if (isRange && from >= 0 && to >= 0) {
    for (const one of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
  }
  firstOfRange = box;
  if (form) countChosen(form);
}

function countChosen(form) {
  const boxes = boxesOf(form);
  const chosen = boxes.filter((box) => box.checked).length;
  for (const place of form.querySelectorAll("[data-chosen]")) place.textContent = chosen ? `已选 ${chosen} ${place.dataset.chosen}` : "";
  for (const all of form.querySelectorAll("a[data-all]")) {
    const own = boxesOf(groupOf(all));
    all.textContent = own.length && own.every((box) => box.checked) ? "全不选" : "全选";
  }
}

const boxesOf = (part) => Array.from(part.querySelectorAll("[data-row] input[type=checkbox]"));

// What all are: those of the group, where rows stand in groups, else those of the form.
const groupOf = (all) => all.closest("[data-group]") || all.closest("form");

function chooseAll(all) {
  const boxes = boxesOf(groupOf(all));
  const isAll = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !isAll;
  countChosen(all.closest("form"));
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const all = event.target.closest("a[data-all]");
  if (all && all.closest("form")) {
    event.preventDefault();
    chooseAll(all);
    return;
  }
  const box = event.target.closest("[data-row] input[type=checkbox]");
  if (box) tick(box, event.shiftKey);
});
const countAll = () => {
  for (const form of document.querySelectorAll("form")) if (form.querySelector("[data-chosen]")) countChosen(form);
};
document.addEventListener("turned", countAll);
addEventListener("pageshow", countAll);

const isSeen = (element) => element.getClientRects().length > 0;

// The reasons of an open form are numbered: a digit ticks one.
function tickReason(form, digit) {
  const box = form.querySelectorAll(".numbered input[type=checkbox]")[digit - 1];
  if (box) box.click();
  return Boolean(box);
}

function press(element) {
  const fold = element.tagName === "SUMMARY" ? element.parentElement : null;
  if (!fold) {
    if (element.matches(FIELDS)) {
      element.focus();
      if (element.select) element.select();
    } else element.click();
    return;
  }
  fold.open = !fold.open;
  // What is only told takes nobody from their row.
  if (!fold.querySelector("form")) return;
  const field = fold.open ? fold.querySelector("form input:not([type=hidden]), form textarea") : element;
  (field || element).focus();
  if (fold.open) fold.scrollIntoView({ block: "nearest" });
}

// Moves that were asked for while an act or a turn was on its way. What acts is never done ahead: nobody has looked at what it
// would be done to.
const ahead = [];
const MOVES = ["j", "k", "w"];

const isUnderWay = () => acts.size > 0 || turning !== null;

// When a page came in another's place: the second half of a double click is not meant for it.
let turnedAt = -Infinity;
const DOUBLE = 700;

document.addEventListener("turned", () => {
  turnedAt = performance.now();
  while (ahead.length && !isUnderWay()) done(ahead.shift(), document.activeElement || document.body);
});
document.addEventListener(
  "click",
  (event) => {
    // Whoever goes elsewhere means that, and not what was asked for before.
    if (event.isTrusted) ahead.length = 0;
    if (event.detail > 1 && performance.now() - turnedAt < DOUBLE) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.altKey || event.metaKey || !(target instanceof Element)) return;
  if (!document.querySelector("[data-by-keys]")) {
    // Elsewhere `?` tells what the page is for; the board has keys of its own.
    const help = document.querySelector("[data-help]");
    if (key === "?" && help && !isField(target) && !document.getElementById("board")) help.click();
    return;
  }
  const isPlain = (key.length === 1 && key !== " ") || key === "Enter";
  // Who holds a key down moves on, and does nothing twice.
  if (event.repeat && isPlain && !MOVES.includes(key) && !isField(target)) event.preventDefault();
  else if (isUnderWay() && isPlain && !isField(target)) {
    event.preventDefault();
    if (MOVES.includes(key)) ahead.push(key);
  } else if (done(key, target)) event.preventDefault();
});

const isField = (target) => target.matches(FIELDS) || Boolean(target.closest("[contenteditable]"));

// Does what a key is for; false where it is for nothing.
function done(key, target) {
  const list = document.querySelector("[data-by-keys]");
  if (!list) return false;
  const form = target.closest("details[open] form");
  if (key === "Escape") {
    const fold = form && form.closest("details");
    if (isField(target)) target.blur();
    if (fold) {
      fold.open = false;
      fold.querySelector("summary").focus();
    }
    return false;
  }
  if (isField(target)) return false;
  if (form && /^[1-9]$/.test(key)) return tickReason(form, Number(key));
  if (form && key === "Enter" && target.matches("input[type=checkbox]")) {
    form.requestSubmit();
    return true;
  }
  // Whoever fills a form in is not to press anything behind it.
  if (form) return false;
  if (key === "j" || key === "k") {
    goBy(list, key === "j" ? 1 : -1);
    return true;
  }
  const rows = rowsOf(list);
  const box = boxOf(rows[presentRow(rows)]);
  if ((key === "x" || key === "X") && box) {
    box.checked = !box.checked;
    tick(box, key === "X");
    return true;
  }
  if (!/^[a-z/?]$/.test(key)) return false;
  const element = Array.from(document.querySelectorAll(`[data-key="${key}"]`)).find(isSeen);
  if (element) press(element);
  return Boolean(element);
}
