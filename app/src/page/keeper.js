// The page's own script, second part: keeps what is typed into one long form.

/** Keeps one long form. */
class Keeper {
  constructor(form) {
    this.form = form;
    this.sheet = this.field("sheet");
    this.stampField = this.field("stamp") || this.addField("stamp", "0");
    this.keptStamp = this.stamp;
    // The last change that this page itself had done.
    this.doneStamp = this.stamp;
    this.answeredStamp = this.stamp;
    this.timer = 0;
    this.unkeptSince = 0;
    this.failures = 0;
    this.underWay = null;
    this.isActing = false;
    this.isGivenUp = false;
    // The form is on its way to a page of its own.
    this.isSending = false;
    // An act was asked for and nothing came back: whether it was done is not known.
    this.isInDoubt = false;
    // What is said of an act that was not done, until it is asked for anew.
    this.undone = "";
    // When the server last answered that the words are kept; nothing before something was typed here.
    this.keptAt = 0;
    this.said = this.place();
    form.addEventListener("input", (event) => {
      if (event.target.name) this.typed();
    });
    form.addEventListener("change", (event) => {
      if (event.target.name) this.typed();
    });
    form.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        this.keepIn(0);
      }
    });
    this.warnOfLength();
    // What was typed before this script had arrived.
    if (this.isTypedInto()) this.typed();
  }

  /** Whether a field shows something else than the page came with. */
  isTypedInto() {
    return Array.from(this.form.elements).some((field) => {
      if (!field.name || field.type === "hidden") return false;
      if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
      if (field instanceof HTMLSelectElement) {
        // Where the page chose none, the first one stands there.
        const chosen = Array.from(field.options).filter((option) => option.defaultSelected);
        return chosen.length > 0 && !chosen.some((option) => option.selected);
      }
      return "defaultValue" in field && field.value !== field.defaultValue;
    });
  }

  field(name) {
    return this.form.querySelector(`input[type=hidden][name="${name}"]`);
  }

  addField(name, value) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    this.form.appendChild(field);
    return field;
  }

  get name() {
    return this.sheet ? this.sheet.value : "";
  }

  get stamp() {
    // Whoever shows a field in another way tells it now what was typed last.
    this.form.dispatchEvent(new Event("settle"));
    return Number(this.stampField.value) || 0;
  }

  /** Whether the last words are nowhere but on this page. */
  get isUnkept() {
    return this.keptStamp < this.stamp && !this.isGivenUp;
  }

  /** Where it is said what is kept: where the page has a place for it, else at the form's end. */
  place() {
    let place = this.form.querySelector(".kept");
    if (!place) {
      place = document.createElement("p");
      place.className = "kept";
      this.form.appendChild(place);
    }
    const kept = document.createElement("output");
    kept.className = "soft";
    kept.setAttribute("aria-live", "off");
    const fault = document.createElement("strong");
    fault.className = "field-fault";
    fault.setAttribute("role", "alert");
    fault.hidden = true;
    const way = document.createElement("a");
    way.hidden = true;
    place.append(kept, fault, way);
    return { kept, fault, way };
  }

  say(words, { isFault = false, way = null } = {}) {
    const { kept, fault } = this.said;
    kept.textContent = isFault ? "" : words;
    if (fault.textContent !== (isFault ? words : "")) fault.textContent = isFault ? words : "";
    fault.hidden = !isFault;
    const link = this.said.way;
    link.hidden = !way;
    if (way) {
      link.textContent = way.words;
      link.href = way.address;
      if (way.isApart) {
        link.target = "_blank";
        link.rel = "opener";
      } else {
        link.removeAttribute("target");
      }
    }
  }

  typed() {
    this.isGivenUp = false;
    this.stampField.value = String(this.stamp + 1);
    const now = performance.now();
    if (!this.unkeptSince) this.unkeptSince = now;
    this.warnOfLength();
    this.keepIn(Math.max(0, Math.min(REST, this.unkeptSince + LONGEST_UNKEPT - now)));
  }

  /** Says each field's limit before it is met. */
  warnOfLength() {
    for (const field of this.form.querySelectorAll("[data-most]")) this.warnOfField(field, Number(field.dataset.most));
  }

  /** What is longer than it may be, in words. */
  get isOver() {
    for (const field of this.form.querySelectorAll("textarea[data-most], input[data-most]:not([type=file])")) {
      const over = Array.from(field.value).length - Number(field.dataset.most);
      if (over > 0) return `超出了 ${over} 字，删短了才能保存`;
    }
    return "";
  }

  warnOfField(field, most) {
    const length = Array.from(field.value).length;
    let note = field.nextElementSibling;
    if (!note || !note.classList.contains("limit")) {
      if (length < most * WARNING) return;
      note = document.createElement("span");
      note.className = "field-fault limit";
      note.setAttribute("role", "status");
      field.after(note);
    }
    note.hidden = length < most * WARNING;
    note.textContent =
      length > most ? `超出了 ${length - most} 字，最多 ${most} 字：照样留存，删短了才能保存` : `还可写 ${most - length} 字`;
  }

  keepIn(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), milliseconds);
  }

  entry() {
    const fields = fieldsOf(this.form);
    fields.set("keep", this.form.dataset.keep);
    fields.set("address", here());
    return { stamp: this.stamp, fields: fields.toString() };
  }

  async keep() {
    this.timer = 0;
    // What was typed meanwhile is kept as soon as this request has ended. While an act is on its way, the act carries
    // the words.
    if (this.underWay || this.isGivenUp || !this.name) return;
    if (this.isActing) {
      this.keepHere();
      return;
    }
    const stamp = this.stamp;
    const { fields } = this.entry();
    const underWay = new AbortController();
    this.underWay = underWay;
    this.unkeptSince = 0;
    const patience = Math.min(MOST_PATIENCE, PATIENCE * 2 ** Math.min(this.failures, 4));
    const giveUp = setTimeout(() => underWay.abort(), patience);
    let response = null;
    let answer = null;
    try {
      response = await post(KEEP, new URLSearchParams(fields), { signal: underWay.signal });
      answer = await jsonOf(response);
    } catch (_) {
      response = null;
    }
    clearTimeout(giveUp);
    this.underWay = null;
    if (this.isActing || this.isGivenUp) return;
    if (response && response.status === 413) {
      const isHere = this.keepHere();
      this.say(`文字太长，服务器收不下${isHere ? "，暂存在这台电脑上" : ""}；请分成几篇`, { isFault: true });
      return;
    }
    const isAnswered = response && answer && response.status < 500;
    if (isAnswered) this.answered(stamp, response, answer);
    else this.unanswered();
  }

  answered(stamp, response, answer) {
    this.failures = 0;
    switch (answer.outcome) {
      case "kept":
      case "moved": {
        this.keptStamp = Math.max(this.keptStamp, stamp);
        this.keptAt = performance.now();
        store.forget(this.name, stamp);
        // The page is open elsewhere: what is typed here is kept under a name of its own from now on.
        if (answer.sheet) this.rename(answer.sheet);
        const words = [this.isInDoubt ? "刚才的还没有办成，请再办一次" : this.undone, answer.words, this.isOver].filter(Boolean);
        this.say(words.join("。"), {
          isFault: answer.outcome === "moved" || this.isInDoubt || Boolean(this.undone || this.isOver),
          way: answer.next ? { words: "看能怎么办", address: answer.next } : null,
        });
        break;
      }
      case "done":
        // The act that this page asked for was done; its answer was lost, or the page was left before it came.
        this.keptStamp = Math.max(this.keptStamp, stamp);
        this.doneStamp = Math.max(this.doneStamp, stamp);
        this.isInDoubt = false;
        this.undone = "";
        store.forget(this.name, stamp);
        if (stamp < this.stamp) {
          this.say(`${answer.words}。之后打的字还没有存`);
          break;
        }
        this.isGivenUp = true;
        if (answer.next && this.hasBeenLeft) location.replace(answer.next);
        else this.say(answer.words, { way: answer.next ? { words: "去看", address: answer.next } : null });
        return;
      case "late":
        if (stamp > this.doneStamp && !this.hasBeenLeft && this.rename()) {
          // The page was saved or given up where it is open as well; what is typed here goes on under another name.
          this.say("这一页在别处也打开着，那边已经办过；这里打的字另外留存");
          this.keepIn(0);
          return;
        }
        this.keptStamp = Math.max(this.keptStamp, stamp);
        store.forget(this.name, stamp);
        if (answer.next && stamp === this.stamp && this.hasBeenLeft) location.replace(answer.next);
        else this.say(answer.words, { way: answer.next ? { words: "去看", address: answer.next } : null });
        break;
      case "destroyed":
        // The text is not to be here any more, in this browser either.
        this.keptStamp = this.stamp;
        this.giveUp();
        this.say(answer.words, { isFault: true });
        return;
      case "signed_out":
        this.signedOut(stamp, answer);
        break;
      case "somebody_else":
        this.keepHere();
        this.say(answer.words, { isFault: true });
        break;
      default:
        this.keepHere();
        this.say(`没有留存：${answer.words || "服务器没有收下"}`, { isFault: true });
    }
    if (this.stamp > stamp) this.keepIn(0);
  }

  signedOut(stamp, answer) {
    const isKept = /kept=1/.test(answer.next || "");
    if (isKept) this.keptStamp = Math.max(this.keptStamp, stamp);
    const isHere = isKept || this.keepHere();
    const words = isKept
      ? "登录已过期。您打的字都已留存；请另开一页登录，再回到这里接着写。"
      : isHere
        ? "登录已过期。您打的字暂存在这台电脑上；请另开一页登录，再回到这里接着写，先不要关闭本页。"
        : "登录已过期，您打的字只在这一页上：请先不要关闭本页，另开一页登录，再回到这里接着写。";
    this.say(words, { isFault: true, way: { words: "另开一页登录", address: "/sign-in?next=%2F", isApart: true } });
  }

  unanswered() {
    const pause = PAUSE * 2 ** Math.min(this.failures, 5);
    this.failures += 1;
    if (!this.unkeptSince) this.unkeptSince = performance.now();
    const isHere = this.keepHere();
    // All words are kept; asked is only what became of an act, which has been said to be in doubt.
    if (!this.isUnkept) {
      this.keepIn(pause);
      return;
    }
    // A single slow answer is no reason for alarm.
    if (this.failures > 1) {
      const words = isHere
        ? "连不上服务器，还没有留存到服务器，正在重试；您打的字暂存在这台电脑上"
        : "连不上服务器，还没有留存，正在重试，请先不要关闭本页";
      // An act that was asked for meanwhile is not forgotten.
      this.say(this.undone ? `${this.undone}。${words}` : words, { isFault: true });
      this.keepIn(pause);
    } else {
      this.say("正在留存…");
      this.keepIn(0);
    }
  }

  keepHere() {
    return Boolean(this.name) && store.put(this.name, this.entry());
  }

  /** The page is being left: the last words go along, without anybody waiting for the answer. */
  leave() {
    if (!this.isUnkept) return;
    this.keepHere();
    post(KEEP, new URLSearchParams(this.entry().fields), { keepalive: true }).catch(() => undefined);
  }

  /**
   * Once more: after signing in on another page, on coming back to this one. What is said to be kept may have been given
   * up, saved or deleted elsewhere meanwhile, which the answer tells.
   */
  again() {
    const isSeen = document.visibilityState === "visible";
    const isOld = isSeen && this.keptAt > 0 && !this.isGivenUp && performance.now() - this.keptAt > STALE;
    if (this.isUnkept || !this.said.fault.hidden || isOld) this.keepIn(0);
  }

  /** Whatever is under way would only come too late. */
  begins() {
    this.isActing = true;
    clearTimeout(this.timer);
    if (this.underWay) this.underWay.abort();
  }

  giveUp() {
    this.isGivenUp = true;
    clearTimeout(this.timer);
    if (this.underWay) this.underWay.abort();
    store.forget(this.name, this.stamp);
  }

  /** The page is open elsewhere under the same name: this one goes on under another. */
  rename(name = "") {
    const spare = name || (this.sheet && this.sheet.dataset.spare);
    if (!spare || !this.sheet) return false;
    this.sheet.value = spare;
    if (!name) delete this.sheet.dataset.spare;
    const back = this.field("back");
    const query = new URLSearchParams(location.search);
    if (query.has("sheet")) {
      query.set("sheet", spare);
      history.replaceState(history.state, "", `${location.pathname}?${query}${location.hash}`);
    }
    if (back && back.value.includes("sheet=")) back.value = back.value.replace(/sheet=[^&#]*/, `sheet=${spare}`);
    return true;
  }
}
