// A month is closed, a fact comes late, the month is reopened, corrected and closed again; with and without
// JavaScript it is the same, so it is tried once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { violations } from "./helpers/browser.js";
import { MONTH, YEAR } from "./helpers/days.js";
import { fill, open, press, pressFor, unfold } from "./helpers/forms.js";
import { openOffice } from "./helpers/office.js";

const CHANNEL = "每日动态";
const LAST = MONTH === 1 ? [YEAR - 1, 12] : [YEAR, MONTH - 1];
const code = ([year, month]) => `${year}-${String(month).padStart(2, "0")}`;
const named = ([year, month]) => `${year}年${month}月`;

test("月份结账、晚到的采用、重开更正", async (context) => {
  const office = await openOffice();
  const { editor, contributor, administrator } = office.people;
  const { page } = editor;
  try {
    await context.test("登记上月的上级采用，标明已收到，结账", async () => {
      await open(page, "/records/channels");
      await fill(page.locator("main"), { 刊物名称: CHANNEL });
      await pressFor(page, "添加上级刊物", /已添加/);
      await record(page, "上月的一件", LAST);
      await open(page, `/bulletins/${code(LAST)}`);
      assert.match(await main(page), /还没有收到这些刊物本月的采用情况：每日动态/);
      await open(page, `/months/${code(LAST)}`);
      await pressFor(page, `${CHANNEL}：已收到`, /已记下/);
      assert.deepEqual(await violations(page), []);
      await pressFor(page, `${named(LAST)}结账`, /已结账/);
      await open(page, `/bulletins/${code(LAST)}`);
      assert.match(await main(page), /已结账/);
      assert.equal(await points(page, LAST), "5");
    });

    await context.test("晚到的一件计入以后的月份，日期照旧", async () => {
      await open(page, `/records?month=${code(LAST)}`);
      assert.match(await main(page), /晚到的，下面照写日期，计入/);
      await record(page, "晚到的一件", LAST, true);
      await open(page, `/records?month=${code([YEAR, MONTH])}`);
      assert.match(await main(page), new RegExp(`晚到的一件[^]*${named(LAST)}1日（日期不在本月）`));
      assert.equal(await points(page, LAST), "5");
    });

    await context.test("重开要写原因，各单位在首页看到；更正后再结账", async () => {
      await open(page, `/months/${code(LAST)}`);
      await fill(page.locator("main"), { 重开的原因: "漏登了一件" });
      await pressFor(page, `重开${named(LAST)}`, /已重开/);
      await open(contributor.page, "/");
      assert.match(await main(contributor.page), /已由方晴重开，数字可能变动：漏登了一件/);
      await record(page, "漏登的一件", LAST);
      assert.equal(await points(page, LAST), "10");
      await open(page, `/months/${code(LAST)}`);
      await pressFor(page, `${named(LAST)}结账`, /已结账/);
      assert.match(await main(page), /经过[^]*结账[^]*重开：漏登了一件[^]*结账/);
      await open(contributor.page, "/");
      assert.doesNotMatch(await main(contributor.page), /漏登了一件/);
    });

    await context.test("结了账的记录也能冲销，在以后的月份冲减", async () => {
      await open(page, `/records?month=${code(LAST)}`);
      const row = page.locator("li.row", { hasText: "漏登的一件" });
      await row.locator("summary", { hasText: "冲销" }).click();
      await fill(row, { 冲销的原因: "重复了" });
      await pressFor(page, "冲销这条记录", /已结账，照旧；记分在/, row);
      assert.equal(await points(page, LAST), "10");
    });

    await context.test("核对完全一致，催报列出所缺", async () => {
      await open(page, `/verify?year=${LAST[0]}`);
      assert.match(await main(page), /完全一致/);
      await open(page, "/urging");
      assert.match(await main(page), /再报市1篇/);
      await unfold(page, "分单位的文字");
      assert.deepEqual(await violations(page), []);
    });

    await context.test("谁的浏览器都没有出错", () => {
      for (const { name, faults } of [editor, contributor, administrator]) assert.deepEqual(faults, [], name);
    });
  } finally {
    await office.close();
  }
});

/** Records an upper adoption of the month's first day; the month that it counts for is left as offered when late. */
async function record(page, title, month, late = false) {
  if (!late) await open(page, `/records?month=${code(month)}`);
  const form = page.locator("form[action='/do/record_upper_adoption']");
  await fill(form, { 上级刊物: CHANNEL, 标题: title, 日期: `${code(month)}-01`, 记分单位: "利用科" });
  assert.match(await press(page, "登记上级采用", form), late ? /计入(?!.*已结账)/ : /已登记/);
}

async function main(page) {
  return page.locator("main").innerText();
}

/** The unit's points of a month, as its bulletin prints them. */
async function points(page, month) {
  await open(page, `/bulletins/${code(month)}`);
  const row = page.locator("tbody tr", { has: page.getByRole("rowheader", { name: "开发利用科", exact: true }) });
  const cells = await row.locator("td").allInnerTexts();
  return cells.at(-3).trim();
}
