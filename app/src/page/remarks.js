// The page's own script: a passage that is chosen in a text, for whoever says something of it. What the form asks for can be
// typed as well; here the words and their place are read from the page, letter by letter as the text counts them.

const letterOf = (sign) => !/\s/.test(sign) && sign !== "|";
const lettersIn = (text) => Array.from(text).filter(letterOf).length;

// How many letters of the text stand before a place in it. Pictures say how many are theirs.
function lettersBefore(text, node, offset) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, offset);
  const before = range.cloneContents();
  let pictures = 0;
  for (const picture of before.querySelectorAll("[data-letters]")) {
    pictures += Number(picture.dataset.letters);
    picture.remove();
  }
  return pictures + lettersIn(before.textContent);
}

const commentForm = () => {
  const place = document.getElementById("new-comment");
  return place && place.querySelector("form");
};

// What is chosen in a text that something can be said of.
function chosenPassage() {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount || !commentForm()) return null;
  const range = selection.getRangeAt(0);
  const start = range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement;
  const text = start && start.closest(".passages");
  if (!text) return null;
  // A whole paragraph that is chosen ends where the next thing begins.
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  const words = range.toString() === selection.toString() ? selection.toString().trim() : wordsIn(range);
  if (!words || !lettersIn(words)) return null;
  return { words, at: lettersBefore(text, range.startContainer, range.startOffset), range };
}

// The words of a range, its paragraphs parted.
function wordsIn(range) {
  const place = document.createElement("div");
  place.append(range.cloneContents());
  for (const part of place.querySelectorAll("p, li, h2, h3, h4, h5, h6, td, th")) part.append(" ");
  return place.textContent.trim();
}

let offer = null;

function withdrawOffer() {
  if (offer) offer.remove();
  offer = null;
}

function sayOf(passage) {
  const form = commentForm();
  withdrawOffer();
  if (!form) return;
  form.elements.quote.value = passage.words;
  form.elements.passage_at.value = passage.at;
  form.elements.passage_field.value = "body";
  document.getElementById("new-comment").open = true;
  form.elements.remark.focus();
}

let isPressing = false;

function offerToSay() {
  if (isPressing) return;
  const passage = chosenPassage();
  withdrawOffer();
  if (!passage) return;
  const place = passage.range.getBoundingClientRect();
  offer = document.createElement("button");
  offer.type = "button";
  offer.className = "say-of-passage";
  offer.textContent = "批注";
  offer.style.left = `${Math.min(place.right + window.scrollX, window.scrollX + document.documentElement.clientWidth - 72)}px`;
  offer.style.top = `${place.bottom + window.scrollY + 6}px`;
  // The choice stays, and the button, while it is pressed.
  for (const kind of ["mousedown", "touchstart"]) offer.addEventListener(kind, () => (isPressing = true));
  offer.addEventListener("mousedown", (event) => event.preventDefault());
  offer.addEventListener("click", () => {
    isPressing = false;
    sayOf(passage);
  });
  document.body.append(offer);
}

// By mouse, by keys and by the handles of a phone; while a choice still moves nothing is offered.
let choosing = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(choosing);
  choosing = setTimeout(offerToSay, 250);
});
document.addEventListener("mouseup", (event) => {
  if (!(offer && event.target === offer)) isPressing = false;
});

// As in Word: a comment on what is chosen.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey && event.altKey && event.key.toLowerCase() === "m")) return;
  const passage = chosenPassage();
  if (!passage) return;
  event.preventDefault();
  sayOf(passage);
});
document.addEventListener("turned", withdrawOffer);

// A comment is shown where it stands, also within what is folded.
function showNamed() {
  const named = location.hash.startsWith("#comment-") && document.getElementById(location.hash.slice(1));
  const folded = named && named.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  named.scrollIntoView({ block: "nearest" });
}
window.addEventListener("hashchange", showNamed);
showNamed();
