// The page's own script: who else has an item open. While the page is in view it says so every 20 seconds, and exchanges the
// lines with what is answered; whoever leaves it says that. Without this script the lines are what was true when the page was
// drawn, and drawing it counted as being there for some minutes.

// In milliseconds.
const BEAT = 20000;
// A page that has just been drawn was counted as it was; who goes on to the next one at once need not be counted twice.
const FIRST_BEAT = 1500;
const BEAT_PATIENCE = 8000;

const HERE = "/here";

let beatTimer = 0;
let firstBeat = 0;
// What this page last said it has open.
let told = null;

const openHere = () => {
  const place = document.querySelector("#main [data-here]");
  return place ? { item: place.dataset.here, doing: place.dataset.doing } : null;
};
const rowsHere = () => Array.from(document.querySelectorAll("#main [data-here-row]"));

function signOf(open, sign) {
  const fields = new URLSearchParams();
  if (open) fields.append("item", open.item);
  fields.append("doing", open ? open.doing : "reading");
  fields.append("sign", sign);
  return fields;
}

// What is said while leaving has no answer, and must not be in the way of it.
function sayGone(open, sign) {
  const fields = signOf(open, sign);
  const isSent = Boolean(navigator.sendBeacon) && navigator.sendBeacon(HERE, fields);
  if (!isSent) post(HERE, fields, { keepalive: true }).catch(() => {});
}

function tellHere(place, words) {
  if (place.textContent !== words) place.textContent = words;
  place.hidden = !words;
}

async function beat() {
  const [open, rows] = [openHere(), rowsHere()];
  if (document.visibilityState === "hidden" || navigator.onLine === false || (!open && !rows.length)) return;
  told = open;
  const fields = signOf(open, "heard");
  for (const row of rows) fields.append("row", row.dataset.hereRow);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), BEAT_PATIENCE);
  let answer = null;
  let isOver = false;
  try {
    const response = await post(HERE, fields, { signal: patience.signal });
    // Nobody is signed in any more, or the item is none of theirs any more: the page asks no further.
    isOver = response.redirected || response.status === 404 || response.status === 401;
    if (response.ok && !isOver) answer = await jsonOf(response);
  } catch (_) {
    // Without a line nobody is told anything; it is tried again.
  } finally {
    clearTimeout(timer);
  }
  if (isOver) clearInterval(beatTimer);
  const present = openHere();
  // The page may have gone on to another item meanwhile.
  if (!answer || (open && (!present || present.item !== open.item))) return;
  for (const place of document.querySelectorAll("#main [data-here]")) tellHere(place, answer.line);
  for (const place of document.querySelectorAll("#main [data-here-notice]")) tellHere(place, answer.notice);
  for (const row of rowsHere()) tellHere(row, answer.rows[row.dataset.hereRow] || "");
}

function beatOn() {
  clearInterval(beatTimer);
  clearTimeout(firstBeat);
  if (!openHere() && !rowsHere().length) return;
  beatTimer = setInterval(beat, BEAT);
  firstBeat = setTimeout(beat, FIRST_BEAT);
}

document.addEventListener("turned", () => {
  const open = openHere();
  if (told && (!open || open.item !== told.item)) sayGone(told, "left");
  told = open;
  beatOn();
});
let hiding = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.visibilityState !== "hidden") {
    beatOn();
    return;
  }
  // A text that is being written lies open while something is looked up elsewhere. A page that is being left is hidden as well,
  // and says so below: two signs at once might come in either order.
  hiding = setTimeout(() => {
    if (told) sayGone(told, told.doing === "writing" ? "aside" : "left");
  }, 300);
});
window.addEventListener("pagehide", () => {
  clearTimeout(hiding);
  if (told) sayGone(told, "left");
  told = null;
});
window.addEventListener("pageshow", () => {
  told = openHere();
  beatOn();
});
