// People with accounts: each signs in through the page, in a browser context of their own.

import assert from "node:assert/strict";

import { openDesk } from "./browser.js";
import { fill, leading, open } from "./forms.js";

/** The password that an administrator gives, and the one that everybody changes it to. */
export const FIRST_PASSWORD = "首次登录以后请改掉";
export const PASSWORD = "一句只有自己知道的话";

/** Signs in for the first time: the password that somebody else gave must be changed before anything else. */
export async function arrive(browser, address, { login, name }, look) {
  const desk = await openDesk(browser, address, look);
  const { page } = desk;
  await signIn(page, login, FIRST_PASSWORD);
  assert.match(page.url(), /\/me\/password$/, `${name}还没有被要求改密码`);
  await fill(page, { 现在的密码: FIRST_PASSWORD, 新密码: PASSWORD, 再输一遍新密码: PASSWORD });
  await leading(page, () => page.getByRole("button", { name: "修改密码" }).click());
  await page.locator(".answer").filter({ hasText: "密码已改" }).waitFor();
  return { name, login, ...desk };
}

/** Signs in where the password was changed before. */
export async function comeBack(browser, address, { login, name }, look) {
  const desk = await openDesk(browser, address, look);
  await signIn(desk.page, login, PASSWORD);
  await desk.page.locator(".masthead-person", { hasText: name }).waitFor();
  return { name, login, ...desk };
}

async function signIn(page, login, password) {
  await open(page, "/sign-in");
  await fill(page, { 账号: login, 密码: password });
  await leading(page, () => page.getByRole("button", { name: "登录" }).click());
}
