// What is done to an issue: making and arranging it, signing it off, publishing it.

import { fill, open, press, pressFor } from "./forms.js";

/** Makes the next issue; returns its address and the month that it counts for. */
export async function makeIssue(page) {
  await open(page, "/issues/new");
  const month = await page.getByLabel("计入考核的月份").inputValue();
  await press(page, "新建这一期");
  return { address: new URL(page.url()).pathname.replace(/\/desk$/, ""), month };
}

/** Places everything that is shortlisted, each item in its kind's section. */
export async function placeAll(page) {
  for (const box of await page.locator("#shortlist input[name=item]").all()) await box.check();
  return press(page, "编入选中的");
}

/** The titles of the placed items, section by section, in their order. */
export async function placedTitles(page) {
  const titles = await page.locator(".board-section .board-item .row-title a").allInnerTexts();
  return titles.map((title) => title.replace(/^▲|简讯：/g, "").trim());
}

/** Sends the issue back to be arranged, with a reason. */
export async function sendIssueBack(page, reason) {
  const form = page.locator("form[action='/do/send_back']");
  await fill(form, { 原因: reason });
  await pressFor(page, "退回编排", /退回编排/, form);
}
