// What an administrator does: groups, units, people, newsletters.

import { fill, open, pressFor } from "./forms.js";
import { FIRST_PASSWORD } from "./people.js";

/** Adds a group of units. */
export async function addGroup(page, name) {
  await open(page, "/admin/units");
  const panel = page.locator("section.panel", { hasText: "添加分组" });
  await fill(panel, { 分组名称: name });
  await pressFor(page, "添加分组", /添加/, panel);
}

/** Adds a unit; `fields` by their labels. */
export async function addUnit(page, fields) {
  await open(page, "/admin/units/new");
  await fill(page.locator("main"), fields);
  await pressFor(page, "添加", /添加/);
}

/** Adds a person; `roles` that belong to no unit, and the unit of a contributor or reviewer. */
export async function addPerson(page, { name, login, roles = [], contributes, reviews }) {
  await open(page, "/admin/people/new");
  const form = page.locator("main");
  await fill(form, { 姓名: name, 账号: login, 首次密码: FIRST_PASSWORD });
  await fill(form, Object.fromEntries(roles.map((role) => [role, true])));
  if (contributes) await fill(form, { "添加为信息员，单位": contributes });
  if (reviews) await fill(form, { "添加为单位审核人，单位": reviews });
  await pressFor(page, "添加", /添加/);
}

/** Adds a newsletter with its sign-off steps, each the name of a step and of its signer. */
export async function addNewsletter(page, { fields, steps }) {
  await open(page, "/admin/newsletters/new");
  await fill(page.locator("main"), fields);
  for (const [index, { step, signer }] of steps.entries()) {
    const fieldset = page.getByRole("group", { name: `第${index + 1}步` });
    await fill(fieldset, { 名称: step, [signer]: true });
  }
  await pressFor(page, "添加", /添加/);
}
