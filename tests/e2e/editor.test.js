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

  test("写到哪里都看得见：光标不在工具条和按钮条下面", async () => {
    for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 700 }]) {
      await page.setViewportSize(size);
      await begin();
      for (let line = 0; line < 40; line += 1) {
        await page.keyboard.type(`第${line}行`);
        await page.keyboard.press("Enter");
      }
      const seen = () =>
        page.evaluate(() => {
          const { top, bottom } = getSelection().focusNode.parentElement.closest("p, .editor-text > *").getBoundingClientRect();
          const above = document.querySelector(".editor-bar").getBoundingClientRect().bottom;
          const below = document.querySelector(".writing-form > .toolbar").getBoundingClientRect().top;
          return top >= above - 1 && bottom <= below + 1;
        });
      await page.keyboard.type("最后一行");
      assert.ok(await seen(), `${size.width}: the last line`);
      for (let line = 0; line < 38; line += 1) await page.keyboard.press("ArrowUp");
      await page.keyboard.type("字");
      assert.ok(await seen(), `${size.width}: one of the first lines`);
      await giveUp();
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("标题里按回车是接着写正文，不是存", async () => {
    await begin();
    await page.getByLabel("标题", { exact: true }).fill("矿山巡查");
    await page.keyboard.press("Enter");
    await page.keyboard.type("近日");
    assert.equal(await bodyText(page), "近日");
    assert.match(page.url(), /\/items\/new/);
    // Nor is it in any other line of the form.
    const telephone = page.locator("#telephone");
    await telephone.evaluate((field) => (field.closest("details").open = true));
    await telephone.fill("0635-8000000");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(600);
    assert.match(page.url(), /\/items\/new/);
    assert.equal(await telephone.inputValue(), "0635-8000000");
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
