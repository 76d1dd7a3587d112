// The editor of the writing page: what is typed and pressed there is the text that is posted, whatever it is typed with.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { awake, scrollsSideways, violations } from "./helpers/browser.js";
import { bodyText, open, pressFor, typeInto } from "./helpers/forms.js";
import { editorOf, giveUpUnsaved, openEditor, write } from "./helpers/items.js";
import { openOffice } from "./helpers/office.js";

describe("编辑器", () => {
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

  test("键盘和按钮做的，就是存下的文字", async () => {
    await begin();
    await page.keyboard.type("甲乙丙");
    await page.keyboard.press("Enter");
    await page.keyboard.type("丁");
    assert.equal(await bodyText(page), "甲乙丙\n丁");
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Control+b");
    assert.equal(await bodyText(page), "甲**乙**丙\n丁");
    assert.equal(await button("加粗").getAttribute("aria-pressed"), "true");
    await page.keyboard.press("Control+End");
    await button("列表").first().click();
    assert.equal(await bodyText(page), "甲**乙**丙\n- 丁");
    await button("编号列表").click();
    assert.equal(await bodyText(page), "甲**乙**丙\n1. 丁");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    assert.equal(await bodyText(page), "甲**乙**丙\n丁");
    await button("引文").click();
    assert.equal(await bodyText(page), "甲**乙**丙\n> 丁");
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(faults, []);
    await giveUp();
  });

  test("小标题按编号自己认出来，一步撤得回", async () => {
    await begin();
    await page.keyboard.type("一、主要做法");
    await page.keyboard.press("Enter");
    await page.keyboard.type("（一）加强领导");
    await page.keyboard.press("Enter");
    await page.keyboard.type("一是成立专班。");
    await page.keyboard.press("Enter");
    await page.keyboard.type("一、这是一句话，不是标题。");
    await page.keyboard.press("Enter");
    assert.equal(await bodyText(page), "# 一、主要做法\n## （一）加强领导\n一是成立专班。\n一、这是一句话，不是标题。");
    await page.keyboard.press("Control+Home");
    await button("一级小标题").click();
    assert.match(await bodyText(page), /^一、主要做法\n##/);
    await page.keyboard.press("Control+Alt+2");
    assert.match(await bodyText(page), /^## 一、主要做法\n/);
    await giveUp();
  });

  test("行首打出的标记当场成形，空项回车就出来", async () => {
    await begin();
    await page.keyboard.type("- 甲");
    await page.keyboard.press("Enter");
    await page.keyboard.type("乙");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.type("3. 丙");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.type("# 题");
    await page.keyboard.press("Enter");
    await page.keyboard.type("文");
    assert.equal(await bodyText(page), "- 甲\n- 乙\n3. 丙\n# 题\n文");
    await giveUp();
  });

  test("表格：插入，跳格，加行加列，删", async () => {
    await begin();
    await page.keyboard.type("情况如下：");
    await button("插入表格").click();
    for (const cell of ["项目", "数量", "耕地"]) {
      await page.keyboard.type(cell);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("3|4");
    assert.equal(await bodyText(page), "情况如下：\n| 项目 | 数量 |\n| --- | --- |\n| 耕地 | 3｜4 |");
    await button("加列（在右边）").click();
    await button("加行（在下面）").click();
    assert.match(await bodyText(page), /\| 项目 \| 数量 \| {2}\|\n\| --- \| --- \| --- \|\n\| 耕地 \| 3｜4 \| {2}\|\n\| {2}\| {2}\| {2}\|$/);
    await button("删表").click();
    assert.equal(await bodyText(page), "情况如下：");
    await giveUp();
  });

  test("表格里用方向键走：一格一格，走出表格，不在格子之间写", async () => {
    await begin();
    await page.keyboard.type("表：");
    await button("插入表格").click();
    for (const cell of ["甲", "乙", "丙", "丁"]) {
      await page.keyboard.type(cell);
      if (cell !== "丁") await page.keyboard.press("Tab");
    }
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    // Out behind its last row, and back; up to the head; left over the row's beginning.
    await press("ArrowDown");
    await page.keyboard.type("后");
    await press("ArrowLeft", "ArrowUp", "ArrowUp", "End");
    await page.keyboard.type("1");
    assert.match(await bodyText(page), /^表：\n\| (甲1 \| 乙|甲 \| 乙1) \|\n\| --- \| --- \|\n\| 丙 \| 丁 \|\n\n后$/);
    await editor().locator("td").first().click();
    await press("Home", "ArrowLeft");
    await page.keyboard.type("2");
    await press("ArrowRight");
    await page.keyboard.type("3");
    await press("ArrowUp");
    await page.keyboard.type("4");
    assert.equal((await bodyText(page)).replace("1", ""), "表：\n| 4甲 | 乙2 |\n| --- | --- |\n| 3丙 | 丁 |\n\n后");
    await giveUp();
  });

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

  test("任何文字经过编辑器，意思不变", async () => {
    await begin();
    const changed = await page.evaluate(async () => {
      const core = await import(document.querySelector("script[data-bindings]").dataset.bindings);
      const { through } = await import(document.querySelector("textarea[data-editor]").dataset.editor);
      // Repeatable chance.
      let seed = 20240412;
      const below = (most) => {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        return Math.floor((seed / 2147483648) * most);
      };
      const signs = ["甲", "乙", "。", "，", "“", "”", "（", "*", "**", "|", "# ", "> ", "- ", "1. ", "2. ", "\n", "\n", "\n- ", "\n> ", "\n|", "|\n|-|\n|", "---", "一、", " ", "a"];
      const wrong = [];
      for (let round = 0; round < 2000; round += 1) {
        const text = Array.from({ length: below(30) }, () => signs[below(signs.length)]).join("");
        const plain = core.write_body(core.read_body(text));
        if (through(core, text) !== plain || through(core, plain) !== plain) wrong.push([text, plain, through(core, text)]);
      }
      return wrong.slice(0, 3);
    });
    assert.deepEqual(changed, []);
  });

  test("只看不改的文字，一个字符也不动", async () => {
    await begin();
    await write(page, { 标题: "空行多的一篇" });
    await page.locator("#body").evaluate((area) => {
      area.value = "甲\n\n\n*  乙\n\n　　丙";
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await pressFor(page, "存草稿", /已存草稿/, page.locator("#writing .toolbar"));
    await open(page, `${new URL(page.url()).pathname.replace(/\/edit$/, "")}/edit`);
    await awake(page);
    await editor().waitFor();
    await editor().focus();
    await page.getByLabel("标题", { exact: true }).focus();
    assert.equal(await bodyText(page), "甲\n\n\n*  乙\n\n　　丙");
    assert.deepEqual(await editor().locator("li").allInnerTexts(), ["乙"]);
    await giveUp();
  });

  test("输入法组字时不打断，上屏才算", async () => {
    await begin();
    await page.keyboard.type("巡查");
    await bodyText(page);
    const ime = await page.context().newCDPSession(page);
    for (const text of ["k", "ku", "kuang", "kuang s", "kuang shan"]) {
      await ime.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
      // Longer than the editor waits before it tells what was typed.
      await page.waitForTimeout(200);
      assert.equal(await page.locator("#body").inputValue(), "巡查");
      assert.equal(await editor().innerText(), `巡查${text}`);
    }
    await ime.send("Input.insertText", { text: "矿山" });
    assert.equal(await bodyText(page), "巡查矿山");
    assert.deepEqual(faults, []);
    await giveUp();
  });

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
    assert.ok(Date.now() - since < 5000);
    assert.match(await bodyText(page), /没有格子的一行$/);
    await giveUp();
    // What is no cells stays in the one in which one writes.
    await table("");
    await paste("<p>甲</p><table><tr><td>乙</td><td>丙</td></tr></table>", "甲\n乙\t丙");
    assert.equal(await bodyText(page), "| 甲 乙 丙 |  |\n| --- | --- |\n|  |  |");
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

  test("连不上服务器也贴得进来，说清楚", async () => {
    await begin();
    await page.route("**/pasted", (route) => route.abort());
    await paste("<p>甲</p><p>乙</p>", "甲\n乙");
    await answer().getByText("按纯文字贴入").waitFor();
    assert.equal(await bodyText(page), "甲\n乙");
    await page.unroute("**/pasted");
    await giveUp();
  });

  test("脚本没来就是原来的文本框，一样能写", async () => {
    await page.route(/\/assets\/editor-/, (route) => route.abort());
    await open(page, "/items/new");
    await awake(page);
    await page.locator("#body").fill("# 题\n文");
    assert.equal(await page.locator(".editor").count(), 0);
    await pressFor(page, "存草稿", /已存草稿/, page.locator("#writing .toolbar"));
    await page.unroute(/\/assets\/editor-/);
    await giveUp();
  });

  test("手机上工具条一行，不横着滚", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await begin();
    await typeInto(editor(), "手机上写的字。");
    assert.equal(await scrollsSideways(page), false);
    assert.ok((await page.locator(".editor-bar").boundingBox()).height < 60);
    assert.deepEqual(await violations(page), []);
    await page.setViewportSize({ width: 1280, height: 900 });
    await giveUp();
  });
});
