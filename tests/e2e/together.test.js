// Two editors at two machines: each sees who else has an item open, and who is in charge of what.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { addPerson } from "./helpers/administration.js";
import { openDesk, scrollsSideways, violations } from "./helpers/browser.js";
import { counting } from "./helpers/counting.js";
import { leading, open, press, pressFor } from "./helpers/forms.js";
import { sendMany } from "./helpers/items.js";
import { keepLooks } from "./helpers/looks.js";
import { openOffice } from "./helpers/office.js";
import { arrive } from "./helpers/people.js";

const OTHER = { name: "林岚", login: "linlan", roles: ["编辑"] };
const TITLES = ["水土保持工程开工", "矿山修复通过验收", "测绘成果汇交完成"];

// A little longer than a page waits before it first asks, and than it asks again.
const FIRST = 4000;
const AGAIN = 26000;

describe("一起办稿", () => {
  let office;
  let page;
  let faults;
  let other;

  before(async () => {
    office = await openOffice();
    ({ page, faults } = office.people.editor);
    await addPerson(office.people.administrator.page, OTHER);
    other = await arrive(office.browser, office.address, OTHER);
    const texts = TITLES.map((title) => ({ kind: "信息", title, body: "修复后可种小麦。", attribution_line: "（利用科/陈瑶）" }));
    await sendMany(office.people.colleague.page, texts);
    await open(page, "/inbox");
    await page.keyboard.press("a");
    await pressFor(page, "签收所选", /3篇（则）已签收/);
  });
  after(() => office?.close());

  const row = (of, title) => of.locator("#inbox tbody tr", { hasText: title });
  const opened = (of) => of.locator("#item .here, main > .here").first();

  test("一个人打开，另一个人的页面自己说出来；走了就不说", async () => {
    await open(other.page, "/inbox");
    await leading(other.page, () => row(other.page, TITLES[0]).locator("a[id]").click());
    assert.equal(await opened(other.page).isVisible(), false);
    await open(page, "/inbox");
    await leading(page, () => row(page, TITLES[0]).locator("a[id]").click());
    // The one who comes sees it at once; the other one without doing anything.
    assert.equal(await opened(page).innerText(), "林岚在看");
    await opened(other.page).filter({ hasText: "方晴在看" }).waitFor({ timeout: AGAIN });
    await row(other.page, TITLES[0]).locator(".here", { hasText: "方晴在看" }).waitFor();
    await keepLooks(other.page, "together-inbox");
    assert.deepEqual(await violations(other.page), []);
    // To the next item, without the page being loaded anew: the first is left.
    const counts = counting(page);
    await leading(page, () => counts.key("k"));
    await row(other.page, TITLES[0]).locator(".here", { hasText: "方晴" }).waitFor({ state: "hidden", timeout: AGAIN });
    await opened(other.page).waitFor({ state: "hidden" });
    assert.equal(counts.loads, 0);
    assert.deepEqual(faults, []);
    assert.deepEqual(other.faults, []);
  });

  test("两个人都在改：两边都有提醒，谁也不被锁住", async () => {
    await open(page, "/inbox");
    const address = await row(page, TITLES[1]).locator("a[id]").getAttribute("id");
    const item = address.replace("row-", "");
    await open(page, `/items/${item}/edit`);
    await page.waitForTimeout(FIRST);
    assert.equal(await page.locator("[data-here-notice]").isVisible(), false);
    await open(other.page, `/items/${item}/edit`);
    assert.match(await other.page.locator("[data-here-notice]").innerText(), /^方晴 \d\d:\d\d 起也在改这篇，先保存的人不会被覆盖/);
    await page.locator("[data-here-notice]", { hasText: "林岚" }).waitFor({ timeout: AGAIN });
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "together-writing");
    // Their unit is told that the office has it, and not who.
    const unit = office.people.colleague.page;
    await open(unit, `/items/${item}`);
    assert.equal(await unit.locator("main .here").first().innerText(), "编辑部正在处理");
    await open(other.page, "/");
    await page.locator("[data-here-notice]").waitFor({ state: "hidden", timeout: AGAIN });
    assert.deepEqual(other.faults, []);
  });

  test("由我主办一键，撤销一键；转给别人，首页上提醒到打开为止", async () => {
    await open(page, "/inbox");
    await leading(page, () => row(page, TITLES[2]).locator("a[id]").click());
    const counts = counting(page);
    const answered = (words) => page.locator(".answer", { hasText: words }).waitFor();
    await counts.key("m");
    await answered(`《${TITLES[2]}》由您主办`);
    assert.equal(await row(page, TITLES[2]).locator(".handler").innerText(), "我主办");
    await counts.key("z");
    await answered("主办已恢复原样");
    assert.equal(await row(page, TITLES[2]).locator(".handler").count(), 0);
    await counts.key("m");
    await answered(`《${TITLES[2]}》由您主办`);
    assert.deepEqual([counts.acts, counts.loads], [3, 0]);
    // `?` tells the key.
    await counts.key("?");
    await page.locator(".key-help li", { hasText: "由我主办" }).waitFor();
    await page.locator("#item").getByText("转给…").click();
    await page.locator("#item").getByLabel("转给哪位编辑").selectOption({ label: OTHER.name });
    await page.locator("#item").getByLabel("交代一句（可以不写）").fill("周五前要用");
    assert.deepEqual(await violations(page), []);
    assert.match(await press(page, "转给这位编辑主办"), /已转给林岚主办/);
    await open(other.page, "/");
    const handed = other.page.getByRole("link", { name: `方晴把《${TITLES[2]}》转给您主办：周五前要用` });
    await leading(other.page, () => handed.click());
    assert.match(await other.page.locator(".notice").first().innerText(), /方晴 .*转给您主办：周五前要用/);
    await open(other.page, "/");
    assert.equal(await handed.count(), 0);
    await other.page.getByRole("link", { name: /您主办的1篇/ }).waitFor();
    assert.deepEqual(faults, []);
  });

  test("很多篇一起接手、转给别人；谁手上有多少，点数字就是那些", async () => {
    await open(page, "/inbox?handler=none");
    const boxes = page.locator("#inbox tbody input[type=checkbox]");
    assert.equal(await boxes.count(), 2);
    await page.keyboard.press("a");
    await page.locator(".many").getByRole("button", { name: "由我主办" }).click();
    await page.locator(".answer", { hasText: "2篇（则）由您主办" }).waitFor();
    await leading(page, () => page.locator(".shortcuts").getByRole("link", { name: "我主办的 2" }).click());
    await page.keyboard.press("a");
    await page.locator(".many").getByText("转给…").click();
    await page.locator(".many").getByLabel("转给哪位编辑").selectOption({ label: OTHER.name });
    assert.deepEqual(await violations(page), []);
    await page.locator(".many").getByRole("button", { name: "转给这位编辑" }).click();
    await page.locator(".answer", { hasText: "2篇（则）已转给林岚主办" }).waitFor();
    await page.keyboard.press("z");
    await page.locator(".answer", { hasText: "2篇（则）的主办已恢复原样" }).waitFor();
    await open(page, "/inbox");
    await leading(page, () => page.getByRole("link", { name: "各编辑手上的稿件" }).click());
    await keepLooks(page, "together-load");
    assert.deepEqual(await violations(page), []);
    await leading(page, () => page.getByRole("link", { name: "方晴编辑中2篇" }).click());
    assert.equal(await page.locator("#inbox tbody tr").count(), 2);
    assert.deepEqual(faults, []);
  });

  test("没有 JavaScript、手机上，也看得到谁在、谁主办，也能接手", async () => {
    const storageState = await other.page.context().storageState();
    const plain = await openDesk(office.browser, office.address, { javaScript: false, width: 390, storageState });
    await open(plain.page, "/inbox");
    await leading(plain.page, () => row(plain.page, TITLES[0]).locator("a[id]").click());
    await open(page, "/inbox");
    assert.match(await row(page, TITLES[0]).locator("[data-here-row]").innerText(), /林岚在看/);
    assert.equal(await row(plain.page, TITLES[0]).locator(".handler").innerText(), "方晴主办");
    assert.match(await press(plain.page, "改由我主办"), /由您主办/);
    assert.equal(await scrollsSideways(plain.page), false);
    await open(plain.page, "/inbox/load");
    assert.equal(await scrollsSideways(plain.page), false);
    await plain.context.close();
  });
});
