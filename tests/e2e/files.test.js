// Files become items: chosen or dropped, many at once or into the page on which somebody writes.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { scrollsSideways, violations } from "./helpers/browser.js";
import { bodyText, leading, open, pressFor, typeInto } from "./helpers/forms.js";
import { giveUpUnsaved, openEditor } from "./helpers/items.js";
import { keepLooks } from "./helpers/looks.js";
import { openOffice } from "./helpers/office.js";

const PIECE = `矿山巡查改用无人机
近日，地矿科用无人机巡查在册矿山12处。
一、主要做法
每周巡查一次。
（地矿科/周鹏）`;
const OTHER = `复垦项目通过验收
4月3日，城东复垦项目通过验收，新增耕地300亩。
（地矿科/周鹏）`;

const text = (name, words) => ({ name, mimeType: "text/plain", buffer: Buffer.from(words) });

describe("从文件起草", () => {
  let office;
  before(async () => (office = await openOffice()));
  after(() => office?.close());

  /** Files let go over the page, as somebody drags them from a folder. */
  const drop = (page, target, files) =>
    page.locator(target).evaluate((element, files) => {
      const dataTransfer = new DataTransfer();
      for (const [name, words] of files) dataTransfer.items.add(new File([words], name));
      for (const kind of ["dragenter", "dragover", "drop"]) {
        element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
      }
    }, files);

  test("我的稿件：放下几个文件，看过，一次存成草稿", async () => {
    const { page, faults } = office.people.contributor;
    await open(page, "/items");
    await leading(page, () => drop(page, "body", [["巡查.txt", PIECE], ["复垦.txt", OTHER]]));
    assert.match(await page.locator("main").getByRole("status").first().innerText(), /读出2篇，还没有存/);
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "found-in-files");
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await scrollsSideways(page), false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await pressFor(page, "存为草稿", /已存2篇草稿/);
    assert.equal(await page.getByRole("link", { name: /矿山巡查改用无人机/ }).count(), 1);
    assert.deepEqual(faults, []);
  });

  test("没有脚本也一样：选文件，看，报送", async () => {
    const { page } = office.people.contributor;
    const storageState = await page.context().storageState();
    const context = await office.browser.newContext({ javaScriptEnabled: false, storageState });
    const plain = await context.newPage();
    await plain.goto(new URL("/manuscripts", page.url()).href);
    await plain.getByLabel("文件").setInputFiles([text("甲.txt", OTHER)]);
    await plain.getByRole("button", { name: "看文件里的稿件" }).click();
    await plain.getByRole("button", { name: "报送", exact: true }).click();
    assert.match(await plain.locator("main, .answer").first().innerText(), /已报送1篇/);
    await context.close();
  });

  test("写稿页：放下一个文件，标题、正文、署名各归其位，撤销就回到原样；存下后原件在稿件里", async () => {
    const { page, faults } = office.people.contributor;
    const value = (label) => page.getByLabel(label, { exact: true }).inputValue();
    const answer = page.locator(".editor-answer");
    await openEditor(page);
    const before = await value("署名");
    assert.match(before, /^（.+\/.+）$/, "the page has filled the attribution in");
    await drop(page, ".editor-text", [["巡查.txt", PIECE]]);
    await answer.getByText("已整理").waitFor();
    assert.equal(await bodyText(page), "近日，地矿科用无人机巡查在册矿山12处。\n# 一、主要做法\n每周巡查一次。");
    assert.equal(await value("标题"), "矿山巡查改用无人机");
    assert.equal(await value("署名"), "（地矿科/周鹏）");
    await answer.getByRole("button", { name: "撤销" }).click();
    assert.equal(await bodyText(page), "");
    assert.deepEqual([await value("标题"), await value("署名")], ["", before]);
    assert.equal(await page.locator("[name=original]").inputValue(), "");
    // What waits a moment is not lost, and brings its file along.
    await drop(page, ".editor-text", [["巡查.txt", PIECE]]);
    await answer.getByText("已整理").waitFor();
    await pressFor(page, "存草稿", /已存草稿/, page.locator("#writing .toolbar"));
    await open(page, new URL(page.url()).pathname.replace(/\/edit$/, ""));
    const original = page.locator("#came-with").getByRole("link", { name: "巡查.txt" });
    const [download] = await Promise.all([page.waitForEvent("download"), original.click()]);
    assert.equal(download.suggestedFilename(), "巡查.txt");
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "item-with-original");
    assert.deepEqual(faults, []);
  });

  test("写稿页放下几个文件：问一声，一按各成一篇，写了一半的留存着", async () => {
    const { page, faults } = office.people.contributor;
    await openEditor(page);
    await page.keyboard.type("写了一半的一句。");
    await drop(page, ".editor-text", [["巡查.txt", PIECE], ["复垦.txt", OTHER]]);
    const answer = page.locator(".editor-answer");
    assert.match(await answer.innerText(), /一次取入一个文件。2 个文件可以各成一篇草稿/);
    await leading(page, () => answer.getByRole("button", { name: "各成一篇" }).click());
    assert.match(await page.locator("main").getByRole("status").first().innerText(), /读出2篇，还没有存/);
    await open(page, "/items");
    await page.locator(".unsaved").getByRole("link", { name: /写了一半的一句/ }).first().waitFor();
    await giveUpUnsaved(page);
    assert.deepEqual(faults, []);
  });

  test("写稿时就能加附件：选的、放下的都随稿件存下；移去的、太大的不算", async () => {
    const { page, faults } = office.people.contributor;
    const attaching = page.getByRole("region", { name: "附件" });
    const lines = () => attaching.locator("li .file-name").allInnerTexts();
    const list = (count) => page.waitForFunction((count) => document.querySelectorAll("[data-attach] li").length === count, count);
    await openEditor(page);
    await typeInto(page.locator(".editor-text"), "近日，地矿科巡查在册矿山12处，附台账。");
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), attaching.getByRole("button", { name: /添加附件/ }).click()]);
    await chooser.setFiles([text("台账.xlsx", "PK台账"), text("说明.txt", "怎样读这个台账")]);
    await list(2);
    // What is no text and no picture goes along, wherever it is let go, and the browser stays on the page.
    await drop(page, "main", [["通知.pdf", "%PDF-1.7"]]);
    await list(3);
    assert.deepEqual(await lines(), ["台账.xlsx", "说明.txt", "通知.pdf"]);
    await attaching.getByRole("button", { name: "移去“说明.txt”" }).click();
    await list(2);
    await page.evaluate(() => {
      const largest = Number(document.querySelector("[data-attach]").dataset.largest);
      const file = new File([new Uint8Array(largest + 1)], "录像.mp4");
      document.querySelector("[data-attach]").closest("form").dispatchEvent(new CustomEvent("attach", { detail: [file] }));
    });
    await attaching.getByText(/“录像.mp4”没有附上：文件太大，最多 \d+ MB/).waitFor();
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "attaching");
    // Left and come back to, they are still there.
    await page.locator(".kept").getByText(/已留存|留存/).first().waitFor();
    await page.waitForTimeout(1500);
    await page.reload();
    await list(2);
    assert.deepEqual(await lines(), ["台账.xlsx", "通知.pdf"]);
    await pressFor(page, "存草稿", /已存草稿.*添加附件“台账.xlsx”“通知.pdf”/, page.locator("#writing .toolbar"));
    assert.deepEqual(await lines(), ["台账.xlsx", "通知.pdf"]);
    await open(page, new URL(page.url()).pathname.replace(/\/edit$/, ""));
    const file = page.locator("#came-with").getByRole("link", { name: "通知.pdf" });
    const [download] = await Promise.all([page.waitForEvent("download"), file.click()]);
    assert.equal(download.suggestedFilename(), "通知.pdf");
    assert.equal(await page.locator("#came-with").getByRole("link").count(), 2);
    assert.deepEqual(faults, []);
  });

  test("附件还在传就按报送：说明白，传完自己报送；旧格式的文件说清怎么办", async () => {
    const { page } = office.people.contributor;
    await openEditor(page);
    await drop(page, ".editor-text", [["旧稿.doc", "\u00d0\u00cf\u0011\u00e0"]]);
    await page.waitForFunction(() => !/正在读|^$/.test(document.querySelector(".editor-answer").innerText));
    const told = await page.locator(".editor-answer").innerText();
    assert.doesNotMatch(told, /[{}]|日期、编号/);
    await page.getByLabel("标题", { exact: true }).fill("矿山巡查又有新办法");
    await typeInto(page.locator(".editor-text"), "近日，地矿科巡查在册矿山12处，附台账。");
    let go;
    const held = new Promise((resolve) => (go = resolve));
    await page.route("**/attachments/handed-in", async (route) => {
      await held;
      await route.continue();
    });
    await drop(page, "main", [["台账.xlsx", "PK台账"]]);
    await page.getByText("正在传“台账.xlsx”").waitFor();
    await page.locator("#writing .toolbar").getByRole("button", { name: "报送" }).click();
    await page.locator(".kept").getByText("附件还在传，传完就办").waitFor();
    await leading(page, async () => go());
    assert.match(await page.locator("main").innerText(), /已报送/);
    await page.unroute("**/attachments/handed-in");
  });

  test("放进写了一半的稿件：字不丢，标题栏不动；读不了的文件说清楚", async () => {
    const { page } = office.people.contributor;
    const answer = page.locator(".editor-answer");
    await openEditor(page);
    await page.getByLabel("标题", { exact: true }).fill("原来的题目");
    await typeInto(page.locator(".editor-text"), "原来的文字。");
    // What is no text goes along as it is, and that is said.
    await drop(page, ".editor-text", [["台账.xlsx", "PK台账"]]);
    assert.match(await answer.innerText(), /“台账.xlsx”不是文字[^]*当作附件/);
    await drop(page, ".editor-text", [["坏.docx", "PK\u0003\u0004not a document"]]);
    await answer.getByText("坏.docx").waitFor();
    assert.equal(await bodyText(page), "原来的文字。");
    await drop(page, ".editor-text", [["复垦.txt", OTHER]]);
    await page.waitForFunction(() => document.querySelector(".editor-text").innerText.includes("新增耕地"));
    const words = await bodyText(page);
    for (const part of ["原来的文字。", "复垦项目通过验收", "新增耕地300亩", "（地矿科/周鹏）"]) assert.ok(words.includes(part), `${part}: ${words}`);
    assert.match(words, /^原来的文字。\n/, "and nothing is joined to it");
    assert.equal(await page.getByLabel("标题", { exact: true }).inputValue(), "原来的题目");
  });
});
