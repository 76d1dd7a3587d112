// The page's own script: files that are dropped. Where a form takes them (`data-drop` names its field), or a link leads to
// one (`data-drop` is its address), they can be dropped anywhere on the page.

const dropForm = document.querySelector("form[data-drop]");
const dropLink = document.querySelector("a[data-drop]");

const hasFiles = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");

const sendFiles = (files) => {
  const form = dropForm || document.createElement("form");
  if (!dropForm) {
    Object.assign(form, { method: "post", action: dropLink.dataset.drop, enctype: "multipart/form-data", hidden: true });
    const input = Object.assign(document.createElement("input"), { type: "file", name: "file", multiple: true });
    form.append(input);
    document.body.append(form);
  }
  const input = form.querySelector("input[type=file]");
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  form.requestSubmit();
};

// Many files take a while: how much is on its way is said, and a second press does not send them twice.
const sending = new Set();
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.enctype !== "multipart/form-data") return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  const files = Array.from(form.elements).flatMap((field) => Array.from(field.files || []));
  if (!files.length) return;
  sending.add(form);
  const size = files.reduce((sum, file) => sum + file.size, 0) / (1 << 20);
  note(form, `正在传送 ${files.length} 个文件（${size < 1 ? "不到 1" : Math.round(size)} MB），传完会自动翻页，请不要关闭…`, false);
});
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  for (const form of sending) note(form, "", false);
  sending.clear();
});

if (dropForm || dropLink) {
  let depth = 0;
  const mark = (by) => {
    depth = Math.max(0, depth + by);
    document.documentElement.toggleAttribute("data-dropping", depth > 0);
  };
  addEventListener("dragenter", (event) => hasFiles(event) && mark(1));
  addEventListener("dragleave", (event) => hasFiles(event) && mark(-1));
  addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    mark(-depth);
    if (!hasFiles(event) || event.defaultPrevented || !event.dataTransfer.files.length) return;
    event.preventDefault();
    sendFiles(event.dataTransfer.files);
  });
}
