// Many items as easily as one: chosen together, gone through by keys. Acts and page loads are counted.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { openDesk, scrollsSideways, violations } from "./helpers/browser.js";
import { counting } from "./helpers/counting.js";
import { leading, open, press } from "./helpers/forms.js";
import { draftAndSend, sendMany } from "./helpers/items.js";
import { keepLooks } from "./helpers/looks.js";
import { openOffice } from "./helpers/office.js";

const MANY = 44;
const titleOf = (number) => `第${number}处矿山完成修复`;

describe("一次办很多篇", () => {
  let office;
  let page;
  let faults;

  before(async () => {
    office = await openOffice();
    ({ page, faults } = office.people.editor);
    const texts = Array.from({ length: MANY }, (_, place) => ({
      kind: place % 4 === 3 ? "简讯" : "信息",
      title: place % 4 === 3 ? "" : titleOf(place + 1),
      body: place % 4 === 3 ? `11月${(place % 28) + 1}日，利用科完成${titleOf(place + 1)}的验收。` : "修复后可种小麦。",
      attribution_line: "（利用科/陈瑶）",
    }));
    await sendMany(office.people.colleague.page, texts);
  });
  after(() => office?.close());

  const rows = (of = page) => of.locator("#inbox tbody tr");
  const answered = (words) => page.locator(".answer", { hasText: words }).waitFor();

  test("签收44篇两下，撤销一下", async () => {
    await open(page, "/inbox");
    assert.equal(await rows().count(), MANY);
    const counts = counting(page);
    await counts.click(page.getByRole("link", { name: "全选" }));
    assert.equal(await page.locator(".many output").innerText(), `已选 ${MANY} 篇（则）`);
    assert.deepEqual(await violations(page), []);
    await counts.click(page.getByRole("button", { name: "签收所选" }));
    await answered(`${MANY}篇（则）已签收`);
    assert.deepEqual([counts.acts, counts.loads], [2, 0]);
    await counts.key("z");
    await answered(`${MANY}篇（则）已撤销签收`);
    assert.deepEqual([counts.acts, counts.loads], [3, 0]);
    assert.deepEqual(faults, []);
  });

  test("44篇一起退回，原因写一次；撤销一下，都回到原来的地方", async () => {
    await open(page, "/inbox");
    const counts = counting(page);
    await counts.click(page.getByRole("link", { name: "全选" }));
    await counts.click(page.locator(".many summary", { hasText: "退回所选…" }));
    await counts.click(page.locator(".many").getByLabel("缺少数据或案例", { exact: true }));
    assert.deepEqual(await violations(page), []);
    await counts.click(page.getByRole("button", { name: "退回所选", exact: true }));
    await answered(`${MANY}篇（则）已退回`);
    assert.deepEqual([counts.acts, counts.loads], [4, 0]);
    await counts.key("z");
    await answered(`${MANY}篇（则）没有退回，仍在编辑部`);
    await open(page, "/inbox");
    assert.equal(await rows().count(), MANY);
    assert.deepEqual(faults, []);
  });

  test("按住 Shift 选一段；X 从键盘选一段", async () => {
    await open(page, "/inbox");
    const boxes = page.locator("#inbox tbody input[type=checkbox]");
    await boxes.nth(2).click();
    await boxes.nth(6).click({ modifiers: ["Shift"] });
    assert.equal(await page.locator(".many output").innerText(), "已选 5 篇（则）");
    await page.keyboard.press("a");
    await page.keyboard.press("a");
    assert.equal(await page.locator("#inbox tbody input:checked").count(), 0);
    for (const key of ["j", "x", "j", "j", "X"]) await page.keyboard.press(key);
    assert.equal(await page.locator("#inbox tbody input:checked").count(), 3);
  });

  test("20篇，40键以内，不重新打开一页；退回连原因三键", async () => {
    await open(page, "/inbox");
    const counts = counting(page);
    const opened = () => page.locator("#item h2").first().innerText();
    await counts.key("j");
    await leading(page, () => counts.key("Enter"));
    const seen = [];
    for (let place = 0; place < 20; place += 1) {
      seen.push(await page.locator("#inbox tr[aria-current=true] a[id]").getAttribute("id"));
      const isReturned = place % 4 === 1;
      if (isReturned) {
        await counts.key("r");
        await counts.key("2");
        await leading(page, () => counts.key("Enter"));
        await answered("已退回，等待信息员修改后再报");
      } else {
        await leading(page, () => counts.key("s"));
        await answered("已签收，列入拟用");
      }
    }
    assert.equal(new Set(seen).size, 20, "每篇只过一遍");
    assert.ok(counts.acts <= 40, `${counts.acts} 键`);
    assert.equal(counts.loads, 0);
    assert.notEqual(await opened(), "");
    assert.equal(await page.locator("#inbox tbody tr", { hasText: "拟用" }).count(), 15);
    await keepLooks(page, "desk-inbox");
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(faults, []);
  });

  test("连按、双击都只办一篇；按住不放、正在填原因、输入法打字都不算", async () => {
    await open(page, "/inbox?state=submitted");
    const before = await rows().count();
    await page.keyboard.press("j");
    await leading(page, () => page.keyboard.press("Enter"));
    // Pressed three times at once it is done once: nobody has looked at the next ones.
    await page.evaluate(() => {
      for (let count = 0; count < 3; count += 1) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "g", bubbles: true }));
    });
    await page.waitForFunction((left) => document.querySelectorAll("#inbox tbody tr").length === left, before - 1);
    await page.waitForTimeout(300);
    assert.equal(await rows().count(), before - 1);
    await leading(page, () => page.locator("#item").getByRole("button", { name: "签收", exact: true }).dblclick());
    await page.waitForTimeout(500);
    assert.equal(await rows().count(), before - 2);
    // Who fills a form in presses nothing behind it.
    for (const key of ["r", "2", "s", "n", "g"]) await page.keyboard.press(key);
    await page.waitForTimeout(300);
    assert.equal(await rows().count(), before - 2);
    assert.equal(await page.locator("#item details[open] input:checked").count(), 1);
    await page.keyboard.press("Escape");
    const send = (init) =>
      page.evaluate((init) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "g", bubbles: true, ...init })), init);
    await send({ isComposing: true });
    await send({ repeat: true });
    await send({ ctrlKey: true });
    await page.locator("#filter-text").focus();
    await page.keyboard.press("g");
    await page.waitForTimeout(300);
    assert.equal(await rows().count(), before - 2);
    assert.equal(await page.locator("#filter-text").inputValue(), "g");
    assert.deepEqual(faults, []);
  });

  test("打开就算读过；按状态、体裁数得清；筛选存得下名字", async () => {
    const { page: other } = office.people.signer;
    await open(other, "/inbox");
    const unread = await other.locator(".unread").count();
    assert.ok(unread > 20, String(unread));
    await leading(other, () => rows(other).nth(1).locator("a[id]").click());
    await open(other, "/inbox");
    assert.equal(await other.locator(".unread").count(), unread - 1);
    await leading(other, () => other.getByRole("link", { name: "未读", exact: true }).click());
    assert.equal(await rows(other).count(), unread - 1);
    // What another has read is still new to this one; what an editor rewords is new again to who had read it.
    await open(page, "/inbox");
    const link = page.locator(".shortcuts a", { hasText: /^拟用/ });
    const [count] = (await link.innerText()).match(/\d+/);
    await leading(page, () => link.click());
    assert.equal(await rows().count(), Number(count));
    await leading(page, () => page.locator(".shortcuts .of-kind a", { hasText: "简讯" }).last().click());
    const briefs = await rows().count();
    await page.getByText("存为常用…").click();
    await page.getByLabel("名字", { exact: true }).fill("拟用的简讯");
    assert.deepEqual(await violations(page), []);
    assert.match(await press(page, "存为常用筛选"), /已存为常用筛选“拟用的简讯”/);
    await open(page, "/inbox");
    await leading(page, () => page.getByRole("link", { name: "拟用的简讯" }).click());
    assert.equal(await rows().count(), briefs);
    await page.getByText("存为常用…").click();
    assert.match(await press(page, "删去常用筛选拟用的简讯"), /已删去/);
    assert.equal(await page.getByRole("link", { name: "拟用的简讯" }).count(), 0);
    await page.keyboard.press("z");
    await page.getByRole("link", { name: "拟用的简讯" }).waitFor();
    assert.deepEqual(faults, []);
  });

  test("往回走，回到原来的筛选和打开的稿件", async () => {
    await open(page, "/inbox?state=shortlisted");
    const first = await rows().first().locator("a[id]").getAttribute("title");
    await leading(page, () => rows().first().locator("a[id]").click());
    await leading(page, () => page.keyboard.press("j"));
    assert.notEqual(await page.locator("#item h2").first().innerText(), first);
    await leading(page, () => page.goBack());
    await page.locator("#item h2", { hasText: first }).waitFor();
    await leading(page, () => page.goBack());
    assert.equal(await page.locator("#item").count(), 0);
    assert.equal(await page.locator("#filter-state").inputValue(), "shortlisted");
  });

  test("没有 JavaScript 也能全选、一起签收，退回以后是下一篇", async () => {
    const author = office.people.colleague.page;
    for (const number of [101, 102]) {
      await draftAndSend(author, { 标题: titleOf(number), 正文: "修复后可种小麦。", 署名: "（利用科/陈瑶）" }, /已报送/);
    }
    const cookies = await page.context().storageState();
    const desk = await openDesk(office.browser, office.address, { javaScript: false, storageState: cookies });
    await open(desk.page, "/inbox?state=submitted");
    await leading(desk.page, () => desk.page.getByRole("link", { name: "全选" }).click());
    assert.equal(await desk.page.locator("#inbox tbody input:checked").count(), await rows(desk.page).count());
    await open(desk.page, "/inbox?state=submitted");
    await leading(desk.page, () => rows(desk.page).first().locator("a[id]").click());
    const opened = await desk.page.locator("#item h2").first().innerText();
    await press(desk.page, "拟用");
    assert.notEqual(await desk.page.locator("#item h2").first().innerText(), opened);
    assert.equal(await scrollsSideways(desk.page), false);
    await desk.context.close();
  });
});
