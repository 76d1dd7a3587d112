// The page's own script, last part: acts, and what the browser tells of the page.

// An act: the form is posted from here, so that a page whose words could not be taken stays as it is.

function note(form, words, isFault) {
  // What was asked for ahead was meant for what would come of it.
  if (isFault) ahead.length = 0;
  // The page has gone on: what became of the act is said on the one that is there.
  if (!form.isConnected) {
    if (isFault) sayAbove(words);
    return;
  }
  const keeper = keepers.get(form);
  if (keeper) {
    keeper.say(words, { isFault });
    return;
  }
  let place = form.querySelector(".act-said");
  if (!place) {
    place = document.createElement("p");
    place.className = "act-said";
    place.setAttribute("role", "alert");
    form.appendChild(place);
  }
  place.classList.toggle("field-fault", Boolean(isFault));
  place.textContent = words;
  place.hidden = !words;
}

function sayAbove(words) {
  const place = document.createElement("div");
  place.className = "answer answer-not-done";
  place.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = words;
  place.append(line);
  const main = document.getElementById("main");
  if (main) main.prepend(place);
}

const acts = new Map();

async function act(form, button) {
  const keeper = keepers.get(form);
  const address = (button && button.getAttribute("formaction")) || form.getAttribute("action");
  const fields = fieldsOf(form, button);
  fields.set("address", here());
  const content = fields.toString();
  const earlier = acts.get(form);
  // The same form twice is once, here already.
  if (earlier && earlier.content === content && performance.now() - earlier.since < ACT_PATIENCE) return;
  const mine = { content, since: performance.now() };
  acts.set(form, mine);
  const stamp = keeper ? keeper.stamp : 0;
  // Should the page be left, or nothing ever come back, the words are here.
  if (keeper) {
    keeper.undone = "";
    keeper.keepHere();
    keeper.begins();
  }
  const slow = setTimeout(() => note(form, "正在提交…", false), 400);
  // Where there is no line nothing is sent; where it breaks meanwhile, the server may have had it.
  const wasOffline = navigator.onLine === false;
  let response = null;
  let answer = null;
  try {
    response = await post(address, fields, { byScript: true });
    answer = await jsonOf(response);
  } catch (_) {
    response = null;
  }
  clearTimeout(slow);
  // A later press of the same form carries newer words: its answer is the one that counts.
  if (acts.get(form) !== mine) return;
  acts.delete(form);
  if (keeper) {
    keeper.isActing = false;
    keeper.isInDoubt = false;
  }
  if (answer && answer.address && response.ok) {
    if (!answer.done) ahead.length = 0;
    if (keeper && keeper.stamp > stamp) {
      // Somebody has typed on since: the page stays, and says what was done.
      keeper.keptStamp = Math.max(keeper.keptStamp, stamp);
      keeper.doneStamp = Math.max(keeper.doneStamp, stamp);
      note(form, `${answer.words}。之后打的字还没有存`, !answer.done);
      keeper.keepIn(0);
      return;
    }
    if (keeper) {
      keeper.keptStamp = keeper.stamp;
      keeper.doneStamp = keeper.stamp;
      keeper.isGivenUp = true;
      store.forget(keeper.name, stamp);
    }
    goTo(answer.address);
    return;
  }
  if (keeper) keeper.isInDoubt = !answer && !wasOffline && !(response && response.status === 413);
  if (answer && answer.outcome === "signed_out" && keeper) keeper.signedOut(stamp, answer);
  else if (answer && answer.words) note(form, answer.words, true);
  else if (response && response.status === 413) note(form, "内容太大，服务器没有收下，什么也没有办。请分成几份再提交", true);
  else if (response) note(form, "服务器出了问题，办成没有还不知道：请稍后再按一次，办成了的不会办两次", true);
  else if (wasOffline) {
    if (keeper) keeper.undone = `“${button ? button.textContent.trim() : "提交"}”没有办成，请接通后再按一次`;
    note(form, "连不上服务器，没有办成；请接通后再按一次", true);
  }
  else note(form, "连不上服务器，办成没有还不知道：请接通后再按一次，办成了的不会办两次", true);
  if (!keeper) return;
  if (!answer && !wasOffline && !response) {
    keeper.undone = `“${button ? button.textContent.trim() : "提交"}”办成没有还不知道，请接通后再按一次`;
  }
  keeper.keepHere();
  // The words are kept as soon as the line is there again, whether or not the act is asked for once more; where it is not
  // known whether that was done, the answer tells.
  if (keeper.isUnkept || keeper.isInDoubt) keeper.keepIn(PAUSE);
}

function goTo(address) {
  if (turnsTo(address)) {
    // Nobody's words are taken from under their hands.
    const field = document.activeElement;
    if (field && field.closest("#main") && isField(field) && isTypedIn(field)) {
      field.addEventListener("blur", () => turn(address), { once: true });
      return;
    }
    turn(address);
    return;
  }
  const next = new URL(address, location.href);
  const isHere = next.pathname === location.pathname && next.search === location.search;
  if (isHere) {
    // A part of the same address is only scrolled to; the page is to be had anew.
    if (next.hash !== location.hash) location.hash = next.hash;
    location.reload();
  } else {
    location.assign(next.href);
  }
}

// A field that keeps nothing by itself, with something else in it than it came with.
const isTypedIn = (field) => !keepers.has(field.form) && "defaultValue" in field && field.value !== field.defaultValue;

window.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter && event.submitter.form === form ? event.submitter : null;
  // The arranging board sends its own forms and exchanges its parts.
  if (!(form instanceof HTMLFormElement) || form.closest("#board, #board-answer")) return;
  const isPost = ((button && button.getAttribute("formmethod")) || form.method).toLowerCase() === "post";
  if (event.defaultPrevented || !isPost || form.enctype === "multipart/form-data") return;
  const verb = verbOf(form, button);
  if (verb === "drop_kept_text") {
    const text = form.querySelector("input[name=text]");
    for (const keeper of keepers.values()) if (text && keeper.name === text.value) keeper.giveUp();
  }
  if (verb) {
    event.preventDefault();
    act(form, button);
  } else if (keepers.has(form)) {
    event.preventDefault();
    sendAfterKeeping(form, button);
  }
});

// A long form that is answered by a page of its own is kept first: where that cannot be done, the page stays.
async function sendAfterKeeping(form, button) {
  const keeper = keepers.get(form);
  // A second click is the same act.
  if (keeper.isSending) return;
  keeper.isSending = true;
  await keeper.keep();
  while (keeper.underWay) await new Promise((resolve) => setTimeout(resolve, 50));
  if (keeper.isUnkept) {
    keeper.isSending = false;
    return;
  }
  if (button && button.name) (keeper.field(button.name) || keeper.addField(button.name, "")).value = button.value;
  keeper.begins();
  if (button && button.hasAttribute("formaction")) form.action = button.getAttribute("formaction");
  if (button && button.hasAttribute("formenctype")) form.enctype = button.getAttribute("formenctype");
  HTMLFormElement.prototype.submit.call(form);
}

// A browser that does not say which button was pressed is told.
let pressed = null;
document.addEventListener(
  "click",
  (event) => {
    const button = event.target instanceof Element ? event.target.closest("button, input[type=submit]") : null;
    pressed = button;
  },
  true,
);
if (typeof SubmitEvent !== "undefined" && !("submitter" in SubmitEvent.prototype)) {
  Object.defineProperty(SubmitEvent.prototype, "submitter", { get: () => pressed });
}

window.addEventListener("beforeunload", (event) => {
  for (const keeper of keepers.values()) {
    if (keeper.isUnkept) {
      event.preventDefault();
      // Older browsers ask only where this is set.
      event.returnValue = "";
      return;
    }
  }
});
window.addEventListener("pagehide", () => {
  for (const keeper of keepers.values()) {
    keeper.leave();
    keeper.hasBeenLeft = true;
  }
});
window.addEventListener("pageshow", (event) => {
  // The browser shows the page as it was left. What became of its form is asked.
  if (!event.persisted) return;
  acts.clear();
  for (const keeper of keepers.values()) {
    keeper.isActing = false;
    keeper.isSending = false;
    keeper.isGivenUp = false;
    keeper.hasBeenLeft = true;
    keeper.keepIn(0);
  }
});
const again = () => {
  for (const keeper of keepers.values()) keeper.again();
};
window.addEventListener("focus", again);
window.addEventListener("online", again);
document.addEventListener("visibilitychange", again);

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
