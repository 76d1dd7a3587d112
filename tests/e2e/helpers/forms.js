// Fills forms and presses buttons as people do: by the words on the screen.

import assert from "node:assert/strict";

/** Opens an address and insists that it is answered. */
export async function open(page, address) {
  const response = await page.goto(address);
  assert.equal(response.status(), 200, `${address} answered ${response.status()}`);
}

/** Types into the fields that bear these labels; a list chooses by the option's words, `true` ticks a box. */
export async function fill(form, fields) {
  for (const [label, value] of Object.entries(fields)) {
    const field = form.getByLabel(label, { exact: true });
    if (value === true) {
      await field.check();
    } else if (value === false) {
      await field.uncheck();
    } else if ((await field.evaluate((element) => element.tagName)) === "SELECT") {
      await field.selectOption({ label: value });
    } else if (await field.evaluate((element) => element.isContentEditable)) {
      await typeInto(field, value);
    } else {
      await field.fill(value);
    }
  }
}

/** Puts other words into the editor: a line of its own for each line. */
export async function typeInto(editor, text) {
  const { keyboard } = editor.page();
  await editor.focus();
  await keyboard.press("Control+A");
  await keyboard.press("Delete");
  for (const [place, line] of text.split("\n").entries()) {
    if (place > 0) await keyboard.press("Enter");
    await keyboard.insertText(line);
  }
}

/** Goes on typing where the words end. */
export async function typeAtEnd(editor, text) {
  await editor.focus();
  await editor.page().keyboard.press("Control+End");
  await editor.page().keyboard.type(text);
}

/** The text of the writing page as it is posted, which the editor tells a moment after the last key. */
export async function bodyText(page) {
  await page.waitForTimeout(250);
  return page.locator("#body").inputValue();
}

/** Does something that leads to another page, or brings one in this one's place, and waits for it. */
export async function leading(page, act) {
  const loaded = page.waitForEvent("domcontentloaded");
  loaded.catch(() => undefined);
  const turned = page
    .evaluate(() => new Promise((resolve) => document.addEventListener("turned", () => resolve(true), { once: true })))
    .catch(() => loaded);
  await Promise.all([Promise.race([loaded, turned]), act()]);
}

/** Presses a button; returns what is answered, on the next page or on this one. */
export async function press(page, name, within = page.locator("main")) {
  await page.locator(".answer").evaluateAll((answers) => answers.forEach((answer) => answer.setAttribute("data-old", "")));
  await within.getByRole("button", { name, exact: true }).first().click();
  const answer = page.locator(".answer:not([data-old])");
  await answer.waitFor();
  await page.waitForLoadState("domcontentloaded");
  return (await answer.locator("p, ul").allInnerTexts()).join("\n").trim();
}

/** Presses a button and insists on the answer's words. */
export async function pressFor(page, name, expected, within) {
  const answer = await press(page, name, within);
  assert.match(answer, expected, `“${name}”的答复是：${answer}`);
}

/** Follows a link of the page's main part. */
export async function follow(page, name, within = page.locator("main")) {
  await leading(page, () => within.getByRole("link", { name, exact: typeof name === "string" }).first().click());
}

/** Unfolds what stands behind a summary, and returns it. */
export async function unfold(page, summary) {
  const details = page.locator("main details", { has: page.locator("summary", { hasText: summary }) }).first();
  if ((await details.getAttribute("open")) === null) await details.locator("summary").first().click();
  return details;
}
