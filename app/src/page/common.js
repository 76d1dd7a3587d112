// The page's own script, first part: forms, their fields, and what this browser keeps for itself.
//
// A small script in plain ES2018: it needs neither WebAssembly nor modules nor anything that has to be built, so that it
// works where those are missing or refused. Its parts are put together, in a scope of their own, when the server is built.
//
// What is typed into a long form (`data-keep` names its verb) is kept within three seconds of the last key under its page's
// name, and it is said beside the form what is kept. What the server cannot have now, since the line is down or the session
// has ended, stays in this browser, for this person alone, and is handed in later. Every form that asks for a verb is posted
// from here: where there is no line or nobody is signed in, the page stays as it is and says so. Without this script the
// same forms go to the same addresses.

// In milliseconds: kept this long after the last key, …
const REST = 900;
// … and this long after the first key that is not kept, however long somebody goes on typing.
const LONGEST_UNKEPT = 2500;
// A first request that takes longer is given up, so that the next one is still in time.
const PATIENCE = 1500;
const MOST_PATIENCE = 12000;
// After a failure; doubled with every further one.
const PAUSE = 500;
// An act that has not been answered for so long may be asked for again; the server does it once.
const ACT_PATIENCE = 20000;
// What was said to be kept longer ago is asked about once more when somebody comes back to the page.
const STALE = 5000;
// So many characters before a limit it is said.
const WARNING = 0.9;

const KEEP = "/do/keep_text";
const PLACE = "jianbao.kept.";
const SHEETS = "jianbao.sheets";

const script = document.currentScript;
const person = (script && script.dataset.person) || "";
const keepers = new Map();

/** The verb that a form or its button asks for; empty where it is none of ours. */
function verbOf(form, button) {
  const action = (button && button.getAttribute("formaction")) || form.getAttribute("action") || "";
  const found = /^\/do\/([a-z_]+)$/.exec(action);
  return found ? found[1] : "";
}

/** A form's fields as they are posted. */
function fieldsOf(form, button) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") fields.append(name, value);
  }
  if (button && button.name) fields.append(button.name, button.value);
  return fields;
}

/** Where this page is found, whatever name it bears. */
function here() {
  const query = new URLSearchParams(location.search);
  query.delete("sheet");
  query.delete("sending");
  const words = query.toString();
  return location.pathname + (words ? `?${words}` : "") + location.hash;
}

async function post(address, fields, { signal, byScript = false, keepalive = false } = {}) {
  const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
  if (byScript) headers["Jianbao-Form"] = "1";
  return fetch(address, { method: "POST", body: fields.toString(), headers, signal, keepalive, credentials: "same-origin" });
}

async function jsonOf(response) {
  try {
    return await response.json();
  } catch (_) {
    return null;
  }
}

// What the server could not have stays in this browser, under the person's own number. It can be refused: then it is
// said that it is not kept.
const store = {
  put(sheet, entry) {
    try {
      const words = JSON.stringify(entry);
      localStorage.setItem(`${PLACE}${person}.${sheet}`, words);
      return localStorage.getItem(`${PLACE}${person}.${sheet}`) === words;
    } catch (_) {
      return false;
    }
  },
  forget(sheet, stamp) {
    try {
      const entry = store.get(sheet);
      if (entry && entry.stamp <= stamp) localStorage.removeItem(`${PLACE}${person}.${sheet}`);
    } catch (_) {
      // There is nothing to forget where nothing can be kept.
    }
  },
  get(sheet) {
    try {
      return JSON.parse(localStorage.getItem(`${PLACE}${person}.${sheet}`));
    } catch (_) {
      return null;
    }
  },
  sheets() {
    try {
      const own = `${PLACE}${person}.`;
      return Object.keys(localStorage).filter((key) => key.startsWith(own)).map((key) => key.slice(own.length));
    } catch (_) {
      return [];
    }
  },
};
