// The page's own script: a page that is worked through does not flash. Where its main part says so (`data-turns` in it), links,
// filters and answers to acts that lead to the same path bring only what is new: the main part, the rail with what waits, and
// the title. Whatever else happens is gone to as a browser does, and without this script all of it is.

// In milliseconds; a slower answer is gone to, and the browser says what it says.
const TURN_PATIENCE = 8000;

// What is on its way; a later one takes its place.
let turning = null;

const turns = (page) => page.querySelector("#main [data-turns]") !== null;

/** Whether an address can come in this page's place. */
function turnsTo(address) {
  const next = new URL(address, location.href);
  return turns(document) && next.origin === location.origin && next.pathname === location.pathname;
}

/** Brings what stands at an address of this path. `isThere` says that the browser has gone there already. */
async function turn(address, { isThere = false } = {}) {
  const next = new URL(address, location.href);
  if (turning) turning.abort();
  const own = new AbortController();
  turning = own;
  const patience = setTimeout(() => own.abort(), TURN_PATIENCE);
  let fresh = null;
  try {
    const response = await fetch(next.href, { headers: { Accept: "text/html" }, credentials: "same-origin", signal: own.signal });
    const text = await response.text();
    const come = new DOMParser().parseFromString(text, "text/html");
    const isHere = new URL(response.url || next.href).pathname === location.pathname;
    if (response.ok && isHere && turns(come)) fresh = come;
  } catch (_) {
    // What a later one has taken the place of is over.
    if (turning !== own) return;
  } finally {
    clearTimeout(patience);
  }
  if (turning !== own) return;
  turning = null;
  const isSame = next.pathname + next.search === location.pathname + location.search;
  if (!fresh) {
    // The same address is only scrolled to by a browser.
    if (isSame || isThere) location.reload();
    else location.assign(next.href);
    return;
  }
  // What is typed is kept under the address on which it was.
  for (const keeper of keepers.values()) {
    keeper.leave();
    clearTimeout(keeper.timer);
    keeper.isGivenUp = true;
  }
  if (!isThere) history[isSame ? "replaceState" : "pushState"]({ turned: true }, "", next.href);
  shown = next.pathname + next.search;
  exchange(fresh, next.hash, isSame || isThere);
}

// What is shown: another part of the same address is no other page.
let shown = location.pathname + location.search;

function exchange(fresh, hash, stays) {
  const height = hash || stays ? window.scrollY : 0;
  keepers.clear();
  const main = document.getElementById("main");
  main.replaceWith(document.importNode(fresh.getElementById("main"), true));
  const [rail, freshRail] = [document.querySelector(".rail"), fresh.querySelector(".rail")];
  if (rail && freshRail) rail.replaceWith(document.importNode(freshRail, true));
  document.title = fresh.title;
  begin();
  watchFaults();
  // The list stays where it was scrolled to, with the open row in view; what was opened begins at its beginning.
  window.scrollTo(0, height);
  const open = document.querySelector("[data-row][aria-current=true]");
  if (open) open.scrollIntoView({ block: "nearest" });
  const named = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  const focus = document.querySelector("#main [autofocus]") || named || (hash || stays ? null : document.getElementById("main"));
  if (focus) {
    focus.focus({ preventScroll: true });
    focus.scrollIntoView({ block: "nearest" });
  }
  goToFirstFault();
  document.dispatchEvent(new Event("turned"));
}

// Nothing that was typed is left behind: then the browser goes there, and asks.
const mayTurn = (address) => turnsTo(address) && !Array.from(keepers.values()).some((keeper) => keeper.isUnkept);

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("#main a[href]:not([data-all])") : null;
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
  const next = new URL(link.href);
  // A part of this very page is only scrolled to.
  const isPart = next.hash && next.pathname + next.search === location.pathname + location.search;
  if (isPart || !mayTurn(link.href)) return;
  event.preventDefault();
  turn(link.href);
});

window.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter && event.submitter.form === form ? event.submitter : null;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || !form.closest("#main")) return;
  const method = (button && button.getAttribute("formmethod")) || form.method;
  if (method.toLowerCase() !== "get") return;
  const address = new URL((button && button.getAttribute("formaction")) || form.getAttribute("action") || location.pathname, location.href);
  const asked = Array.from(fieldsOf(form, button)).filter(([, value]) => value !== "");
  address.search = new URLSearchParams(asked).toString();
  if (!mayTurn(address.href)) return;
  event.preventDefault();
  turn(address.href);
});

window.addEventListener("popstate", () => {
  ahead.length = 0;
  const there = location.pathname + location.search;
  if (there === shown || !turns(document)) return;
  if (there.split("?")[0] === shown.split("?")[0]) turn(location.href, { isThere: true });
});
