// A fault goes as soon as it is mended: when the field holds something else than what was refused. It comes back
// with it. The page is complete without this; it only says sooner what is still to be done.
//
// Plain ES2018, as every script of this folder: it runs in the oldest browsers that offices have, and where
// WebAssembly cannot.

let summary = null;
let title = "";

// A browser that loads the same address anew does not give the focus to what it names, as it does on the way there.
summary = document.getElementById("error-summary");
const [way] = performance.getEntriesByType("navigation");
if (way && way.type === "reload" && location.hash && !summary && document.activeElement === document.body) {
  const named = document.getElementById(location.hash.slice(1));
  if (named) named.focus();
}

/** What is in a field, or which boxes of its name are ticked. */
const contentOf = (field) => {
  if (field.type !== "checkbox" && field.type !== "radio") return field.value.trim();
  const boxes = field.form ? Array.from(field.form.elements) : [field];
  return boxes.filter((box) => box.name === field.name && box.checked).map((box) => box.value).join(" ");
};

/** The lines of the summary that lead to a field. */
const linesTo = (field) => {
  if (!summary) return [];
  const links = Array.from(summary.querySelectorAll("a")).filter((link) => link.getAttribute("href") === `#${field.id}`);
  return links.map((link) => link.closest("li") || link);
};

const showWhatIsLeft = () => {
  if (!summary) return;
  const lines = Array.from(summary.querySelectorAll("li, p > a"));
  const isMended = lines.length > 0 && lines.every((line) => line.hidden);
  summary.hidden = isMended;
  document.title = isMended ? title.replace(/^错误：/, "") : title;
};

function watchFaults() {
  summary = document.getElementById("error-summary");
  title = document.title;
  for (const field of document.querySelectorAll("[aria-invalid=true]")) watchFault(field);
}

function watchFault(field) {
  // What is to be mended is seen.
  const fold = field.closest("details");
  if (fold) fold.open = true;
  const refused = contentOf(field);
  const words = document.getElementById(`${field.id}-fault`);
  const look = () => {
    const content = contentOf(field);
    const isMended = content !== "" && content !== refused;
    field.setAttribute("aria-invalid", String(!isMended));
    if (words) words.hidden = isMended;
    for (const line of linesTo(field)) line.hidden = isMended;
    showWhatIsLeft();
  };
  const around = field.form || field;
  around.addEventListener("input", look);
  around.addEventListener("change", look);
}

/** The first field to be mended that can have the focus gets it, with the summary in view. A text that an editor takes
 * the place of is none: it would wait until somebody leaves the field. */
function goToFirstFault() {
  if (!summary) return;
  for (const field of document.querySelectorAll("#main [aria-invalid=true]")) {
    if (field.matches("[data-editor]")) return;
    field.focus({ preventScroll: true });
    if (document.activeElement !== field) continue;
    field.scrollIntoView({ block: "nearest" });
    summary.scrollIntoView({ block: "nearest" });
    return;
  }
}

watchFaults();
// Else the browser goes back, once all is loaded, to where the form was sent from.
if (summary) history.scrollRestoration = "manual";
goToFirstFault();

// A file that is too large is told when it is chosen, before it is sent; the form does not go off with it.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.type !== "file" || !input.dataset.most) return;
  const most = Number(input.dataset.most);
  const large = Array.from(input.files || []).find((file) => file.size > most);
  const inMegabytes = (bytes) => (bytes / 1048576).toFixed(1).replace(/\.0$/, "");
  input.setCustomValidity(
    large ? `“${large.name}”有 ${inMegabytes(large.size)} MB，最大 ${inMegabytes(most)} MB，请分成几个文件。` : "",
  );
  if (large) input.reportValidity();
});
