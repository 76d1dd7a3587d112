// The editor: it takes the place of a text field, which keeps being what is posted and kept. What stands in the field
// is always our gentle Markdown, read and written by the core alone.

import { baseKeymap } from "prosemirror-commands";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, Plugin, Selection } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";

import { headsOnTop } from "./cells.js";
import { around, buttons, keys } from "./commands.js";
import { blocksOf, documentOf } from "./convert.js";
import { answerLine, pasting } from "./paste.js";
import { picturesOf, picturing } from "./pictures.js";
import { proofreading } from "./proof.js";
import { suggesting } from "./suggested.js";
import { replacing } from "./replace.js";
import { schemaOf } from "./schema.js";
import { toolbar } from "./toolbar.js";

// After the last key, before the field is told: long enough that nobody feels it.
const REST = 150;
// Between the line one writes and the bars that stay in view, in pixels.
const ROOM = 12;
// However long somebody types on, the field is told after so long.
const LONGEST = 500;

/** What becomes of a text that goes through the editor's document. */
export const through = (core, text) => {
  const schema = schemaOf(JSON.parse(core.shapes()));
  const doc = documentOf(schema, JSON.parse(core.read_body(text)));
  doc.check();
  return core.write_body(JSON.stringify(blocksOf(doc)));
};

// A rule where lists hold no lists and no quotes: within one, a mark at an item's beginning makes it an item of that kind.
const outsideLists = (schema, rule, kind) =>
  new InputRule(rule.match, (state, match, start, end) => {
    const { list, item } = schema.nodes;
    if (!around(state, list)) return rule.handler(state, match, start, end);
    if (!kind || state.selection.$from.depth !== 3) return null;
    const tr = state.tr.delete(start, end);
    for (const command of [liftListItem(item), wrapInList(list, kind(match))]) {
      const between = EditorState.create({ doc: tr.doc, selection: tr.selection });
      command(between, (done) => {
        done.steps.forEach((step) => tr.step(step));
        tr.setSelection(Selection.fromJSON(tr.doc, done.selection.toJSON()));
      });
    }
    return tr;
  });

const typedMarks = (schema) => {
  const { heading, list, quote, rule } = schema.nodes;
  const bullets = wrappingInputRule(/^[-*]\s$/, list, null, (_match, before) => before.attrs.start === null);
  const numbers = wrappingInputRule(
    /^(\d{1,9})\.\s$/,
    list,
    (match) => ({ start: Number(match[1]) }),
    // It goes on with the list before only where its number does.
    (match, { attrs: { start }, childCount }) => start !== null && start + childCount === Number(match[1]),
  );
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(#{1,4})\s$/, heading, (match) => ({ level: match[1].length })),
      outsideLists(schema, bullets, () => ({ start: null })),
      outsideLists(schema, numbers, (match) => ({ start: Number(match[1]) })),
      outsideLists(schema, wrappingInputRule(/^>\s$/, quote)),
      new InputRule(/^---$/, (state, _match, start, end) =>
        state.selection.$from.depth === 1 ? state.tr.replaceRangeWith(start - 1, end, rule.create()) : null,
      ),
    ],
  });
};

// Below a table, a picture or a rule one can go on writing.
const lineAtEnd = (schema) =>
  new Plugin({
    appendTransaction(transactions, _before, { doc, tr }) {
      const last = doc.lastChild;
      const isClosed = last.isAtom || last.type === schema.nodes.table;
      if (!isClosed || !transactions.some(({ docChanged }) => docChanged)) return null;
      return tr.insert(doc.content.size, schema.nodes.paragraph.create());
    },
  });

// An empty text says what stands there.
const placeholder = (words) =>
  new Plugin({
    props: {
      attributes: ({ doc }) => {
        const isEmpty = doc.childCount === 1 && doc.firstChild.isTextblock && doc.firstChild.content.size === 0;
        return isEmpty ? { "data-empty": words } : {};
      },
    },
  });

/** Puts an editor in the place of a text field; `core` reads and writes what stands in it. While somebody types in the
 * field it stays: nothing is taken out of a hand. */
export const mount = (area, core) => {
  if (document.activeElement === area) area.addEventListener("blur", () => replace(area, core), { once: true });
  else replace(area, core);
};

// Kinds of fields that are pressed.
const PRESSED = ["button", "submit", "reset", "file", "image"];

// Files that hold texts are taken in by a link (`data-take-in`) or dropped anywhere on the page.
const TEXTS = /\.(docx?|wps|odt|rtf|txt)$/i;

// Leads to the page that makes an item of each file.
const send = (address, files) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: address, enctype: "multipart/form-data" });
  const input = Object.assign(document.createElement("input"), { type: "file", name: "file", multiple: true });
  const chosen = new DataTransfer();
  files.forEach((file) => chosen.items.add(file));
  input.files = chosen.files;
  form.hidden = true;
  form.append(input);
  document.body.append(form);
  form.requestSubmit();
};

const takingFiles = ({ take, takePictures, attach, say }) => {
  const link = document.querySelector("[data-take-in]");
  if (!link) return;
  const largest = Number(link.dataset.largest);
  const input = Object.assign(document.createElement("input"), { type: "file", accept: ".docx,.doc,.wps,.odt,.rtf,.txt" });
  input.addEventListener("change", () => {
    if (input.files[0]) take(input.files[0], largest);
    input.value = "";
  });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    input.click();
  });
  const isOfFiles = ({ dataTransfer }) => dataTransfer && Array.from(dataTransfer.types).includes("Files");
  document.addEventListener("dragover", (event) => isOfFiles(event) && event.preventDefault());
  const drop = (event) => {
    const files = isOfFiles(event) ? Array.from(event.dataTransfer.files) : [];
    const texts = files.filter(({ name }) => TEXTS.test(name));
    const isInText = event.target instanceof Element && event.target.closest(".editor-text");
    const pictures = picturesOf(files);
    const others = files.filter((file) => !texts.includes(file) && !pictures.includes(file));
    // The text itself puts pictures where they are let go.
    if (!files.length || (pictures.length === files.length && isInText)) return;
    // A browser would leave the page for whatever it can show.
    event.preventDefault();
    event.stopPropagation();
    if (pictures.length) takePictures(pictures);
    // What is neither goes along as it is.
    if (others.length) {
      attach(others);
      const names = others.map(({ name }) => `“${name}”`).join("");
      say(`${names}不是文字也不是能放进正文的图片，正在当作附件（不印）附上；附上没有，看“报送信息”。`);
    }
    if (texts.length > 1) {
      const words = `这里一次取入一个文件。${texts.length} 个文件可以各成一篇草稿，这一页上写的会留存。`;
      const each = () => {
        say(`正在传送 ${texts.length} 个文件，传完会自动翻页…`);
        send(link.href, texts);
      };
      say(words, [["各成一篇", each]]);
    } else if (texts.length) take(texts[0], largest);
  };
  document.addEventListener("drop", drop, { capture: true });
};

const replace = (area, core) => {
  const schema = schemaOf(JSON.parse(core.shapes()));
  const read = (text) => documentOf(schema, JSON.parse(core.read_body(text)));
  const line = answerLine();
  const { plugin: pasted, takeFile, isBusy } = pasting({ schema, core, line });
  const pictures = picturing({ schema, line });
  const form = () => {
    flush();
    const fields = new FormData(area.form);
    fields.set(area.name, area.value);
    return fields;
  };
  const proof = proofreading({ line, form });
  const finding = replacing(() => view);
  // The button takes the focus back to the text first.
  const find = () => setTimeout(() => finding.open(true), 0);
  const asked = {
    "Mod-z": () => line.takeBack(),
    F7: (_state, _dispatch, of) => {
      proof.proofread(of);
      return true;
    },
    "Mod-f": () => {
      finding.open(false);
      return true;
    },
    "Mod-h": () => {
      finding.open(true);
      return true;
    },
  };
  const begin = (doc) =>
    EditorState.create({
      doc,
      plugins: [
        pictures.plugin,
        pasted,
        proof.plugin,
        finding.plugin,
        typedMarks(schema),
        keymap(asked),
        keymap(keys(schema, (line) => core.head_level(line))),
        keymap(baseKeymap),
        history(),
        tableEditing(),
        gapCursor(),
        dropCursor(),
        headsOnTop(schema),
        lineAtEnd(schema),
        placeholder(area.dataset.empty || ""),
      ],
    });

  let pending = 0;
  let untoldSince = 0;
  let isOwn = false;
  // What was read is written as it was until somebody changes it: a text that is only looked at stays as it is.
  const tell = () => {
    clearTimeout(pending);
    pending = 0;
    untoldSince = 0;
    let text;
    try {
      text = core.write_body(JSON.stringify(blocksOf(view.state.doc)));
    } catch (error) {
      console.error(error);
    }
    if (typeof text !== "string") {
      line.say("编辑器出了错，最后打的字没有留存：请把文字复制出来，刷新页面再贴进去。");
      return;
    }
    if (text === area.value) return;
    area.value = text;
    isOwn = true;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    isOwn = false;
  };
  // What an input method composes is no text yet.
  const flush = () => {
    if (pending && !view.composing) tell();
  };

  const frame = document.createElement("div");
  frame.className = "editor";
  const label = document.querySelector(`label[for="${area.id}"]`);
  if (label) {
    if (!label.id) label.id = `${area.id}-label`;
    // The text is what it is the label of now.
    label.removeAttribute("for");
  }
  const attributes = {
    class: "editor-text writing",
    role: "textbox",
    "aria-multiline": "true",
    spellcheck: "false",
    ...(label ? { "aria-labelledby": label.id } : {}),
  };
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(name)) attributes[name] = area.getAttribute(name);
  }

  const view = new EditorView(frame, {
    state: begin(read(area.value)),
    attributes,
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      refresh(view.state);
      pictures.refresh(view.state);
      if (transaction.docChanged) {
        line.expire();
        wait();
      }
    },
    handleDOMEvents: {
      blur: () => {
        flush();
        return false;
      },
      // Each word is told as soon as it is one, however fast the next is composed.
      compositionend: () => {
        setTimeout(flush, 30);
        return false;
      },
    },
  });
  const wait = () => {
    const now = performance.now();
    if (!untoldSince) untoldSince = now;
    clearTimeout(pending);
    pending = setTimeout(rest, Math.max(0, Math.min(REST, untoldSince + LONGEST - now)));
  };
  const rest = () => {
    if (!view.composing) return tell();
    pending = setTimeout(rest, REST);
  };
  suggesting({ view, line });
  const acts = { choosePicture: pictures.choose, proof: proof.proofread, tidy: proof.tidy, find };
  const { bar, refresh } = toolbar(buttons(schema, acts), view);
  // What was done and what is looked for stay in view with the buttons, however long the text.
  const top = document.createElement("div");
  top.className = "editor-top";
  top.append(bar, finding.bar, line.element);
  frame.prepend(top, proof.panel, pictures.panel, pictures.chooser);
  refresh(view.state);

  // The line that one writes is never below the bars that stay in view.
  const below = area.form && area.form.querySelector(":scope > .toolbar");
  const leaveRoom = () => {
    const bottom = below ? below.offsetHeight + (Number.parseFloat(getComputedStyle(below).bottom) || 0) : 0;
    const room = { top: top.offsetHeight + ROOM, right: 0, bottom: bottom + ROOM, left: 0 };
    view.setProps({ scrollMargin: room, scrollThreshold: room });
  };
  const heights = new ResizeObserver(leaveRoom);
  for (const element of [top, below].filter(Boolean)) heights.observe(element);
  addEventListener("resize", leaveRoom);

  takingFiles({
    take: (file, largest) => takeFile(view, file, largest),
    takePictures: pictures.takeAtEnd,
    attach: (files) => area.form.dispatchEvent(new CustomEvent("attach", { detail: files })),
    say: line.say,
  });

  area.before(frame);
  area.classList.add("visually-hidden");
  area.tabIndex = -1;
  area.setAttribute("aria-hidden", "true");
  document.querySelectorAll(`[data-without-editor="${area.id}"]`).forEach((element) => {
    element.hidden = true;
    // What stands in its fields is not posted.
    if ("disabled" in element) element.disabled = true;
  });
  // Whoever is led to the field is led to the text.
  area.addEventListener("focus", () => view.focus());
  if (label) label.addEventListener("click", () => view.focus());
  // Others may put another text into the field.
  area.addEventListener("input", () => {
    if (isOwn) return;
    clearTimeout(pending);
    pending = 0;
    view.updateState(begin(read(area.value)));
    refresh(view.state);
    pictures.refresh(view.state);
  });
  // A fault of the field, and its mending, is the text's.
  const mirrored = ["aria-describedby", "aria-invalid"];
  new MutationObserver(() => {
    for (const name of mirrored) {
      if (area.hasAttribute(name)) view.dom.setAttribute(name, area.getAttribute(name));
      else view.dom.removeAttribute(name);
    }
  }).observe(area, { attributeFilter: mirrored });
  if (area.form) {
    // What is on its way would be missing: it is waited for, and then done as asked.
    let waiting = null;
    area.form.addEventListener("submit", (event) => {
      const busy = () => (pictures.isBusy() && "图片还在接收") || (isBusy() && "贴入的文字还在整理");
      if (!busy()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const isFirst = !waiting;
      // What was pressed last is meant.
      waiting = { button: event.submitter, failed: isFirst ? pictures.failed() : waiting.failed };
      if (!isFirst) return;
      const ask = () => {
        const { button, failed } = waiting;
        const asked = button ? button.textContent.trim() : "提交";
        if (busy()) {
          line.say(`${busy()}，好了就${asked}…`);
          setTimeout(ask, 200);
          return;
        }
        waiting = null;
        if (pictures.failed() > failed) line.say(`有图片没有放入，还没有${asked}：请看过再按一次。`);
        else if (button) area.form.requestSubmit(button);
        else area.form.requestSubmit();
      };
      ask();
    }, { capture: true });
    // Enter ends a line, no writing: from the title one goes on to the text.
    area.form.addEventListener("keydown", (event) => {
      const { target } = event;
      const isLine = target instanceof HTMLInputElement && !PRESSED.includes(target.type) && !frame.contains(target);
      if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !isLine) return;
      event.preventDefault();
      if (target.id === "title" || target.id === "subtitle") view.focus();
    });
    // Whoever asks whether everything is kept.
    area.form.addEventListener("settle", flush);
    area.form.addEventListener("submit", flush, { capture: true });
    // Whoever collects the fields gets the last key, too: the list of fields is made before this is told.
    area.form.addEventListener("formdata", ({ formData }) => {
      flush();
      formData.set(area.name, area.value);
    });
  }
  // What is on its way is nowhere else.
  addEventListener("beforeunload", (event) => {
    if (!pictures.isBusy()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", flush);
  frame.dataset.ready = "";
};
