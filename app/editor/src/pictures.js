// Pictures: chosen, dropped or pasted they are taken in by the server, and stand in the text by their name. Beside the text
// is what is said of the one that is selected.

import { closeHistory, redo, undo } from "prosemirror-history";
import { NodeSelection, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

// In bytes, as the server takes them.
const MOST = 20 * 1024 * 1024;
// Whoever has a slow line waits so long, in milliseconds.
const PATIENCE = 180000;

const key = new PluginKey("pictures");

const WORDS = { 401: "登录已经过期，请另开一页登录后再试", 413: "图片太大，最多 20 MB，请先缩小", 429: "正在传的太多，请过一会儿再试" };

/** The pictures among files; what is called so and is none is told by the server. */
export const picturesOf = (files) =>
  [...(files || [])].filter(({ type, name }) => type.startsWith("image/") || /\.(hei[cf]|jpe?g|png|webp)$/i.test(name));

/** Hands a picture in; `told` hears how much of it is over the line. */
export const send = (file, told) =>
  new Promise((resolve, reject) => {
    if (file.size > MOST) {
      reject(new Error(WORDS[413]));
      return;
    }
    const form = new FormData();
    form.append("picture", file, file.name || "picture");
    const request = new XMLHttpRequest();
    request.open("POST", "/pictures");
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.timeout = PATIENCE;
    request.upload.addEventListener("progress", ({ loaded, total }) => told(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      const { status, response } = request;
      if (status === 200 && response && response.hash) resolve(response);
      else reject(new Error((response && response.words) || WORDS[status] || "服务器没有收下，请再试一次"));
    });
    const unanswered = () => reject(new Error("没连上服务器，请接通后再放一次"));
    request.addEventListener("error", unanswered);
    request.addEventListener("timeout", unanswered);
    request.send(form);
  });

// How a picture looks while somebody writes.
class PictureView {
  constructor(node) {
    this.dom = document.createElement("figure");
    this.image = document.createElement("img");
    this.below = document.createElement("figcaption");
    this.lack = document.createElement("p");
    this.lack.className = "picture-lack";
    this.image.addEventListener("error", () => this.dom.classList.add("is-lost"));
    this.dom.append(this.image, this.below, this.lack);
    this.update(node);
  }

  update(node) {
    if (node.type.name !== "picture") return false;
    const { hash, caption, source, shows } = node.attrs;
    const address = `/files/${hash}`;
    if (this.image.getAttribute("src") !== address) this.image.src = address;
    this.image.alt = shows || caption || "图片，还没写画面内容";
    this.below.textContent = [caption, source].filter(Boolean).join("　");
    this.lack.textContent = shows ? "" : "还没写画面内容";
    return true;
  }

  ignoreMutation() {
    return true;
  }
}

/** Pictures for an editor: `plugin`, `choose` opens the machine's own way of choosing, `panel` is what is said of the selected
 * one, `refresh` tells it that the state has changed, `isBusy` says whether some are on their way, `failed` how many were not taken. */
export const picturing = ({ schema, line }) => {
  const { picture, paragraph } = schema.nodes;
  let view = null;
  let underWay = 0;
  let taken = [];
  let remarks = [];
  let failed = 0;
  // What is written in one go is one step to be undone, as what an input method composes is: history goes by this number.
  let goes = -1000;

  // Between two blocks, at or behind this place.
  const gap = (doc, pos) => {
    const $pos = doc.resolve(Math.min(pos, doc.content.size));
    return $pos.depth ? $pos.after(1) : $pos.pos;
  };

  const waiting = (name) => {
    const element = document.createElement("div");
    element.className = "picture-waiting";
    element.textContent = `正在接收图片“${name}”…`;
    return element;
  };

  const take = async (file, at) => {
    const id = {};
    const name = file.name || "剪贴板里的图片";
    const element = waiting(name);
    let behind = at;
    underWay += 1;
    view.dispatch(view.state.tr.setMeta(key, { add: { id, at: gap(view.state.doc, at), element } }).setMeta("addToHistory", false));
    try {
      const kept = await send(file, (part) => {
        element.textContent = part < 1 ? `正在传图片“${name}”：${Math.round(part * 100)}%` : `正在整理图片“${name}”…`;
      });
      // What an input method composes is not interrupted.
      while (view.composing) await new Promise((resolve) => setTimeout(resolve, 50));
      behind = put(id, kept);
      taken.push(`“${name}”`);
      if (kept.remark) remarks.push(`“${name}”${kept.remark}。`);
      line.say(`已放入图片${taken.join("")}。${remarks.join("")}请写图注、摄影和画面内容。`);
    } catch (error) {
      failed += 1;
      line.say(`图片“${name}”没有放入：${error.message}。`);
      view.dispatch(view.state.tr.setMeta(key, { remove: id }).setMeta("addToHistory", false));
    } finally {
      underWay -= 1;
    }
    return behind;
  };

  // Answers the place behind it.
  const put = (id, { hash }) => {
    const { state } = view;
    const [found] = key.getState(state).find(null, null, (spec) => spec.id === id);
    const at = found ? found.from : state.doc.content.size;
    const tr = closeHistory(state.tr).setMeta(key, { remove: id });
    const before = tr.doc.resolve(at).nodeBefore;
    const node = picture.create({ hash });
    // A line that was only there to be filled gives its place.
    const isFree = before && before.type === paragraph && before.content.size === 0;
    const start = isFree ? at - before.nodeSize : at;
    tr.replaceWith(start, at, node);
    // Who writes elsewhere meanwhile goes on writing there.
    const { $from } = state.selection;
    if (isFree || ($from.depth && $from.after(1) === at)) tr.setSelection(NodeSelection.create(tr.doc, start));
    view.dispatch(tr.scrollIntoView());
    view.dispatch(closeHistory(view.state.tr));
    return start + node.nodeSize;
  };

  // One behind the other, as they were chosen.
  const takeAll = async (files, at) => {
    // Those that come together are told together.
    if (!underWay) [taken, remarks] = [[], []];
    let place = at ?? view.state.selection.to;
    for (const file of files) place = await take(file, place);
  };

  const chooser = document.createElement("input");
  chooser.type = "file";
  // A phone offers its camera.
  chooser.accept = "image/*";
  chooser.multiple = true;
  chooser.hidden = true;
  chooser.addEventListener("change", () => {
    const files = [...chooser.files];
    chooser.value = "";
    takeAll(files);
  });

  const selected = (state) => {
    const { selection } = state;
    return selection instanceof NodeSelection && selection.node.type === picture ? selection : null;
  };

  const panel = document.createElement("div");
  panel.className = "picture-panel";
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-label", "所选图片的说明");
  panel.hidden = true;
  const fields = [
    ["caption", "图注", "印在图下面"],
    ["source", "摄影", "如：周鹏"],
    ["shows", "画面内容", "给看不见图的人听的一句话，必须写"],
  ].map(([name, words, hint], place) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    label.textContent = words;
    input.id = `picture-panel-${name}`;
    label.htmlFor = input.id;
    input.placeholder = hint;
    input.autocomplete = "off";
    input.maxLength = 200;
    // Not the browser's own way: a draft may lack it, and a field out of sight would stop the form without a word.
    if (name === "shows") input.setAttribute("aria-required", "true");
    input.addEventListener("input", (event) => {
      event.stopPropagation();
      const at = selected(view.state);
      if (!at) return;
      const tr = view.state.tr.setNodeAttribute(at.from, name, input.value || (name === "caption" ? "" : null));
      view.dispatch(tr.setMeta("composition", goes));
    });
    input.addEventListener("focus", () => (goes -= 1));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const command = (event.ctrlKey || event.metaKey) && { z: event.shiftKey ? redo : undo, y: redo }[event.key.toLowerCase()];
      if (event.key === "Enter") {
        // In a form it would save.
        event.preventDefault();
        if (place < fields.length - 1) fields[place + 1].input.focus();
        else view.focus();
      } else if (event.key === "Escape") {
        event.preventDefault();
        view.focus();
      } else if (command) {
        event.preventDefault();
        command(view.state, view.dispatch);
      }
    });
    const field = document.createElement("div");
    field.className = "picture-field";
    field.append(label, input);
    panel.append(field);
    return { name, input };
  });

  const move = (direction) => {
    const at = selected(view.state);
    if (!at) return;
    const { doc, tr } = view.state;
    const place = doc.resolve(at.from).index(0);
    const to = place + direction;
    if (to < 0 || to >= doc.childCount) return;
    const other = doc.child(to);
    const target = direction < 0 ? at.from - other.nodeSize : at.from + other.nodeSize;
    tr.delete(at.from, at.to).insert(target, at.node);
    view.dispatch(closeHistory(tr.setSelection(NodeSelection.create(tr.doc, target)).scrollIntoView()));
  };
  const acts = document.createElement("div");
  acts.className = "picture-acts";
  const button = (words, label, run) => {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = words;
    element.setAttribute("aria-label", label);
    element.addEventListener("click", run);
    acts.append(element);
    return element;
  };
  const up = button("上移", "图片上移一段", () => move(-1));
  const down = button("下移", "图片下移一段", () => move(1));
  button("删去", "删去图片", () => {
    if (selected(view.state)) view.dispatch(closeHistory(view.state.tr).deleteSelection());
    view.focus();
    line.say("已删去图片，按 Ctrl+Z 可以找回。");
  });
  button("写好了", "写好了，回到正文", () => view.focus());
  panel.append(acts);

  const refresh = (state) => {
    const at = selected(state);
    panel.hidden = !at;
    if (!at) return;
    // It stays in sight below the buttons, in however many rows these stand.
    panel.style.top = `${panel.parentElement.firstElementChild.offsetHeight}px`;
    for (const { name, input } of fields) {
      const value = at.node.attrs[name] || "";
      if (input.value !== value) input.value = value;
    }
    const place = state.doc.resolve(at.from).index(0);
    up.disabled = place === 0;
    down.disabled = place >= state.doc.childCount - 1;
  };

  const plugin = new Plugin({
    key,
    view: (given) => {
      view = given;
      return {};
    },
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, set) => {
        const mapped = set.map(tr.mapping, tr.doc);
        const said = tr.getMeta(key);
        if (said && said.add) {
          const { id, at, element } = said.add;
          return mapped.add(tr.doc, [Decoration.widget(at, element, { id, side: 1 })]);
        }
        if (said && said.remove) return mapped.remove(mapped.find(null, null, (spec) => spec.id === said.remove));
        return mapped;
      },
    },
    props: {
      decorations: (state) => key.getState(state),
      nodeViews: { picture: (node) => new PictureView(node) },
      handleKeyDown: (_, event) => {
        if (event.key !== "Enter" || event.isComposing || panel.hidden) return false;
        const empty = fields.find(({ input }) => !input.value) || fields[0];
        empty.input.focus();
        return true;
      },
      handleDrop: (target, event, _, moved) => {
        const files = moved ? [] : picturesOf(event.dataTransfer && event.dataTransfer.files);
        if (!files.length) return false;
        const place = target.posAtCoords({ left: event.clientX, top: event.clientY });
        takeAll(files, place ? place.pos : target.state.doc.content.size);
        return true;
      },
      handlePaste: (_, event) => {
        const files = picturesOf(event.clipboardData.files);
        // Programs put a picture of what was copied beside its words.
        if (!files.length || event.clipboardData.getData("text/plain").trim()) return false;
        takeAll(files);
        return true;
      },
    },
  });

  const takeAtEnd = (files) => takeAll(files, view.state.doc.content.size);

  return { plugin, panel, chooser, refresh, takeAtEnd, choose: () => chooser.click(), isBusy: () => underWay > 0, failed: () => failed };
};
