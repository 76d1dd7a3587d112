// The page's own script: items are found by their titles while a record's is typed, as links below the field. The down key
// leads to them and the arrows from one to the next, Escape leads back. One that is chosen fills the form in, drawn by the
// server, with all that was typed; without this script 按题目找稿件 asks for the same links.

// In milliseconds: asked for this long after the last key.
const TITLE_REST = 250;

let titleTimer = 0;

const titleField = (place) => place.querySelector("input[name=title]");

/** The form's address with an item, whose title and units then stand in it. */
function aboutItem(form, item) {
  const fields = fieldsOf(form);
  for (const name of ["back", "title", "units", "item"]) fields.delete(name);
  const find = form.querySelector("button[name=find]");
  fields.set("form", find ? find.value : "");
  fields.set("item", item);
  return `/records?${fields}`;
}

function offerItems(place, found) {
  const { form } = titleField(place);
  const shownBelow = place.querySelector("[data-found]");
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  shownBelow.replaceChildren(said);
  if (found.length === 0) return;
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.setAttribute("aria-label", "可能是这些稿件");
  for (const { item, place: where } of found) {
    const link = document.createElement("a");
    link.className = "button";
    link.href = aboutItem(form, item.item);
    link.dataset.item = item.item;
    const about = document.createElement("span");
    about.className = "soft";
    about.textContent = [where, item.units.join("、")].join(" ");
    link.append(item.title, about);
    const line = document.createElement("li");
    line.append(link);
    list.append(line);
  }
  shownBelow.append(list);
  said.textContent = `${found.length}篇稿件的题目里有这些字，按向下键选择`;
}

async function findItems(place) {
  const field = titleField(place);
  const title = field.value.trim();
  if (title.length < 2) {
    offerItems(place, []);
    return;
  }
  try {
    const address = `/records/items?${new URLSearchParams({ title })}`;
    const response = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    const found = response.ok ? await jsonOf(response) : null;
    // An answer to what is no longer there offers nothing.
    if (found && field.isConnected && field.value.trim() === title) offerItems(place, found);
  } catch (_) {
    // Without a line nothing is offered; what is typed can be recorded all the same.
  }
}

const soonFind = ({ target }) => {
  const place = target instanceof Element && target.name === "title" ? target.closest("[data-titles]") : null;
  if (!place) return;
  clearTimeout(titleTimer);
  titleTimer = setTimeout(() => findItems(place), TITLE_REST);
};

document.addEventListener("input", (event) => {
  if (!event.isComposing) soonFind(event);
});
document.addEventListener("compositionend", soonFind);

document.addEventListener("keydown", (event) => {
  const place = event.target instanceof Element ? event.target.closest("[data-titles]") : null;
  if (!place || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const links = Array.from(place.querySelectorAll("[data-found] a"));
  if (links.length === 0) return;
  const at = links.indexOf(event.target);
  const field = titleField(place);
  if (at < 0 && event.target !== field) return;
  let next = null;
  if (event.key === "Escape") {
    offerItems(place, []);
    next = field;
  } else if (event.key === "ArrowDown") {
    next = links[Math.min(at + 1, links.length - 1)];
  } else if (event.key === "ArrowUp" && at >= 0) {
    next = at === 0 ? field : links[at - 1];
  } else {
    return;
  }
  event.preventDefault();
  next.focus();
});

// What else was typed since the links were made goes along: the address is made as one is followed.
document.addEventListener("click", async (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-titles] a[data-item]") : null;
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain) return;
  event.preventDefault();
  const { form } = titleField(link.closest("[data-titles]"));
  const address = aboutItem(form, link.dataset.item);
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("section.quick-entry");
    const old = form.closest("section.quick-entry");
    if (!response.ok || !fresh || !old) throw new Error("another page");
    old.replaceWith(document.importNode(fresh, true));
    watchFaults();
    const units = document.getElementById("entry-units");
    if (units) units.focus();
  } catch (_) {
    location.assign(address);
  }
});
