// The page's own script: what may be put into a text stands beside it in a list (`data-inserts` names the field). Here each
// becomes a button that puts it in at the cursor; without this script it is copied by hand.

function offerInserts(list) {
  const field = document.querySelector(`textarea[name=${list.dataset.inserts}]`);
  if (!field) return;
  // Before somebody was in the field, what is put in goes to its end.
  let isPlaced = false;
  for (const sign of ["focus", "input", "keyup", "click"]) field.addEventListener(sign, () => (isPlaced = true));
  for (const term of list.querySelectorAll("dt")) {
    const words = term.textContent.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = words;
    button.addEventListener("click", () => {
      const place = isPlaced ? [field.selectionStart, field.selectionEnd] : [field.value.length, field.value.length];
      field.focus();
      field.setSelectionRange(...place);
      // As if it were typed, so that it can be taken back; where a browser knows no such thing it is put in all the same.
      if (!document.execCommand("insertText", false, words)) {
        field.setRangeText(words, place[0], place[1], "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
    term.replaceChildren(button);
  }
}

for (const list of document.querySelectorAll("[data-inserts]")) offerInserts(list);
