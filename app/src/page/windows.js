// The page's own script, third part: the page's long forms, other windows that show them, and what was kept in this browser.

function begin() {
  for (const form of document.querySelectorAll("form[data-keep]")) keepers.set(form, new Keeper(form));
  askWhoElse();
  handIn();
}

let channel = null;

// Two windows may show one page, copied by the browser or opened twice. The one that was there first keeps the name.
function askWhoElse() {
  if (channel) channel.close();
  channel = null;
  if (typeof BroadcastChannel === "undefined" || keepers.size === 0) return;
  channel = new BroadcastChannel(SHEETS);
  const own = String(Math.random());
  channel.onmessage = ({ data }) => {
    for (const keeper of keepers.values()) {
      if (!data || data.sheet !== keeper.name || data.own === own) continue;
      if (data.isAsked) channel.postMessage({ sheet: keeper.name, own, to: data.own });
      else if (data.to === own) keeper.rename();
    }
  };
  for (const keeper of keepers.values()) {
    if (keeper.name) channel.postMessage({ sheet: keeper.name, own, isAsked: true });
  }
}

// What this browser kept for this person while the server could not have it is handed in as soon as it can.
async function handIn() {
  if (!person) return;
  const open = new Set(Array.from(keepers.values(), (keeper) => keeper.name));
  let isListed = true;
  for (const sheet of store.sheets()) {
    const entry = store.get(sheet);
    const keeper = Array.from(keepers.values()).find((keeper) => keeper.name === sheet);
    if (!entry || (open.has(sheet) && keeper && keeper.stamp >= entry.stamp && keeper.isUnkept)) continue;
    try {
      const response = await post(KEEP, new URLSearchParams(entry.fields));
      const answer = await jsonOf(response);
      if (!answer || !["kept", "moved", "done", "late", "destroyed"].includes(answer.outcome)) continue;
      store.forget(sheet, entry.stamp);
      if (answer.outcome === "kept" && !keeper) isListed = false;
      // This very page was opened without its last words.
      if (keeper && !keeper.isUnkept && keeper.stamp < entry.stamp && !["done", "late", "destroyed"].includes(answer.outcome)) location.reload();
    } catch (_) {
      break;
    }
  }
  if (!isListed) listUnsaved();
}

// The page came before they were there: those that are to be gone on with come into its list.
async function listUnsaved() {
  if (!document.querySelector("[data-unsaved]")) return;
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-unsaved]");
    const list = document.querySelector("[data-unsaved]");
    if (fresh && list) list.replaceWith(document.importNode(fresh, true));
  } catch (_) {
    // It is there the next time.
  }
}
