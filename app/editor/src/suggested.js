// Suggestions that stand beside the editor: one press puts a wording into the text.

import { TextSelection } from "prosemirror-state";
import { placesOf } from "./find.js";

const lettersIn = (text) => Array.from(text).filter((sign) => !/\s/.test(sign) && sign !== "|").length;

// How many letters the text has before a place, as the server counts them: those of a picture's line among them.
const lettersBefore = (doc, place) => {
  let letters = 0;
  doc.nodesBetween(0, place, (node, position) => {
    if (node.isText) letters += lettersIn(node.text.slice(0, Math.max(0, place - position)));
    else if (node.attrs && "hash" in node.attrs) {
      const { caption, source, shows } = node.attrs;
      letters += lettersIn(caption || "") + (source || shows ? lettersIn(source || "") : 0) + (shows ? lettersIn(shows) + 3 : 0);
    }
    return true;
  });
  return letters;
};

// Of the places at which the words stand, the one with as many letters before it as the text had when they were read; none
// where it is not clear which is meant.
const placeOf = (doc, words, at) => {
  const places = placesOf(doc, words).map((place) => ({ ...place, off: Math.abs(lettersBefore(doc, place.from) - at) }));
  places.sort((one, other) => one.off - other.off);
  const [first, second] = places;
  return first && !(second && second.off - first.off < words.length) ? first : null;
};

/** Listens to the panel of comments. */
export const suggesting = ({ view, line }) => {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-put]") : null;
    if (!button) return;
    const { put, passage, at } = button.dataset;
    const place = placeOf(view.state.doc, passage, Number(at));
    if (!place) {
      line.say("正文里没有找到这句话，或有几处一样的，请照着改。");
      return;
    }
    const { tr } = view.state;
    if (put) tr.insertText(put, place.from, place.to);
    else tr.delete(place.from, place.to);
    tr.setSelection(TextSelection.create(tr.doc, place.from, place.from + put.length));
    view.dispatch(tr.scrollIntoView());
    view.focus();
    line.say("已放进正文，保存后记为已采纳。");
  });
};
