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
  if (form.reportValidity()) form.submit();
};

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
