// A record finds its item by the title, with the keyboard and without a script.

import assert from "node:assert/strict";
import { describe, after, before, test } from "node:test";

import { scrollsSideways, violations } from "./helpers/browser.js";
import { TODAY } from "./helpers/days.js";
import { fill, leading, open, pressFor } from "./helpers/forms.js";
import { sendMany } from "./helpers/items.js";
import { openOffice } from "./helpers/office.js";

const TITLE = "低效用地清单的做法";

describe("登记时按题目找稿件", () => {
  let office;
  before(async () => {
    office = await openOffice();
    const text = { kind: "信息", body: "低效用地逐宗上图，清单每月更新。", attribution_line: "（利用科/陈瑶）" };
    await sendMany(office.people.colleague.page, [
      { ...text, title: TITLE },
      { ...text, title: "汛期值守" },
    ]);
  });
  after(() => office?.close());

  test("边写边找，按键选定，写好的都还在", async () => {
    const { page, faults } = office.people.editor;
    await open(page, "/records?form=commission");
    const form = page.locator("form[action='/do/record_commission']");
    await fill(form, { 由谁约稿: "市政府" });
    await form.getByLabel("标题", { exact: true }).pressSequentially("低效用地");
    const found = page.locator("[data-found] a");
    await found.first().waitFor();
    assert.equal(await found.count(), 1);
    assert.match(await found.first().innerText(), /低效用地清单的做法.*利用科/s);
    assert.deepEqual(await violations(page), []);
    assert.equal(await scrollsSideways(page), false);
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.item !== undefined), true);
    await page.keyboard.press("Escape");
    assert.equal(await found.count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.name), "title");
    await page.keyboard.type("清单");
    await found.first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".quick-entry .notice", { hasText: TITLE }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), "entry-units");
    assert.equal(await form.getByLabel("标题", { exact: true }).inputValue(), TITLE);
    assert.equal(await form.getByLabel("由谁约稿", { exact: true }).inputValue(), "市政府");
    assert.match(await form.getByLabel("记分单位", { exact: true }).inputValue(), /利用科/);
    await fill(form, { 日期: TODAY });
    await pressFor(page, "登记约稿", /已登记/, form);
    await page.locator("li.row a", { hasText: TITLE }).waitFor();
    assert.deepEqual(faults, []);
  });

  test("按按钮也能找", async () => {
    const { page } = office.people.editor;
    await open(page, "/records?form=commission");
    const form = page.locator("form[action='/do/record_commission']");
    await fill(form, { 标题: "汛期" });
    await leading(page, () => form.getByRole("button", { name: "按题目找稿件", exact: true }).click());
    await leading(page, () => page.locator("[data-found] a", { hasText: "汛期值守" }).click());
    await page.locator(".quick-entry .notice", { hasText: "汛期值守" }).waitFor();
    await leading(page, () => page.getByRole("link", { name: "不指明稿件", exact: true }).click());
    assert.equal(await page.locator(".quick-entry .notice").count(), 0);
    assert.deepEqual(await violations(page), []);
  });
});
