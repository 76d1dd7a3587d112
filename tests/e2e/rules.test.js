// A rule is changed by its form, tried on the past, and put in force; the points follow.

import assert from "node:assert/strict";
import { test } from "node:test";

import { violations } from "./helpers/browser.js";
import { THIS_MONTH } from "./helpers/days.js";
import { fill, follow, open, press, pressFor } from "./helpers/forms.js";
import { openOffice } from "./helpers/office.js";

const CHANNEL = "每日动态";

test("计分办法：用表单起草、试算、施行", async (context) => {
  const office = await openOffice();
  const { editor } = office.people;
  const { page } = editor;
  const main = () => page.locator("main").innerText();
  try {
    await context.test("先有一件上级采用", async () => {
      await open(page, "/records/channels");
      await fill(page.locator("main"), { 刊物名称: CHANNEL });
      await pressFor(page, "添加上级刊物", /已添加/);
      await open(page, `/records?month=${THIS_MONTH}`);
      const form = page.locator("form[action='/do/record_upper_adoption']");
      await fill(form, { 上级刊物: CHANNEL, 标题: "一件", 日期: `${THIS_MONTH}-01`, 记分单位: "利用科" });
      await pressFor(page, "登记上级采用", /已登记/, form);
    });

    await context.test("起草新版，改一条标准，写错的地方说得清楚", async () => {
      await open(page, "/rules");
      assert.match(await main(), /第1版[^]*现行/);
      await pressFor(page, "起草新版", /已照现行办法起草新版/);
      assert.match(await main(), /上级采用，每篇5分。/);
      assert.deepEqual(await violations(page), []);
      await follow(page, "上级采用", page.locator("#rates"));
      const form = page.locator("form[action='/do/save_rule']");
      await fill(form, { "分值（必填）": "八" });
      assert.match(await press(page, "保存到草稿", form), /计分标准第4条 · 分值：“八”不是分值/);
      assert.equal(await form.getByLabel("分值（必填）", { exact: true }).inputValue(), "八");
      assert.deepEqual(await violations(page), []);
      await fill(form, { "分值（必填）": "8" });
      await pressFor(page, "保存到草稿", /已保存“上级采用”/, form);
      assert.match(await main(), /上级采用，每篇8分。/);
    });

    await context.test("添加一项任务", async () => {
      await open(page, "/rules/draft/quotas/new");
      const form = page.locator("form[action='/do/save_rule']");
      await fill(form, { "代号（必填）": "monthly", "名称（必填）": "每月报送", 完成得分: "2" });
      await form.getByLabel("报送", { exact: true }).first().check();
      await fill(form, { 任务数: "4" });
      await pressFor(page, "保存到草稿", /已保存“每月报送”/, form);
      assert.match(await main(), /每月报送篇数达到4：完成得2分。/);
    });

    await context.test("试算：现行与草稿并排", async () => {
      await open(page, `/rules/draft/trial?from=${THIS_MONTH}&until=${THIS_MONTH}`);
      const row = page.locator("tbody tr", { has: page.getByRole("rowheader", { name: "利用科", exact: true }) });
      const cells = await row.locator("td").allInnerTexts();
      assert.deepEqual([cells[0], cells[3], cells[6]], ["5", "8", "+3"]);
      assert.deepEqual(await violations(page), []);
    });

    await context.test("施行以后得分随即重算", async () => {
      await open(page, "/rules/draft");
      const form = page.locator("form[action='/do/put_rules_in_force']");
      await form.locator("select").selectOption(THIS_MONTH);
      await pressFor(page, "施行第2版", /自.*起施行/, form);
      assert.match(await main(), /第2版[^]*现行/);
      await open(page, `/ledger?month=${THIS_MONTH}`);
      assert.match(await main(), /每日动态 8/);
      await open(page, "/rules/2");
      assert.deepEqual(await violations(page), []);
    });

    await context.test("没有出错", () => assert.deepEqual(editor.faults, []));
  } finally {
    await office.close();
  }
});
