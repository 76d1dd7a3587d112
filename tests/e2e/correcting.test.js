// A correction on its way: proposed by an editor, cleared, signed step by step, and only then what readers see.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";

import { scrollsSideways, violations } from "./helpers/browser.js";
import { fill, follow, open, pressFor, unfold } from "./helpers/forms.js";
import { makeIssue, placeAll } from "./helpers/issues.js";
import { clear, draftAndSend, withChosen } from "./helpers/items.js";
import { openOffice } from "./helpers/office.js";
import { download, textOf } from "./helpers/pdf.js";

const pictures = process.env.JIANBAO_SCREENSHOTS;
const TITLE = "三处矿坑复垦通过验收";
const WRONG = "三处矿坑复垦于4月21日通过验收，可种小麦。";
const RIGHT = "三处矿坑复垦于4月12日通过验收，可种小麦。";
const NOTICE = "验收日期应为4月12日。";

test("更正要经保密审查和逐步签字才生效，读者看到说明", async (context) => {
  const office = await openOffice();
  const { colleague, editor, clearer, checker, signer, reader } = office.people;
  let issue;
  let sheet;
  try {
    await context.test("印发一期", async () => {
      await draftAndSend(colleague.page, { 标题: TITLE, 正文: WRONG, 署名: "（利用科/陈瑶）" }, /等待办公室签收/);
      await open(editor.page, "/inbox");
      await withChosen(editor.page, [TITLE], "签收所选");
      await open(editor.page, "/inbox");
      await withChosen(editor.page, [TITLE], "拟用所选");
      await clear(clearer.page, TITLE);
      issue = await makeIssue(editor.page);
      await picture(editor.page, "board-empty");
      await placeAll(editor.page);
      await pressFor(editor.page, "送审", /已送审/);
      await open(checker.page, "/");
      assert.match(await main(checker.page), /《矿地要情》第1期等您签字（核稿）/);
      await follow(checker.page, /《矿地要情》第1期等您签字/);
      await pressFor(checker.page, "签字（核稿）", /签发/);
      await open(signer.page, `${issue.address}/sign`);
      await pressFor(signer.page, "签字（签发）", /印发/);
      for (const { page } of [editor, signer]) {
        await open(page, "/");
        assert.match(await main(page), /《矿地要情》第1期已签发，等您印发/);
      }
      await picture(editor.page, "front-editor");
      await open(editor.page, `${issue.address}/sign`);
      await pressFor(editor.page, "印发第1期", /已印发/);
    });

    await context.test("编辑提出更正，没有改动的不收", async () => {
      const { page } = editor;
      await open(page, issue.address);
      const piece = page.locator("article.piece", { hasText: TITLE });
      await piece.locator("summary").click();
      await follow(page, "更正文字");
      await picture(page, "correct");
      assert.deepEqual(await violations(page), []);
      await fill(page.locator("main"), { 更正的原因: "领导来电指出" });
      await pressFor(page, "提出更正，送保密审查", /没有改动/);
      await fill(page.locator("main"), { 正文: RIGHT, "给读者看的说明（可不填）": NOTICE });
      await pressFor(page, "提出更正，送保密审查", /等待保密审查/);
      sheet = new URL(page.url()).pathname;
      await picture(page, "correction-proposed");
      assert.deepEqual(await violations(page), []);
      assert.equal(await page.getByRole("button", { name: "保密审查通过" }).count(), 0);
    });

    await context.test("保密审查员从待办里审查", async () => {
      const { page } = clearer;
      await open(page, "/");
      await follow(page, /的更正等您保密审查/);
      assert.equal(new URL(page.url()).pathname, sheet);
      await picture(page, "correction-clearing");
      await pressFor(page, "保密审查通过", /等待核稿签字/);
    });

    await context.test("逐步签字，最后一步才生效", async () => {
      await open(checker.page, "/");
      await follow(checker.page, /的更正等您签字/);
      await picture(checker.page, "correction-signing");
      assert.deepEqual(await violations(checker.page), []);
      await pressFor(checker.page, "签字（核稿）", /等待签发签字/);
      await open(reader.page, issue.address);
      assert.ok(!(await main(reader.page)).includes(RIGHT), "还没有签发，读者已经看到了新的文字");
      await open(signer.page, sheet);
      await pressFor(signer.page, "签字（签发）", /更正生效：第1期现为第2版/);
    });

    await context.test("读者看到新的文字和说明，看不到内部的原因；PDF 首页写明更正", async () => {
      const { page } = reader;
      await open(page, issue.address);
      const text = await main(page);
      assert.ok(text.includes(RIGHT) && text.includes(NOTICE), text);
      assert.ok(!text.includes("领导来电"), text);
      await picture(page, "corrected-issue");
      const words = textOf((await download(page, `${issue.address}/pdf`)).bytes);
      assert.match(words, /更正[　\s]*第2版/);
      const answer = await page.request.get(`${issue.address}/pdf`);
      const name = decodeURIComponent(answer.headers()["content-disposition"].split("filename*=UTF-8''")[1]);
      assert.match(name, /^矿地要情\d{4}年第1期（更正第2版）\.pdf$/);
    });

    await context.test("建错的一期可以删除，跳过的期号要说明", async () => {
      const { page } = editor;
      await open(page, "/issues/new");
      await fill(page.locator("main"), { 期号: "4—5" });
      await pressFor(page, "新建这一期", /跳过了第2—3期/);
      await picture(page, "new-issue");
      assert.deepEqual(await violations(page), []);
      await fill(page.locator("main"), { "空号的原因（跳过了期号才要填）": "停刊整顿" });
      await pressFor(page, "新建这一期", /第4—5期，可以编入稿件了/);
      await unfold(page, "建错了，删除这一期");
      await picture(page, "board-remove");
      await pressFor(page, new RegExp("^删除\\d{4}年第4—5期$"), /已删除/);
      await open(page, "/issues/new");
      assert.equal(await page.getByLabel("期号", { exact: true }).inputValue(), "2");
    });

    await context.test("谁的浏览器都没有出错", () => {
      for (const { name, faults } of Object.values(office.people)) assert.deepEqual(faults, [], name);
    });
  } finally {
    await office.close();
  }
});

function main(page) {
  return page.locator("main").innerText();
}

/** Looks at the page wide, on a laptop, on a phone and in the dark, where pictures are asked for. */
async function picture(page, name) {
  const looks = [
    [1440, "light"],
    [390, "light"],
    [1280, "dark"],
  ];
  const before = page.viewportSize();
  for (const [width, colorScheme] of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    assert.equal(await scrollsSideways(page), false, `${name} at ${width}`);
    if (pictures) {
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (before) await page.setViewportSize(before);
}
