// How many acts the commonest ways take, counted as the browser sees them: a text that exists in Word, sent in; a brief
// from a phone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { scrollsSideways, violations } from "./helpers/browser.js";
import { leading, open, typeInto } from "./helpers/forms.js";
import { editorOf } from "./helpers/items.js";
import { keepLooks } from "./helpers/looks.js";
import { openOffice } from "./helpers/office.js";

const HEADS = ["一、主要做法", "二、取得成效", "三、存在困难", "四、下一步打算"];
const FROM_WORD = `<p class=MsoTitle align=center><b>矿山巡查改用无人机</b></p>
<p class=MsoNormal>近日，地矿科用无人机巡查在册矿山，一天飞完过去一周的路。</p>
${HEADS.map((head) => `<p class=MsoNormal><b>${head}</b></p><p class=MsoNormal>每周巡查一次，当场交办问题。</p>`).join("\n")}
<table border=1><tr><td>矿山</td><td>处数</td></tr><tr><td>露天</td><td>12</td></tr></table>
<p class=MsoNormal align=right>（地矿科/周鹏）</p>`;

/** Counts what somebody does from now on: presses of the mouse or a finger, and pastes. Typed text is not counted. */
async function counting(page) {
  await page.addInitScript(() => {
    for (const kind of ["pointerdown", "paste"]) {
      addEventListener(
        kind,
        ({ isTrusted }) => isTrusted && sessionStorage.setItem("acts", String(Number(sessionStorage.getItem("acts")) + 1)),
        { capture: true },
      );
    }
  });
  return () => page.evaluate(() => Number(sessionStorage.getItem("acts")));
}

const isInSight = (locator) =>
  locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

describe("几步办成", () => {
  let office;
  before(async () => (office = await openOffice()));
  after(() => office?.close());

  test("Word 里写好的一篇，四个小标题、一张表：四步之内报送", async () => {
    const { page, faults } = office.people.contributor;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const acts = await counting(page);
    await open(page, "/");
    await page.evaluate(async (html) => {
      const blob = (type, text) => new Blob([text], { type });
      const words = new DOMParser().parseFromString(html, "text/html").body.innerText;
      await navigator.clipboard.write([
        new ClipboardItem({ "text/html": blob("text/html", html), "text/plain": blob("text/plain", words) }),
      ]);
    }, FROM_WORD);
    const began = performance.now();
    await leading(page, () => page.getByRole("link", { name: "写信息" }).click());
    await editorOf(page).click();
    await page.keyboard.press("Control+v");
    await page.locator(".editor-answer").getByText("已整理：标题、4 个小标题、1 个表格、署名").waitFor();
    assert.equal(await isInSight(page.getByRole("button", { name: "报送" })), true);
    await leading(page, () => page.getByRole("button", { name: "报送" }).click());
    assert.match(await page.locator("main").innerText(), /已报送/);
    assert.ok((await acts()) <= 4, `${await acts()} acts`);
    assert.ok(performance.now() - began < 15_000, "and within fifteen seconds, the browser's own time");
    assert.deepEqual(faults, []);
  });

  test("手机上一则简讯：点三下，标题收着，署名填好，报送按钮看得见", async () => {
    const { page: desk } = office.people.contributor;
    const context = await office.browser.newContext({
      baseURL: new URL("/", desk.url()).href,
      storageState: await desk.context().storageState(),
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const acts = await counting(page);
    await open(page, "/");
    assert.equal(await scrollsSideways(page), false);
    await leading(page, () => page.getByRole("link", { name: "写简讯" }).tap());
    await editorOf(page).waitFor();
    assert.equal(await page.getByLabel("标题", { exact: true }).isVisible(), false);
    const [text, title] = await Promise.all(
      [".editor", "details.headlines"].map((one) => page.locator(one).evaluate((element) => element.getBoundingClientRect().top)),
    );
    assert.ok(text < title, "the text comes first");
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "brief-on-a-phone");
    await editorOf(page).tap();
    await typeInto(editorOf(page), "4月12日，城东复垦项目通过验收，新增耕地300亩。");
    const send = page.getByRole("button", { name: "报送" });
    assert.equal(await isInSight(send), true);
    assert.match(await page.getByLabel("署名", { exact: true }).inputValue(), /周鹏/);
    await leading(page, () => send.tap());
    assert.match(await page.locator("main").innerText(), /已报送/);
    assert.ok((await acts()) <= 3, `${await acts()} taps`);
    await context.close();
  });

  test("换体裁：标题跟着到位，写了的标题不收起", async () => {
    const { page } = office.people.contributor;
    await open(page, "/items/new");
    const title = page.getByLabel("标题", { exact: true });
    assert.equal(await title.isVisible(), true);
    await page.getByRole("radio", { name: "简讯", exact: true }).check();
    assert.equal(await title.isVisible(), false);
    await page.getByText("标题（简讯可以不写）").click();
    await title.fill("题");
    await page.getByRole("radio", { name: "信息", exact: true }).check();
    await page.getByRole("radio", { name: "简讯", exact: true }).check();
    assert.equal(await title.isVisible(), true);
    assert.deepEqual(await violations(page), []);
  });
});
