// Clearing, reviewing and arranging many: one key each, a range at once. Acts and page loads are counted.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { awake, openDesk, violations } from "./helpers/browser.js";
import { counting } from "./helpers/counting.js";
import { leading, open, press, pressFor } from "./helpers/forms.js";
import { makeIssue } from "./helpers/issues.js";
import { sendMany, write } from "./helpers/items.js";
import { keepLooks } from "./helpers/looks.js";
import { openOffice } from "./helpers/office.js";

const ARTICLES = 11;
const BRIEFS = 35;
// No two of them are alike.
const WORDS = "春夏秋冬东南西北山川河湖林田草沙金木水火土风云雷电日月星辰稻麦豆粟桃李杏梅兰竹菊松柏杨柳桐";
const oneOf = (place) => Array.from({ length: 12 }, (_, step) => WORDS[(place * 7 + step * (place + 3)) % WORDS.length]).join("");

describe("审查和编排很多篇", () => {
  let office;
  let page;

  before(async () => {
    office = await openOffice();
    ({ page } = office.people.editor);
    const articles = Array.from({ length: ARTICLES }, (_, place) => ({
      kind: "信息",
      title: `${oneOf(place)}的做法`,
      body: `${oneOf(place + 100)}办成了一件实事。`,
      attribution_line: "（利用科/陈瑶）",
    }));
    const briefs = Array.from({ length: BRIEFS }, (_, place) => ({
      kind: "简讯",
      body: `11月${(place % 28) + 1}日，利用科${oneOf(place + 20)}完工。`,
      attribution_line: "（利用科/陈瑶）",
    }));
    await sendMany(office.people.colleague.page, [...articles, ...briefs]);
    await open(page, "/inbox");
    await page.keyboard.press("a");
    await pressFor(page, "拟用所选", /46篇（则）已签收，列入拟用/);
  });
  after(() => office?.close());

  test("8篇信息、20则简讯编入一期，七下以内", async () => {
    const { page: desk, faults } = office.people.editor;
    const issue = await makeIssue(desk);
    await open(desk, `${issue.address}/desk`);
    await awake(desk);
    faults.length = 0;
    const counts = counting(desk);
    const group = (name) => desk.locator(".pool-group", { hasText: name });
    const box = (name, place) => group(name).locator("input[type=checkbox]").nth(place);
    await counts.click(box("信息 11篇", 0));
    await counts.click(box("信息 11篇", 7), { modifiers: ["Shift"] });
    await counts.click(box("简讯 35则", 0));
    await counts.click(box("简讯 35则", 19), { modifiers: ["Shift"] });
    assert.equal(await desk.locator("#shortlist output").innerText(), "已选 28 篇（则）");
    assert.deepEqual(await violations(desk), []);
    await counts.click(desk.getByRole("button", { name: "编入选中的" }));
    await desk.locator(".answer", { hasText: "已编入信息8篇、简讯20则" }).waitFor();
    assert.ok(counts.acts <= 7, `${counts.acts} 下`);
    assert.equal(counts.loads, 0);
    assert.equal(await desk.locator("#sections .board-item").count(), 28);
    await desk.locator("#board-answer").getByRole("button", { name: "撤销" }).click();
    await desk.locator(".answer", { hasText: "已移出信息8篇、简讯20则" }).waitFor();
    await desk.locator("#board-answer").getByRole("button", { name: "撤销" }).click();
    await desk.locator(".answer", { hasText: "已编入信息8篇、简讯20则" }).waitFor();
    assert.equal(await desk.locator("#sections .board-item").count(), 28);
    // What all of them lack is one line.
    await desk.locator("#warnings summary", { hasText: "28篇（则）没有通过保密审查" }).waitFor();
    await keepLooks(desk, "board-many");
    // The pool by unit, and by who has waited longest.
    await leading(desk, () => desk.getByRole("link", { name: "按单位" }).click());
    assert.match(await desk.locator(".pool-group h3").first().innerText(), /^利用科 18/);
    assert.deepEqual(faults, []);
  });

  test("28篇保密审查，一篇一键，按本期的次序", async () => {
    const { page: clearer, faults } = office.people.clearer;
    await open(clearer, "/clearance");
    const order = await clearer.locator(".queue .row a[id]").allInnerTexts();
    assert.ok(order.slice(0, 8).every((title) => title.includes("的做法")), "信息在前，是本期的次序");
    faults.length = 0;
    const counts = counting(clearer);
    const seen = new Set();
    for (let place = 0; place < 28; place += 1) {
      seen.add(await clearer.locator("#item h2").first().innerText());
      await leading(clearer, () => counts.key("p"));
      await clearer.locator(".answer", { hasText: "保密审查通过" }).waitFor();
    }
    assert.deepEqual([counts.acts, counts.loads, seen.size], [28, 0, 28]);
    await keepLooks(clearer, "queue-clearance");
    assert.deepEqual(await violations(clearer), []);
    assert.deepEqual(faults, []);
  });

  test("涉密的字样、坐标先标出来；上次审查以后改了什么看得见", async () => {
    const { page: clearer } = office.people.clearer;
    const title = "矿界核查的经过";
    const body = "拐点坐标为115.98765，36.45678。成果密级另定。";
    await sendMany(office.people.colleague.page, [{ kind: "信息", title, body, attribution_line: "（利用科/陈瑶）" }]);
    await open(page, "/inbox?state=submitted");
    await leading(page, () => page.locator("#inbox tr", { hasText: title }).locator("a[id]").click());
    await pressFor(page, "拟用", /列入拟用/);
    await open(clearer, "/clearance");
    await leading(clearer, () => clearer.locator(".queue .row a[id]", { hasText: title }).click());
    assert.deepEqual(await clearer.locator("#item .prose mark").allInnerTexts(), ["115.98765", "36.45678", "密级"]);
    assert.match(await clearer.locator(".delicate").innerText(), /36\.45678 坐标[^]*密级 涉密字样/);
    await clearer.keyboard.press("r");
    await clearer.keyboard.insertText("坐标不能登");
    await leading(clearer, () => clearer.getByRole("button", { name: "保密审查不通过", exact: true }).click());
    await clearer.locator(".answer", { hasText: "不通过" }).waitFor();
    // It comes back when its text has changed, with what has.
    await open(page, `/search?q=${encodeURIComponent(title)}`);
    await leading(page, () => page.getByRole("link", { name: title }).first().click());
    await leading(page, () => page.getByRole("link", { name: "修改文字" }).click());
    await write(page, { 正文: "拐点坐标从略。成果密级另定。" });
    await press(page, "保存");
    await open(clearer, "/clearance");
    await leading(clearer, () => clearer.locator(".queue .row a[id]", { hasText: title }).click());
    assert.match(await clearer.locator(".changed").innerText(), /上次保密审查以来改了什么/);
    assert.match(await clearer.locator(".changed del").first().innerText(), /115\.98765/);
    await keepLooks(clearer, "queue-changed");
  });

  test("签发两下；读者三下找到刊出的一篇，落在那一期的那一处", async () => {
    const { checker, signer, reader } = office.people;
    await open(page, "/issues/desk");
    const desk = await page.locator("main a[href$='/desk']").last().getAttribute("href");
    await open(page, desk);
    await pressFor(page, "送审", /已送审/);
    for (const [who, button] of [
      [checker, "签字（核稿）"],
      [signer, "签字（签发）"],
    ]) {
      await open(who.page, "/");
      const counts = counting(who.page);
      await leading(who.page, () => counts.click(who.page.locator("main a", { hasText: /签/ }).first()));
      await counts.click(who.page.getByRole("button", { name: button, exact: true }));
      await who.page.locator(".answer-done").waitFor();
      assert.equal(counts.acts, 2);
    }
    await pressFor(signer.page, "印发第1期", /已印发/);
    const words = oneOf(20).slice(2, 8);
    await open(reader.page, "/");
    const counts = counting(reader.page);
    const field = reader.page.getByRole("searchbox", { name: "搜索" });
    counts.acts += 1;
    await field.fill(words);
    await leading(reader.page, () => counts.key("Enter"));
    assert.deepEqual(await reader.page.locator(".hits .row-title mark").allInnerTexts(), [words]);
    assert.deepEqual(await violations(reader.page), []);
    await keepLooks(reader.page, "search-reader");
    await leading(reader.page, () => counts.click(reader.page.locator(".hits .row-title a").first()));
    assert.equal(counts.acts, 3);
    const { pathname, hash } = new URL(reader.page.url());
    assert.match(pathname, /^\/issues\/\d+$/);
    assert.match(await reader.page.locator(hash).innerText(), new RegExp(words));
    assert.deepEqual(reader.faults, []);
  });

  test("57个账号：一张表，四下；各人用一次性链接设自己的密码", async () => {
    const { page: desk, faults } = office.people.administrator;
    await open(desk, "/admin/people/sheet");
    faults.length = 0;
    const rows = Array.from({ length: 57 }, (_, place) => `信息员${place + 1}号,利用科,信息员,xin${place + 1}`);
    const counts = counting(desk);
    counts.acts += 1;
    const buffer = Buffer.from(["姓名,单位,角色,账号", ...rows].join("\n"));
    await desk.getByLabel("表格文件").setInputFiles({ name: "人员.csv", mimeType: "text/csv", buffer });
    await leading(desk, () => counts.click(desk.getByRole("button", { name: "预览", exact: true })));
    await desk.getByText("57人都可以添加，还没有添加").waitFor();
    assert.deepEqual(await violations(desk), []);
    await keepLooks(desk, "people-sheet");
    await leading(desk, () => counts.click(desk.getByRole("button", { name: "添加57人" })));
    await desk.locator(".answer-done", { hasText: "已添加57人" }).waitFor();
    await leading(desk, () => counts.click(desk.getByRole("button", { name: /生成链接/ })));
    assert.equal(counts.acts, 4);
    const row = desk.locator("tbody tr", { hasText: "信息员7号" });
    const link = await row.locator("code").innerText();
    assert.ok(link.startsWith(office.address.replace(/\/$/, "")), link);
    assert.deepEqual(await violations(desk), []);
    await keepLooks(desk, "people-links");
    // Links that were lost are made anew for all of them at once.
    await open(desk, "/admin/people");
    await desk.getByText("有57人的一次性链接还在等本人用").click();
    await leading(desk, () => desk.getByRole("button", { name: /给这57人重新生成/ }).click());
    assert.equal(await desk.locator("tbody tr").count(), 57);
    const again = await row.locator("code").innerText();
    assert.notEqual(again, link);
    const newcomer = await openDesk(office.browser, office.address);
    await newcomer.page.goto(again);
    assert.deepEqual(await violations(newcomer.page), []);
    await keepLooks(newcomer.page, "welcome");
    await newcomer.page.getByLabel("密码", { exact: true }).fill("三只羊过河去吃草");
    await newcomer.page.getByLabel("再输一遍").fill("三只羊过河去吃草");
    await leading(newcomer.page, () => newcomer.page.getByRole("button", { name: "设好并登录" }).click());
    await newcomer.page.locator(".answer-done", { hasText: "密码已设好" }).waitFor();
    await newcomer.context.close();
    assert.deepEqual(faults, []);
  });

  test("没有 JavaScript，审完一篇是下一篇", async () => {
    const storageState = await office.people.clearer.page.context().storageState();
    const desk = await openDesk(office.browser, office.address, { javaScript: false, storageState });
    await open(desk.page, "/clearance");
    const first = await desk.page.locator("#item h2").first().innerText();
    assert.match(await press(desk.page, "保密审查通过"), /通过/);
    assert.notEqual(await desk.page.locator("#item h2").first().innerText(), first);
    await desk.context.close();
  });
});
