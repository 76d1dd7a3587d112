// What is pasted into the editor: from Word, pages, PDFs and sheets, into an empty text and into another.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { violations } from "./helpers/browser.js";
import { bodyText, leading, open, pressFor, typeInto } from "./helpers/forms.js";
import { editorOf, giveUpUnsaved, openEditor } from "./helpers/items.js";
import { openOffice } from "./helpers/office.js";

describe("粘贴", () => {
  let office;
  let page;
  let faults;

  before(async () => {
    office = await openOffice();
    ({ page, faults } = office.people.contributor);
  });
  after(() => office?.close());

  const editor = (of = page) => editorOf(of);
  const button = (name) => page.getByRole("toolbar", { name: "文字格式" }).getByRole("button", { name });

  async function begin(address = "/items/new") {
    await openEditor(page, address);
    faults.length = 0;
  }

  const giveUp = () => giveUpUnsaved(page);

  /** As a browser pastes what another program has put on the clipboard. */
  const paste = (html, text) =>
    editor().evaluate(
      (element, [html, text]) => {
        const clipboardData = new DataTransfer();
        if (html) clipboardData.setData("text/html", html);
        clipboardData.setData("text/plain", text);
        element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      },
      [html, text],
    );
  const answer = () => page.locator(".editor-answer");
  const value = (label) => page.getByLabel(label, { exact: true }).inputValue();

  const FROM_WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head>
<body lang=ZH-CN><!--StartFragment-->
<p class=MsoTitle align=center style='text-align:center'><b><span style='font-size:22.0pt;font-family:方正小标宋简体'>矿山巡查​改用无人机<o:p></o:p></span></b></p>
<p class=MsoNormal style='text-indent:32.0pt'><span style='font-family:仿宋_GB2312'>近日，地矿科用无人机巡查在册矿山，一天飞完
过去一周的路。</span></p>
<p class=MsoNormal><b><span>一、主要做法</span></b></p>
<p class=MsoNormal><b>一是建机制。</b>每周巡查一次。</p>
<table border=1><tr><td><p>矿山</p></td><td><p>处数</p></td></tr><tr><td><p>露天</p></td><td><p>12</p></td></tr></table>
<p class=MsoNormal align=right>（地矿科/周鹏）</p>
<!--EndFragment--></body></html>`;

  test("贴入的一行不变成别的：看到的就是存下的", async () => {
    await begin();
    await typeInto(editor(), "已有文字。");
    await page.keyboard.press("Enter");
    await paste(null, "- 1 -\n# 井号\n> 大于\n---");
    await page.waitForFunction(() => !document.querySelector(".editor-answer").innerText.includes("正在整理"));
    const shown = await editor().evaluate((element) => [...element.children].map((child) => `${child.localName} ${child.innerText.trim()}`));
    const text = await bodyText(page);
    await pressFor(page, "存草稿", /已存草稿/, page.locator("#writing .toolbar"));
    await page.locator(".editor[data-ready]").waitFor();
    const again = await editor().evaluate((element) => [...element.children].map((child) => `${child.localName} ${child.innerText.trim()}`));
    const wide = (lines) => lines.filter((line) => line !== "p ").map((line) => line.replace(/－/g, "-").replace(/＃/g, "#").replace(/＞/g, ">"));
    assert.deepEqual(wide(again), wide(shown), text);
    assert.equal(await bodyText(page), text);
  });

  test("粘贴：整篇的联系人进报送信息，一部分的一行不少；没有放进正文的说清是哪些", async () => {
    const CONTACT = "联系人：张三　电话：0635-8000000";
    await begin();
    await paste(`<p>近日，地矿科巡查在册矿山。</p><p>${CONTACT}</p>`, `近日，地矿科巡查在册矿山。\n${CONTACT}`);
    await answer().getByText("已整理").waitFor();
    assert.match(await answer().innerText(), /没有放进正文：联系人：张三/);
    assert.equal(await bodyText(page), "近日，地矿科巡查在册矿山。");
    assert.deepEqual(
      [await page.locator("#drafter").inputValue(), await page.locator("#telephone").inputValue()],
      ["张三", "0635-8000000"],
    );
    await giveUp();
    await begin();
    await typeInto(editor(), "写了一半的文字。");
    await page.keyboard.press("Enter");
    await paste(`<p>补充一段。</p><p>${CONTACT}</p>`, `补充一段。\n${CONTACT}`);
    await page.waitForFunction(() => !document.querySelector(".editor-answer").innerText.includes("正在整理"));
    assert.equal(await bodyText(page), `写了一半的文字。\n补充一段。\n${CONTACT}`);
    await giveUp();
    // A brief as it is copied from WeChat: one paragraph, and its attribution.
    await begin();
    await paste("", "4月1日，城东复垦项目通过验收，新增耕地300亩。（地矿科/周鹏）");
    await answer().getByText("已整理").waitFor();
    assert.equal(await bodyText(page), "4月1日，城东复垦项目通过验收，新增耕地300亩。");
    assert.equal(await value("署名"), "（地矿科/周鹏）");
    assert.deepEqual(faults, []);
    await giveUp();
  });

  test("格子贴进表格，各归其位：表放得下就填，放不下就长；第一行总是表头", async () => {
    const table = async (words) => {
      await begin();
      await button("插入表格").click();
      await page.keyboard.type(words);
    };
    const EXCEL = `<html><head><style>td{mso-number-format:General}</style></head><body><table border=0>
<!--StartFragment--><col width=72><tr height=19><td>城东</td><td align=right>12</td></tr>
<tr><td>城西<br>新区</td><td align=right>8</td></tr><!--EndFragment--></table></body></html>`;
    // In the second row's first cell; the table has two rows.
    await table("单位");
    await page.keyboard.press("Tab");
    await page.keyboard.type("篇数");
    await page.keyboard.press("Tab");
    await paste(EXCEL, "城东\t12\n城西\n新区\t8\n");
    assert.equal(await bodyText(page), "| 单位 | 篇数 |\n| --- | --- |\n| 城东 | 12 |\n| 城西 新区 | 8 |");
    assert.match(await answer().innerText(), /已贴入 2 行 2 列/);
    await page.keyboard.press("Control+z");
    assert.equal(await bodyText(page), "| 单位 | 篇数 |\n| --- | --- |\n|  |  |");
    await giveUp();
    // Plain lines, over the head: it stays one, and columns grow.
    await table("");
    await paste(null, '单位\t1月\t"2\n月"\r\n城东\t3\t"甲""乙"""\r\n');
    assert.equal(await bodyText(page), '| 单位 | 1月 | 2 月 |\n| --- | --- | --- |\n| 城东 | 3 | 甲"乙" |');
    assert.equal(await page.locator(".editor-text th").count(), 3);
    // Whoever types on does not type over them.
    await page.keyboard.type("丙");
    assert.match(await bodyText(page), /甲"乙"丙 \|$/);
    await page.keyboard.press("Control+z");
    // The head taken away, the next row is.
    await page.locator(".editor-text th").first().click();
    await button("删行").click();
    assert.equal(await bodyText(page), '| 城东 | 3 | 甲"乙" |\n| --- | --- | --- |');
    assert.equal(await page.locator(".editor-text th").count(), 3);
    await giveUp();
    // What was merged is said in each cell, and that it was.
    await table("");
    await paste("<table><tr><td colspan=2>合计</td><td rowspan=2>20</td></tr><tr><td>甲</td><td>乙</td></tr></table>", "合计\t20");
    assert.equal(await bodyText(page), "| 合计 | 合计 | 20 |\n| --- | --- | --- |\n| 甲 | 乙 | 20 |");
    assert.match(await answer().innerText(), /合并过的格子拆开了/);
    await giveUp();
    // Without a table around it is one, and taken back with one key, whatever went elsewhere.
    await begin();
    await paste(null, "单位\t数量\n\t8\n");
    await answer().getByText("已整理").waitFor();
    assert.equal(await bodyText(page), "| 单位 | 数量 |\n| --- | --- |\n|  | 8 |");
    await giveUp();
    // Rows among other lines are none, however many there are, and nobody waits for that to be seen.
    await begin();
    const rows = Array.from({ length: 60 }, (_, number) => `甲\t${number}\t乙\t丙\t丁\t戊`).join("\n");
    const since = Date.now();
    await paste(null, `${rows}\n没有格子的一行`);
    await page.waitForFunction(() => !document.querySelector(".editor-answer").innerText.includes("正在整理"));
    assert.ok(Date.now() - since < 12_000);
    assert.match(await bodyText(page), /没有格子的一行$/);
    await giveUp();
    // What is no cells stays in the one in which one writes.
    await table("");
    await paste("<p>甲</p><table><tr><td>乙</td><td>丙</td></tr></table>", "甲\n乙\t丙");
    assert.equal(await bodyText(page), "| 甲 乙 丙 |  |\n| --- | --- |\n|  |  |");
    await giveUp();
    // A text that was meant to stand below the table gets there with one press, and is tidied there.
    await table("单位");
    await paste("<p>一、主要做法</p><p>每周巡查一次。</p>", "一、主要做法\n每周巡查一次。");
    assert.equal(await bodyText(page), "| 单位一、主要做法 每周巡查一次。 |  |\n| --- | --- |\n|  |  |");
    await answer().getByRole("button", { name: "改放到表格下面" }).click();
    await answer().getByText("已整理").waitFor();
    assert.equal(await bodyText(page), "| 单位 |  |\n| --- | --- |\n|  |  |\n\n# 一、主要做法\n每周巡查一次。");
    await giveUp();
    assert.deepEqual(faults, []);
  });

  test("从 Word 粘贴：题目、小标题、表格、署名各归各处，一键撤回", async () => {
    await begin();
    const filled = await value("署名");
    await paste(FROM_WORD, "矿山巡查改用无人机");
    await answer().getByText("已整理").waitFor();
    assert.equal(
      await answer().innerText(),
      "已整理：标题、1 个小标题、1 个表格、署名、去掉 1 个隐藏字符。 撤销",
    );
    assert.equal(
      await bodyText(page),
      "近日，地矿科用无人机巡查在册矿山，一天飞完过去一周的路。\n# 一、主要做法\n**一是建机制。**每周巡查一次。\n" +
        "| 矿山 | 处数 |\n| --- | --- |\n| 露天 | 12 |",
    );
    assert.equal(await value("标题"), "矿山巡查改用无人机");
    assert.equal(await value("署名"), "（地矿科/周鹏）");
    assert.deepEqual(await violations(page), []);
    await answer().getByRole("button", { name: "撤销" }).click();
    assert.equal(await bodyText(page), "");
    assert.deepEqual([await value("标题"), await value("署名")], ["", filled]);
    await giveUp();
    // The same by the key that takes back.
    await begin();
    await paste(FROM_WORD, "矿山巡查改用无人机");
    await answer().getByText("已整理").waitFor();
    await editor().focus();
    await page.keyboard.press("Control+z");
    assert.equal(await bodyText(page), "");
    assert.deepEqual([await value("标题"), await value("署名")], ["", filled]);
    await giveUp();
  });

  test("从 PDF 粘贴：断行接起来，页码去掉，题目并成一行", async () => {
    await begin();
    const lines = [
      "全市矿山生态修复工作取得",
      "阶段性成效",
      "近日，地矿科组织召开全市矿山生态修复工作推进会，通报",
      "今年以来的进展情况，分析存在的困难和问题，并对下一步重点",
      "工作作出安排。",
      "— 1 —",
      "各县区分局主要负责同志亲自抓，班子成员包保到矿，做到一矿",
      "一策、一矿一档。",
    ];
    await paste("", lines.join("\n"));
    await answer().getByText("已整理").waitFor();
    assert.match(await answer().innerText(), /接起 4 处断行、去掉 1 个页码/);
    assert.equal(await value("标题"), "全市矿山生态修复工作取得阶段性成效");
    assert.equal(await bodyText(page), `${lines.slice(2, 5).join("")}\n${lines.slice(6).join("")}`);
    await answer().getByRole("button", { name: "撤销" }).click();
    assert.equal(await value("标题"), "");
    await giveUp();
  });

  test("粘贴是一步：盖住选中的，撤销一次就是原样，重做连标题一起回来", async () => {
    const tidied = () => page.waitForFunction(() => !/正在整理/.test(document.querySelector(".editor-answer").innerText));
    await begin();
    await typeInto(editor(), "前边要换掉的后边。");
    await bodyText(page);
    await page.waitForTimeout(300);
    await page.keyboard.press("Home");
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
    for (let step = 0; step < 2; step += 1) await page.keyboard.press("Shift+ArrowRight");
    await paste("", "新一\n新二");
    await tidied();
    assert.equal(await bodyText(page), "前边要新一\n新二的后边。");
    await page.keyboard.press("Control+z");
    assert.equal(await bodyText(page), "前边要换掉的后边。");
    await page.keyboard.press("Control+y");
    assert.equal(await bodyText(page), "前边要新一\n新二的后边。");
    await giveUp();
    // Of a whole text, with what went to its fields; and once taken back it does not come again.
    await begin();
    await paste(FROM_WORD, "矿山巡查改用无人机\n近日，地矿科用无人机巡查在册矿山。");
    await answer().getByText("已整理").waitFor();
    const text = await bodyText(page);
    await page.keyboard.press("Control+z");
    assert.deepEqual([await bodyText(page), await value("标题")], ["", ""]);
    await page.keyboard.press("Control+z");
    assert.equal(await bodyText(page), "");
    await page.keyboard.press("Control+y");
    assert.deepEqual([await bodyText(page), await value("标题")], [text, "矿山巡查改用无人机"]);
    await page.keyboard.press("Control+z");
    assert.deepEqual([await bodyText(page), await value("标题")], ["", ""]);
    await giveUp();
    // A part of a text stays in its order, whatever its lines say.
    await begin();
    await typeInto(editor(), "写了一半。");
    await page.keyboard.press("Enter");
    const part = "近日，召开会议。\n联系人：张三\n（地矿科/周鹏）";
    await paste("", part);
    await tidied();
    assert.equal(await bodyText(page), `写了一半。\n${part}`);
    // A list that is pasted into an item is items of its list; a mark typed in one makes it one of that kind.
    await giveUp();
    await begin();
    await page.keyboard.type("1. 甲");
    await page.keyboard.press("Enter");
    await paste("<ul><li>乙</li><li>丙</li></ul>", "乙\n丙");
    await tidied();
    assert.equal(await bodyText(page), "1. 甲\n2. 乙\n3. 丙");
    await page.keyboard.press("Enter");
    await page.keyboard.type("- 丁");
    assert.equal(await bodyText(page), "1. 甲\n2. 乙\n3. 丙\n- 丁");
    assert.equal(await page.locator(".editor-text li li").count(), 0);
    await giveUp();
  });

  test("还在整理就按存草稿：等好了自己存", async () => {
    await begin();
    await page.route("**/pasted*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await paste(FROM_WORD, "矿山巡查改用无人机\n近日，地矿科用无人机巡查在册矿山。");
    await leading(page, () => page.locator("#writing .toolbar").getByRole("button", { name: "存草稿" }).click());
    await page.unroute("**/pasted*");
    assert.equal(await value("标题"), "矿山巡查改用无人机");
    assert.match(await page.locator("#body").inputValue(), /^近日，地矿科用无人机/);
  });

  test("粘进写了一半的稿件，标题栏不动，文字一样不少", async () => {
    await begin();
    await page.getByLabel("标题", { exact: true }).fill("原来的题目");
    await typeInto(editor(), "原来的文字。");
    await paste(null, "另一篇的题目\n近日，召开会议。\n（地矿科/周鹏）");
    await page.waitForFunction(() => document.querySelector(".editor-text").innerText.includes("召开会议"));
    assert.equal(await bodyText(page), "原来的文字。另一篇的题目\n近日，召开会议。\n（地矿科/周鹏）");
    assert.equal(await value("标题"), "原来的题目");
    await giveUp();
  });

  test("贴进几篇，可以分成几篇看过再收", async () => {
    await begin("/items/new?kind=brief");
    const briefs = ["地矿科完成在册矿山第三季度巡查，发现问题当场交办。（地矿科/周鹏）", "测绘科为城东街道补测十二处界址点，一天内交付成果。（测绘科/李明）"];
    await paste("", briefs.map((brief) => `▲${brief}`).join("\n"));
    await answer().getByText("里面像有 2 篇，现在放在一篇里").waitFor();
    assert.deepEqual(await answer().getByRole("button").allInnerTexts(), ["分成 2 篇", "撤销"]);
    await leading(page, () => answer().getByRole("button", { name: "分成 2 篇" }).click());
    const seen = await page.locator("main").innerText();
    assert.match(seen, /从文件起草/);
    assert.match(seen, /在册矿山第三季度巡查/);
    assert.match(seen, /补测十二处界址点/);
    assert.equal(await page.getByRole("heading", { level: 3 }).count(), 2);
    // Nothing of it is left behind as unsaved.
    await open(page, "/");
    assert.deepEqual(await page.locator(".unsaved .row").allInnerTexts(), []);
    assert.deepEqual(faults, []);
  });

  test("连不上服务器也贴得进来，说清楚", async () => {
    await begin();
    await page.route("**/pasted", (route) => route.abort());
    await paste("<p>甲</p><p>乙</p>", "甲\n乙");
    await answer().getByText("按纯文字贴入").waitFor();
    assert.equal(await bodyText(page), "甲\n乙");
    await page.unroute("**/pasted");
    await giveUp();
  });
});
