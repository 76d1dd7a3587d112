// The page's own script: files that go along with a text while it is written (`data-attach` is where they are handed in).
// Each is handed in by itself, and belongs to the item as soon as the text is saved.

const attaching = document.querySelector("[data-attach]");

const wordsOf = (answer) => {
  try {
    return JSON.parse(answer).words.replace(/。$/, "");
  } catch (_) {
    return "服务器没有收下，请再试一次";
  }
};

/** Hands a file in; `told` hears how much of it is over the line, from 0 to 1. Answers what is kept. */
const handFileIn = (address, file, told) =>
  new Promise((resolve, reject) => {
    const body = new FormData();
    body.append("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => told(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      const { status, responseText } = request;
      let kept = null;
      try {
        kept = status === 200 ? JSON.parse(responseText) : null;
      } catch (_) {
        // The page for signing in is no answer.
      }
      if (Array.isArray(kept) && kept.length) resolve(kept);
      else if (status === 422) reject(new Error(wordsOf(responseText)));
      else if (status === 413) reject(new Error("文件太大"));
      else if (status === 200 || status === 401 || status === 403) reject(new Error("登录已经过期，请另开一页登录后再试"));
      else reject(new Error("服务器没有收下，请再试一次"));
    });
    request.addEventListener("error", () => reject(new Error("没连上服务器，请接通后再试")));
    request.send(body);
  });

if (attaching) {
  const form = attaching.closest("form");
  const list = attaching.querySelector("ul");
  const largest = Number(attaching.dataset.largest);
  const most = Number(attaching.dataset.files);
  const made = (name, fields) => Object.assign(document.createElement(name), fields);
  const input = made("input", { type: "file", multiple: true, hidden: true });
  const button = made("button", { type: "button", className: "quiet", textContent: "添加附件（不印）…" });
  const said = made("p", { className: "field-hint" });
  const adding = made("div", { className: "attaching-more" });
  said.setAttribute("role", "status");
  adding.append(button, input, said);
  list.after(adding);
  let underWay = 0;
  // The button that waits for what is on its way.
  let waiting = null;

  // Whoever keeps the form hears of it as of a key.
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  const removable = (line) => {
    const field = line.querySelector("input[name=attachment]");
    if (!field) return;
    const name = line.querySelector(".file-name").textContent;
    const remove = made("button", { type: "button", className: "quiet", textContent: "移去" });
    remove.setAttribute("aria-label", `移去“${name}”`);
    remove.addEventListener("click", () => {
      field.disabled = true;
      changed(field);
      line.remove();
      said.textContent = `已移去“${name}”。`;
      button.focus();
    });
    line.append(remove);
  };

  const add = ({ number, name }) => {
    const line = document.createElement("li");
    const field = made("input", { type: "hidden", name: "attachment", value: String(number) });
    line.append(made("span", { className: "soft", textContent: "附件" }), made("span", { className: "file-name", textContent: name }), field);
    removable(line);
    list.append(line);
    changed(field);
  };

  const takeAll = async (files) => {
    const faults = [];
    const added = [];
    underWay += 1;
    for (const file of files) {
      const tell = (part) => {
        said.textContent = `正在传“${file.name}”${part < 1 ? `：${Math.round(part * 100)}%` : "…"}`;
      };
      tell(0);
      try {
        if (list.children.length >= most) throw new Error(`一篇稿件最多 ${most} 个文件，请合并或打包后再加`);
        if (file.size > largest) throw new Error(`文件太大，最多 ${largest >> 20} MB`);
        for (const kept of await handFileIn(attaching.dataset.attach, file, tell)) {
          add(kept);
          added.push(`“${kept.name}”`);
        }
      } catch (error) {
        faults.push(`“${file.name}”没有附上：${error.message}。`);
      }
    }
    underWay -= 1;
    const done = added.length ? `${added.join("")}存稿时附上；没有存的只留一天。` : "";
    said.textContent = faults.join("") + done;
    said.classList.toggle("field-fault", faults.length > 0);
    if (underWay || !waiting) return;
    const button = waiting;
    waiting = null;
    if (faults.length) note(form, "有附件没有附上，还没有办：请看“添加附件”旁边的说明", true);
    else form.requestSubmit(button.type === "submit" ? button : undefined);
  };

  for (const line of list.children) removable(line);
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const files = Array.from(input.files);
    input.value = "";
    takeAll(files);
  });
  // What is dropped and is no text: the editor hands it on.
  form.addEventListener("attach", ({ detail }) => {
    const fold = attaching.closest("details");
    if (fold) fold.open = true;
    takeAll(detail);
  });
  // What is on its way would be missing.
  form.addEventListener(
    "submit",
    (event) => {
      if (!underWay) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = event.submitter || form.querySelector("button");
      note(form, "附件还在传，传完就办，请不要离开这一页…", false);
    },
    true,
  );
  window.addEventListener("beforeunload", (event) => {
    if (!underWay) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
