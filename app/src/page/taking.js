// The page's own script: combining items. A paragraph that is taken over is shown at once where it will stand, and can be
// dragged there; without this script boxes and numbers say the same.

const takes = document.querySelector("[data-takes]");

if (takes) {
  const { form } = document.querySelector("input[name=taken]") || {};
  const passages = Array.from(document.querySelectorAll("[data-passage]"));
  const partsOf = (passage) => ({
    box: passage.querySelector("input[name=taken]"),
    after: passage.querySelector("input[name=after]"),
  });
  const own = () => Array.from(takes.querySelectorAll("[data-number]"));
  let dragged = null;

  /** Shows what is taken where it will stand. */
  function show() {
    for (const shown of Array.from(takes.querySelectorAll(".taken-over"))) shown.remove();
    const paragraphs = own();
    // What stands behind each paragraph so far; 0 is before all.
    const last = new Map(paragraphs.map((paragraph) => [Number(paragraph.dataset.number), paragraph]));
    for (const passage of passages) {
      const { box, after } = partsOf(passage);
      passage.classList.toggle("is-taken", box.checked);
      if (!box.checked) continue;
      const shown = document.createElement("li");
      shown.className = "taken-over";
      const said = document.createElement("p");
      said.className = "soft";
      said.textContent = `取自${passage.dataset.from}`;
      const text = passage.querySelector(".prose").cloneNode(true);
      const back = document.createElement("button");
      back.type = "button";
      back.className = "quiet";
      back.textContent = "不取用";
      back.addEventListener("click", () => {
        box.checked = false;
        show();
        box.focus();
      });
      shown.append(said, text, back);
      drags(shown, passage);
      const typed = after.value.trim();
      const place = typed === "" || !/^\d+$/.test(typed) ? paragraphs.length : Math.min(Number(typed), paragraphs.length);
      const before = last.get(place);
      if (before) before.after(shown);
      else takes.prepend(shown);
      last.set(place, shown);
    }
  }

  function drags(element, passage) {
    element.draggable = true;
    element.addEventListener("dragstart", (event) => {
      dragged = passage;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", passage.dataset.from);
      event.stopPropagation();
    });
    element.addEventListener("dragend", () => {
      dragged = null;
      mark(null);
    });
  }

  /** Behind which paragraph something is let go: the last one whose middle is above it. */
  function placeAt(y) {
    let place = 0;
    for (const paragraph of own()) {
      const { top, height } = paragraph.getBoundingClientRect();
      if (y > top + height / 2) place = Number(paragraph.dataset.number);
    }
    return place;
  }

  function mark(place) {
    for (const paragraph of own()) paragraph.classList.toggle("is-before", Number(paragraph.dataset.number) === place);
    takes.classList.toggle("is-first", place === 0);
  }

  takes.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    mark(placeAt(event.clientY));
  });
  takes.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const { box, after } = partsOf(dragged);
    box.checked = true;
    after.value = String(placeAt(event.clientY));
    mark(null);
    show();
  });
  for (const passage of passages) drags(passage, passage);
  if (form) form.addEventListener("input", show);
  show();
}
