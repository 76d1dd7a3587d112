// 批注和修改建议：选中一句话来说，看得到的人看到，一下采纳；写稿时放进正文。

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { awake, scrollsSideways, violations } from "./helpers/browser.js";
import { bodyText, fill, leading, open, press, pressFor, unfold } from "./helpers/forms.js";
import { draftAndSend, editorOf, sendBackToAuthor } from "./helpers/items.js";
import { keepLooks } from "./helpers/looks.js";
import { openOffice } from "./helpers/office.js";

const TEXT = {
  kind: "信息",
  标题: "耕地督察见实效",
  正文: "4月12日，利用科组织开展耕地保护督察。\n全市共排查图斑320个，整改到位298个。\n下一步将压实乡镇责任。",
  署名: "（利用科/陈瑶）",
};

/** Chooses words in the text as a mouse does, and lets the button go. */
const choose = (page, words) =>
  page.evaluate((words) => {
    const text = document.querySelector(".passages");
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(words);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      text.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
      return;
    }
    throw new Error(`“${words}”不在文字里`);
  }, words);

describe("批注和修改建议", () => {
  let office;
  let address;
  let author;
  let editor;

  before(async () => {
    office = await openOffice();
    author = office.people.colleague.page;
    editor = office.people.editor.page;
    address = await draftAndSend(author, TEXT, /已报送/);
    await open(editor, address);
    await pressFor(editor, "签收", /已签收/);
  });
  after(() => office?.close());

  test("选中一句话，就在那里写批注", async () => {
    const { faults } = office.people.editor;
    await open(editor, address);
    faults.length = 0;
    await choose(editor, "排查图斑320个");
    await editor.getByRole("button", { name: "批注", exact: true }).click();
    assert.equal(await editor.getByLabel("哪句话").inputValue(), "排查图斑320个");
    assert.equal(await editor.evaluate(() => document.activeElement.id), "comment-words");
    await editor.keyboard.type("@何立 这个数要核");
    await fill(editor.locator("#new-comment"), { 给谁看: "只在编辑部" });
    await pressFor(editor, "加上", /批注已加上，只有编辑部看得到/);
    const marked = editor.locator(".passages a.commented");
    assert.equal(await marked.innerText(), "排查图斑320个");
    await marked.click();
    assert.match(editor.url(), /#comment-\d+$/);
    assert.deepEqual(await violations(editor), []);
    assert.deepEqual(faults, []);
    // What stands twice is meant where it was chosen; a shortcut of Word's does the same.
    await choose(editor, "乡镇");
    await editor.keyboard.press("Control+Alt+m");
    await fill(editor.locator("#new-comment"), { 建议改为: "镇街", 给谁看: "单位和编辑部" });
    await pressFor(editor, "加上", /修改建议已加上，单位和编辑部都看得到/);
    await keepLooks(editor, "comments-item");
    await editor.setViewportSize({ width: 390, height: 800 });
    assert.equal(await scrollsSideways(editor), false);
    await editor.setViewportSize({ width: 1440, height: 900 });
  });

  test("请谁看，谁的首页上就有；作者看不到内部的话", async () => {
    const { page: clearer } = office.people.clearer;
    await open(clearer, "/");
    await leading(clearer, () => clearer.getByRole("link", { name: /批注里请您看/ }).click());
    assert.match(await clearer.locator("#comments").innerText(), /这个数要核/);
    await open(author, address);
    const said = await author.locator("#comments").innerText();
    assert.doesNotMatch(said, /这个数要核/);
    assert.match(said, /镇街/);
    const answering = await unfold(author, "答复");
    await fill(answering, { 答复: "同意改" });
    await pressFor(author, "答复", /答复已加上/, answering);
  });

  test("在来稿里也看得到、办得了，键盘不受影响", async () => {
    await open(editor, "/inbox");
    assert.match(await editor.locator(".comment-count").first().innerText(), /批/);
    const { pathname } = new URL(address, office.address);
    await open(editor, `/inbox?item=${pathname.split("/").at(-1)}`);
    await choose(editor, "督察");
    await editor.getByRole("button", { name: "批注", exact: true }).click();
    await editor.keyboard.type("srn");
    assert.equal(await editor.locator("#comment-words").inputValue(), "srn");
    assert.deepEqual(await violations(editor), []);
  });

  test("一下采纳，一下撤回", async () => {
    await open(editor, address);
    await pressFor(editor, "采纳", /已采纳修改建议1处/);
    assert.match(await editor.locator(".passages").innerText(), /压实镇街责任/);
    await pressFor(editor, "撤销", /已撤销，1处建议又等着决定/, editor.locator(".answer"));
    assert.match(await editor.locator(".passages").innerText(), /压实乡镇责任/);
  });

  test("退回的稿件，作者在写稿页上看批注，一按放进正文", async () => {
    await open(editor, address);
    await sendBackToAuthor(editor, { kind: "缺少数据或案例", words: "按批注改" });
    await open(author, `${address}/edit`);
    await editorOf(author).waitFor();
    await awake(author);
    await author.getByRole("button", { name: "放进正文" }).click();
    assert.match(await bodyText(author), /压实镇街责任/);
    assert.deepEqual(await violations(author), []);
    await keepLooks(author, "comments-writing");
    const answer = await press(author, "存草稿", author.locator("#writing > .toolbar"));
    assert.match(answer, /照改的建议1处记为已采纳/);
    assert.match(await author.locator("#comments").innerText(), /已办完的 1 条/);
  });
});
