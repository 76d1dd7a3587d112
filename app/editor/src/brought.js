// Pictures that come along with what was copied: within the page itself, or, from Word, in the other form that it puts on
// the clipboard. They are handed in first, and the page names them by their files then.

import { send } from "./pictures.js";

// More of one paste is no text with pictures.
const MOST = 20;

const bytesOf = (binary) => Uint8Array.from(binary, (character) => character.charCodeAt(0));

const blobOf = (address) => {
  const [, type, data] = /^data:(image\/(?:png|jpeg|webp));base64,(.+)$/is.exec(address) || [];
  if (!data) return null;
  try {
    return new Blob([bytesOf(atob(data.replace(/%2b/gi, "+").replace(/\s/g, "")))], { type });
  } catch {
    return null;
  }
};

// The pictures of a text as Word writes it for other programs, in their order: each as PNG or JPEG.
const picturesOfWord = (rtf) => {
  const found = [];
  for (const [, kind, rest] of rtf.matchAll(/\\(png|jpeg)blip\b([^{}]*(?:\{[^{}]*\}[^{}]*)*)/g)) {
    // Between its kind and its bytes there are words about it, and groups.
    const hexadecimal = rest.replace(/\{[^{}]*\}/g, "\n").replace(/\\[a-z]+(-?\d+)?/gi, "");
    const pairs = hexadecimal.replace(/[^\da-f]/gi, "").match(/../g) || [];
    found.push(new Blob([Uint8Array.from(pairs, (pair) => parseInt(pair, 16))], { type: `image/${kind}` }));
  }
  return found;
};

const ADDRESS = /(\ssrc\s*=\s*)(?:"([^"]*)"|'([^']*)')/i;

/** The pictures that come along with a page, in its order; `null` for those that do not. */
export const broughtAlong = (html, rtf) => {
  const addresses = [...html.matchAll(/<img\b[^>]*>/gi)].map(([tag]) => {
    const [, , double, single] = ADDRESS.exec(tag) || [];
    return (double || single || "").trim();
  });
  const isWords = (address) => /^file:/i.test(address);
  // Where there are as many in both, they are the same; where not, none is guessed.
  const ofWord = picturesOfWord(rtf);
  const areKnown = ofWord.length === addresses.filter(isWords).length;
  let place = 0;
  const brought = addresses.map((address) => (isWords(address) ? (areKnown ? ofWord[place++] : null) : blobOf(address)));
  return brought.map((picture, number) => (number < MOST ? picture : null));
};

/** The page with its pictures by name: what came along is handed in, and no other address is left. `told` hears how many of
 * them are there. */
export const handedIn = async (html, pictures, told) => {
  const count = pictures.filter(Boolean).length;
  const addresses = [];
  let done = 0;
  for (const picture of pictures) {
    if (!picture) {
      addresses.push("");
      continue;
    }
    told((done += 1), count);
    // What is no picture after all is told with those that did not come along.
    const kept = await send(picture, () => {}).catch(() => null);
    addresses.push(kept ? `/files/${kept.hash}` : "");
  }
  let place = 0;
  return html.replace(/<img\b[^>]*>/gi, (tag) => {
    const address = addresses[place++] || "";
    return ADDRESS.test(tag) ? tag.replace(ADDRESS, (_, name) => `${name}"${address}"`) : tag;
  });
};
