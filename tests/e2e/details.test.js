// What rules may ask is told of an item and on a sheet; a unit belongs to another; a rule's group that nobody is in.

import assert from "node:assert/strict";
import { describe, after, before, test } from "node:test";
import { mkdir } from "node:fs/promises";
import path from "node:path";

import { scrollsSideways, violations } from "./helpers/browser.js";
import { TODAY } from "./helpers/days.js";
import { fill, follow, leading, open, press, pressFor, unfold } from "./helpers/forms.js";
import { draftAndSend } from "./helpers/items.js";
import { openOffice } from "./helpers/office.js";

const pictures = process.env.JIANBAO_SCREENSHOTS;

describe("计分情况、下属单位和分组名称", () => {
  let office;
  before(async () => (office = await openOffice()));
  after(() => office?.close());

  test("编辑在稿件上写明计分情况，写错的说得清楚，写好的看得见", async () => {
    const { contributor, reviewer, editor } = office.people;
    const title = "矿坑复垦的做法";
    const text = { 标题: title, 正文: "三处矿坑复垦通过市级验收，可种小麦。", 署名: "（地矿科/周鹏）" };
    const address = await draftAndSend(contributor.page, text, /等待单位审核/);
    await open(reviewer.page, address);
    await pressFor(reviewer.page, "审核通过", /审核通过/);
    const { page } = editor;
    await open(page, address);
    await pressFor(page, "签收", /签收/);
    await open(page, address);
    const details = await unfold(page, "计分情况…");
    await fill(details, { 形式: "单篇专报", 标记: "头版、编者按", 上级给的分: "许多" });
    assert.match(await press(page, "保存计分情况", details), /“许多”不是/);
    assert.equal(await details.getByLabel("形式", { exact: true }).inputValue(), "单篇专报");
    await fill(details, { 上级给的分: "" });
    assert.deepEqual(await violations(page), []);
    await picture(page, "item-details-form");
    await pressFor(page, "保存计分情况", /形式：单篇专报，标记：头版、编者按/, details);
    await page.locator("dl.facts dd", { hasText: "形式：单篇专报，标记：头版、编者按" }).waitFor();
    await picture(page, "item-details-told");
    assert.deepEqual(editor.faults, []);
  });

  test("表里写明计分情况，写错的逐格列出", async () => {
    const { page } = office.people.editor;
    const file = (outcome) => ({
      name: "约稿.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        `日期,约稿单位,标题,单位,结果,要求的日期,交稿的日期\n${TODAY},市政府,低效用地清单,利用科,${outcome},${TODAY},${TODAY}\n`,
      ),
    });
    await open(page, "/import");
    await page.getByLabel("要导入的文件").setInputFiles(file("写完了"));
    await leading(page, () => page.getByRole("button", { name: "预览", exact: true }).click());
    assert.match(await page.locator("main").innerText(), /第2行E列：“写完了”不是约稿的结果，应是：已交稿、已报出、已采用、未交稿/);
    await page.getByLabel("要导入的文件").setInputFiles(file("已报出"));
    await leading(page, () => page.getByRole("button", { name: "再预览", exact: true }).click());
    assert.match(await page.locator("main").innerText(), /结果：已报出，要求的日期/);
    assert.deepEqual(await violations(page), []);
    await picture(page, "import-details");
    await pressFor(page, "导入1行", /导入1行/);
    await open(page, "/records");
    assert.match(await page.locator("main").innerText(), /结果：已报出/);
    await picture(page, "records-details");
  });

  test("下属单位写明属于哪个单位，只有一层", async () => {
    const { page } = office.people.administrator;
    await open(page, "/admin/units");
    await follow(page, "测绘地理信息科");
    await fill(page.locator("main"), { 上级单位: "开发利用科", 自哪个月起属于它: `${TODAY.slice(0, 4)}-01` });
    assert.deepEqual(await violations(page), []);
    await picture(page, "unit-parent");
    await pressFor(page, "保存", /年1月起属于开发利用科/);
    await open(page, "/admin/units");
    await page.locator("tr", { hasText: "测绘地理信息科" }).filter({ hasText: "属于开发利用科" }).waitFor();
    await picture(page, "units-parents");
    await follow(page, "地质矿产管理科");
    const parents = await page.getByLabel("上级单位", { exact: true }).locator("option").allInnerTexts();
    assert.deepEqual(parents, ["没有", "开发利用科", "执法支队"]);
  });

  test("办法里没有单位的分组，草稿和试算都提醒，不拦住", async () => {
    const { page } = office.people.editor;
    await open(page, "/rules");
    await pressFor(page, "起草新版", /已照现行办法起草新版/);
    await open(page, "/rules/draft/caps/new");
    const form = page.locator("form[action='/do/save_rule']");
    await fill(form, { "代号（必填）": "monthly", "名称（必填）": "每月限额", 只限分组: "机关股室", 最高: "30" });
    await pressFor(page, "保存到草稿", /已保存“每月限额”/, form);
    const warning = /封顶和保底“每月限额”的“只限分组”写了“机关股室”，没有记分单位在这个分组；现有分组：机关科室、局属事业单位/;
    await open(page, "/rules/draft");
    assert.match(await page.locator("main").innerText(), warning);
    assert.deepEqual(await violations(page), []);
    await picture(page, "rules-draft-warning");
    await open(page, "/rules/draft/trial");
    assert.match(await page.locator("main").innerText(), warning);
    assert.deepEqual(await violations(page), []);
    await picture(page, "rules-trial-warning");
    await open(page, "/rules/draft");
    await pressFor(page, "施行第2版", /请核对1处名称/);
  });
});

/** At both widths, of which the narrow one must not scroll sideways. */
async function picture(page, name) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  assert.equal(await scrollsSideways(page), false, `${name} is wider than a narrow screen`);
  if (pictures) {
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: path.join(pictures, `${name}-390.png`), fullPage: true });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.screenshot({ path: path.join(pictures, `${name}-1440.png`), fullPage: true });
  }
  await page.setViewportSize(size);
}
