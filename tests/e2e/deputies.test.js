// 代办：请人在这些天里办自己的事，办的每一件都写明代谁。

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { scrollsSideways, violations } from "./helpers/browser.js";
import { fill, open, pressFor } from "./helpers/forms.js";
import { draftAndSend } from "./helpers/items.js";
import { keepLooks } from "./helpers/looks.js";
import { openOffice } from "./helpers/office.js";

describe("代办", () => {
  let office;
  let item;

  before(async () => {
    office = await openOffice();
    const text = { kind: "信息", 标题: "河道清淤完工", 正文: "清出淤泥三千方。", 署名: "（利用科/陈瑶）" };
    item = await draftAndSend(office.people.colleague.page, text, /已报送/);
  });
  after(() => office?.close());

  test("编辑请人代办，代办的人办一件，经过里写明代谁", async () => {
    const { page, faults } = office.people.editor;
    await open(page, "/me");
    await page.getByRole("link", { name: "代办" }).click();
    await page.getByRole("heading", { name: "请人代办" }).waitFor();
    assert.deepEqual(await violations(page), []);
    const today = await page.getByLabel("从").inputValue();
    const form = page.locator("form[action='/do/set_deputy']");
    const options = await form.getByLabel("请谁代").locator("option").allInnerTexts();
    // Colleagues of the office, and nobody of the units.
    assert.equal(options[0], "请选一人");
    assert.ok(options.some((option) => option.startsWith("何立")) && !options.some((option) => option.startsWith("周鹏")));
    await fill(form, { 请谁代: options.find((option) => option.startsWith("何立")), "到（含当天）": today });
    await pressFor(page, "请他代办", /已请何立代方晴履行编辑职责/);
    assert.match(await page.locator("main").innerText(), /正在代办/);
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "deputies");
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await scrollsSideways(page), false);
    await page.setViewportSize({ width: 1440, height: 900 });
    const { page: deputy } = office.people.clearer;
    await open(deputy, "/");
    assert.match(await deputy.locator("main").innerText(), /您代方晴履行编辑职责，到/);
    await open(deputy, item);
    await pressFor(deputy, "签收", /已签收.*（代方晴）/);
    assert.match(await deputy.locator(".timeline").innerText(), /何立 签收（代方晴）/);
    await open(page, "/me/deputies");
    await pressFor(page, "结束", /何立不再代方晴履行职责/);
    await open(deputy, item);
    assert.equal(await deputy.getByRole("button", { name: "拟用" }).count(), 0);
    assert.deepEqual(faults, []);
  });

  test("收藏的页面空着也说得清", async () => {
    const { page } = office.people.reader;
    await open(page, "/kept");
    assert.match(await page.locator("main").innerText(), /还没有收藏/);
    assert.deepEqual(await violations(page), []);
  });
});
