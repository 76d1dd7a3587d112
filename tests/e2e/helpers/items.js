// What is done to items: writing and sending them, reviewing, sorting out, clearing.

import { awake } from "./browser.js";
import { fill, follow, leading, open, press, pressFor, unfold } from "./forms.js";

/** Types an item on the writing page, which must be open; `fields` by their labels. */
export async function write(page, { kind = "信息", ...fields }) {
  await page.getByRole("radio", { name: kind, exact: true }).check();
  // A brief's title is folded away.
  if (kind === "简讯" && fields.标题) await unfold(page, "标题（简讯可以不写）");
  await fill(page.locator("#writing"), fields);
}

/** The text of a writing page, where the editor has taken the field's place. */
export const editorOf = (page) => page.locator(".editor[data-ready] .editor-text");

/** Opens a writing page and waits until one can write in its editor. */
export async function openEditor(page, address = "/items/new") {
  await open(page, address);
  await awake(page);
  await editorOf(page).waitFor();
  await editorOf(page).focus();
}

/** Gives up all that is unsaved, so that every test begins without. */
export async function giveUpUnsaved(page) {
  await open(page, "/items");
  // What was on its way is told to the list first: a text that was emptied last goes from it by itself.
  await page.waitForLoadState("networkidle");
  const button = page.locator(".unsaved").getByRole("button", { name: /^放弃/ }).first();
  while ((await button.count()) > 0) await leading(page, () => button.click());
}

/** Drafts an item and sends it; returns its address. */
export async function draftAndSend(page, text, expected) {
  await open(page, "/items/new");
  await write(page, text);
  await pressFor(page, "报送", expected);
  return new URL(page.url()).pathname;
}

/** Sends many items in, without a page for each; each has its kind, title, body and attribution line. */
export async function sendMany(page, texts) {
  await open(page, "/items/new");
  await page.evaluate(async (texts) => {
    const { unit } = document.querySelector("#writing").elements;
    for (const text of texts) {
      const response = await fetch("/do/draft_item", {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ unit: unit.value, send: "1", ...text }).toString(),
      });
      if (!response.ok) throw new Error(await response.text());
    }
  }, texts);
}

/** Returns an item for one of the common reasons and in free words. */
export async function sendBackToAuthor(page, { kind, words }) {
  let details = await unfold(page, "退回…");
  // Where the page was still being exchanged, what was unfolded is gone with it.
  await page.waitForTimeout(300);
  details = await unfold(page, "退回…");
  await fill(details, { [kind]: true, 具体说明: words });
  await pressFor(page, "退回", /已退回/, details);
}

/** Says on the list of unknown names which unit one means; it becomes the unit's alias. */
export async function resolveName(page, name, unit) {
  const form = page.locator("form[action='/do/resolve_name']", { hasText: name });
  await fill(form, { [`“${name}”是`]: unit });
  await pressFor(page, "认作这个单位", /别名/, form);
}

/** Ticks items of the inbox by their titles and presses one of the buttons above the list. */
export async function withChosen(page, titles, button) {
  for (const title of titles) await page.getByRole("checkbox", { name: `选中${title}` }).check();
  return press(page, button);
}

/** Ticks items of the inbox and combines them into the one with this title. */
export async function combine(page, titles, survivor) {
  await open(page, "/inbox");
  for (const title of titles) await page.getByRole("checkbox", { name: `选中${title}` }).check();
  await leading(page, () => page.getByRole("button", { name: "合稿…" }).click());
  await page.getByRole("radio", { name: survivor }).check();
  await pressFor(page, "合稿", /合稿|合入|合成/);
}

/** Opens an item that waits for clearance, and clears it. */
export async function clear(page, title) {
  await open(page, "/clearance");
  await follow(page, title);
  await pressFor(page, "保密审查通过", /通过/);
}
