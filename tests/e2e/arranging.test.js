// The inbox by keys, and the board with its island: dragging, keys and buttons arrange an issue without leaving
// the page.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { awake, violations } from "./helpers/browser.js";
import { open } from "./helpers/forms.js";
import { makeIssue, placedTitles } from "./helpers/issues.js";
import { draftAndSend, withChosen } from "./helpers/items.js";
import { openOffice } from "./helpers/office.js";

const FIRST = "矿山地质灾害隐患点全部装上监测仪";
const SECOND = "采矿权网上公示，当天就能查到";
const THIRD = "测绘数据免费开放，企业少跑三趟";
const BRIEF = "利用科把低效用地画到一张图上";

describe("收稿和编排", () => {
  let office;
  let page;
  let faults;
  let board;

  before(async () => {
    office = await openOffice();
    ({ page, faults } = office.people.editor);
    const author = office.people.colleague.page;
    for (const title of [FIRST, SECOND, THIRD]) {
      await draftAndSend(author, { 标题: title, 正文: "利用科办成了一件实事。\n群众少跑了路。", 署名: "（利用科/陈瑶）" }, /报送/);
    }
    await draftAndSend(author, { kind: "简讯", 正文: `${BRIEF}。`, 署名: "（利用科/陈瑶）" }, /报送/);
  });
  after(() => office?.close());

  // A brief is told by what follows its unit.
  const row = (title) => page.locator(".board-item", { hasText: title.replace(/^利用科(?=把)/, "") });

  /** Does something that must not lead to another page. */
  async function staying(act, words) {
    await page.evaluate(() => {
      globalThis.isSamePage = true;
      document.querySelector(".answer")?.setAttribute("data-old", "");
    });
    await act();
    await page.locator("#board-answer .answer:not([data-old])", { hasText: words }).waitFor();
    assert.equal(await page.evaluate(() => globalThis.isSamePage), true, "页面重新打开了");
  }

  async function begin() {
    await open(page, board);
    await awake(page);
    faults.length = 0;
  }

  test("来稿可以全用键盘：j k x ? Enter", async () => {
    await open(page, "/inbox");
    faults.length = 0;
    const focused = () => page.evaluate(() => document.activeElement.textContent);
    const titles = await page.locator("#inbox tbody th a[id]").allInnerTexts();
    await page.keyboard.press("j");
    assert.equal(await focused(), titles[0]);
    await page.keyboard.press("j");
    assert.equal(await focused(), titles[1]);
    await page.keyboard.press("k");
    assert.equal(await focused(), titles[0]);
    await page.keyboard.press("x");
    assert.equal(await page.locator("#inbox tbody tr").first().locator("input").isChecked(), true);
    await page.keyboard.press("x");
    assert.equal(await page.locator("#inbox tbody input:checked").count(), 0);
    await page.keyboard.press("?");
    await page.locator(".key-help li", { hasText: "下一篇" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("?");
    await page.locator(".key-help li", { hasText: "下一篇" }).waitFor({ state: "hidden" });
    await page.keyboard.press("Enter");
    await page.locator("#item h2", { hasText: BRIEF }).waitFor();
    assert.deepEqual(faults, []);
  });

  test("拖进来、拖着换位置，版面跟着变", async () => {
    for (const button of ["签收所选", "拟用所选"]) {
      await open(page, "/inbox");
      await withChosen(page, [FIRST, SECOND, THIRD, `▲${BRIEF}`], button);
    }
    const issue = await makeIssue(page);
    board = `${issue.address}/desk`;
    await begin();
    const article = page.locator(".board-section").first();
    await staying(() => row(FIRST).dragTo(article), "已编入");
    await page.locator("#pages image").waitFor({ state: "attached" });
    const before = await pictures();
    await staying(() => row(SECOND).dragTo(article), "已编入");
    await page.waitForFunction((before) => document.querySelector("#pages image").getAttribute("href") !== before, before[0]);
    await staying(() => row(THIRD).dragTo(row(FIRST), { targetPosition: { x: 60, y: 4 } }), "已编入");
    assert.deepEqual(await placedTitles(page), [THIRD, FIRST, SECOND]);
    const briefs = page.locator(".board-section").nth(1);
    await staying(() => row(BRIEF).dragTo(briefs), "已编入");
    await staying(() => row(SECOND).dragTo(row(THIRD), { targetPosition: { x: 60, y: 4 } }), "已移到");
    assert.deepEqual((await placedTitles(page)).slice(0, 3), [SECOND, THIRD, FIRST]);
    await begin();
    assert.deepEqual((await placedTitles(page)).slice(0, 3), [SECOND, THIRD, FIRST], "重新打开，次序还在");
  });

  test("换版面时旧页一直在，新图好了才换上", async () => {
    await begin();
    await page.evaluate(() => {
      globalThis.gaps = 0;
      const watch = () => {
        if (document.querySelectorAll("#pages image").length === 0) globalThis.gaps += 1;
      };
      new MutationObserver(watch).observe(document.querySelector(".board"), { subtree: true, childList: true });
    });
    const [before] = await pictures();
    await page.route("**/draft/*.png*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await staying(() => row(FIRST).getByRole("button", { name: /^上移/ }).click(), "已上移");
    assert.equal((await pictures())[0], before, "新图还没有到，旧页就换掉了");
    await page.waitForFunction((before) => document.querySelector("#pages image").getAttribute("href") !== before, before);
    assert.equal(await page.evaluate(() => globalThis.gaps), 0);
    await page.unroute("**/draft/*.png*");
    await staying(() => page.locator("#board-answer, .board").getByRole("button", { name: `下移《${FIRST}》` }).click(), "已下移");
  });

  test("按钮移动，不离开页面，焦点还在原来的按钮上", async () => {
    await begin();
    const before = (await placedTitles(page)).slice(0, 3);
    const button = page.getByRole("button", { name: `下移《${before[0]}》` });
    await button.focus();
    await staying(() => page.keyboard.press("Enter"), "已下移");
    assert.deepEqual((await placedTitles(page)).slice(0, 3), [before[1], before[0], before[2]]);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), `下移《${before[0]}》`);
    await page.locator("[role=status]", { hasText: "现在是“信息”第2" }).waitFor({ state: "attached" });
  });

  test("键盘移动、移出、编入，几下连着按也不乱", async () => {
    await begin();
    const [first, second, third] = await placedTitles(page);
    await page.getByRole("link", { name: first }).first().focus();
    await page.keyboard.press("Alt+ArrowDown");
    await page.keyboard.press("Alt+ArrowDown");
    await page.waitForFunction((title) => {
      const titles = [...document.querySelectorAll(".board-section .row-title a")].map((link) => link.textContent);
      return titles[2] === title;
    }, first);
    assert.deepEqual((await placedTitles(page)).slice(0, 3), [second, third, first]);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), first);
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), third);
    await staying(() => page.keyboard.press("Delete"), "回到拟用");
    assert.deepEqual((await placedTitles(page)).slice(0, 2), [second, first]);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), first, "焦点到下一篇");
    await page.locator("#shortlist").getByRole("checkbox", { name: third }).focus();
    await staying(() => page.keyboard.press("Alt+Enter"), "已编入");
    assert.deepEqual((await placedTitles(page)).slice(0, 3), [second, first, third]);
    await page.keyboard.press("?");
    await page.locator(".notice", { hasText: "移出" }).waitFor();
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(faults, []);
  });

  test("撤销就在答复里，勾着的和展开的不丢", async () => {
    await begin();
    const titles = await placedTitles(page);
    await page.locator(".board-section summary").first().click();
    await staying(() => page.getByRole("button", { name: `移出《${titles[0]}》` }).click(), "回到拟用");
    assert.equal(await page.locator(".board-section details[open]").count(), 1);
    await staying(() => page.locator("#board-answer").getByRole("button", { name: "撤销" }).click(), "已编入");
    assert.deepEqual(await placedTitles(page), titles);
    await staying(() => row(BRIEF).dragTo(page.locator("#shortlist")), "回到拟用");
    await page.locator("#shortlist").getByRole("checkbox", { name: BRIEF.replace("利用科", "") }).check();
    await staying(() => page.getByRole("button", { name: `下移《${titles[0]}》` }).click(), "已下移");
    assert.equal(await page.locator("#shortlist input:checked").count(), 1);
    await staying(() => page.getByRole("button", { name: "编入选中的" }).click(), "已编入");
  });

  test("筛选拟用也不离开页面，地址可以收藏", async () => {
    await begin();
    await page.evaluate(() => (globalThis.isSamePage = true));
    await page.getByLabel("筛选").fill("没有这样的稿件");
    await page.keyboard.press("Enter");
    await page.locator("#shortlist", { hasText: "没有" }).waitFor();
    await page.waitForURL(/q=/);
    assert.equal(await page.evaluate(() => globalThis.isSamePage), true);
  });

  test("别人先改过：说清楚，换成最新的", async () => {
    await begin();
    const titles = await placedTitles(page);
    const other = await page.context().newPage();
    await open(other, board);
    await awake(other);
    await other.getByRole("button", { name: `下移《${titles[0]}》` }).click();
    await other.locator("#board-answer .answer").waitFor();
    await other.close();
    await staying(() => page.getByRole("button", { name: `移出《${titles[0]}》` }).click(), "您自己在别的页面上");
    assert.deepEqual((await placedTitles(page)).slice(0, 2), [titles[1], titles[0]]);
  });

  async function pictures() {
    return page.locator("#pages image").evaluateAll((images) => images.map((image) => image.getAttribute("href")));
  }
});
