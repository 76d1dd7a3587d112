// 校对 and finding in the editor: what is pointed out is marked, mended by a press and undone; nothing else is touched.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { scrollsSideways, violations } from "./helpers/browser.js";
import { bodyText, open, pressFor, typeInto } from "./helpers/forms.js";
import { draftAndSend, editorOf, giveUpUnsaved, openEditor } from "./helpers/items.js";
import { keepLooks } from "./helpers/looks.js";
import { openOffice } from "./helpers/office.js";

const WRONG = "近日，地矿科布署矿山巡查，共查24处，分别为露天矿10处、地下矿8处、石料矿7处。\n局里再次布署整改。";

describe("校对和查找", () => {
  let office;
  let page;
  let faults;

  before(async () => {
    office = await openOffice();
    ({ page, faults } = office.people.contributor);
  });
  after(() => office?.close());

  const editor = () => editorOf(page);
  const panel = () => page.getByRole("region", { name: "校对意见" });

  async function begin(words) {
    await openEditor(page);
    await typeInto(editor(), words);
    faults.length = 0;
  }

  const giveUp = () => giveUpUnsaved(page);

  test("F7：错处标在文里，一按就改，能撤销；数字对不上的说明怎么算", async () => {
    await begin(WRONG);
    await page.keyboard.press("F7");
    await panel().getByText("校对意见 3 处").waitFor();
    assert.equal(await page.locator(".finding-mark").count(), 3);
    assert.match(await panel().innerText(), /分项与总数不符/);
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "proof-while-writing");
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await scrollsSideways(page), false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await panel().getByRole("button", { name: "改为“部署”" }).first().click();
    assert.equal(await bodyText(page), WRONG.replace("布署", "部署"));
    await panel().getByRole("button", { name: "改为“部署”" }).click();
    assert.equal(await bodyText(page), WRONG.replaceAll("布署", "部署"));
    await editor().focus();
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    assert.equal(await bodyText(page), WRONG);
    assert.deepEqual(faults, []);
    await giveUp();
  });

  test("图片说明里的错处也一按就改；印不出的字说得出", async () => {
    await begin("近日，地矿科巡查矿山🎉。");
    assert.equal(await bodyText(page), "近日，地矿科巡查矿山🎉。");
    await page.locator("#body").evaluate((field, picture) => {
      field.value = `${field.value}\n${picture}`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, `![布署现场](${"ab".repeat(32)})`);
    await editor().locator("figcaption").waitFor();
    await editor().focus();
    await page.keyboard.press("F7");
    await panel().getByText("校对意见 2 处").waitFor();
    assert.match(await panel().innerText(), /印不出的字[^]*🎉[^]*印报的字体里没有/);
    await panel().getByRole("button", { name: "改为“部署”" }).click();
    assert.match(await bodyText(page), /!\[部署现场\]/);
    // The picture is none of this office's.
    faults.length = 0;
    await giveUp();
  });

  test("存下以后，稿件页上也看得到、改得了、能不改；看过的记着是谁", async () => {
    await begin(WRONG);
    await page.getByLabel("标题", { exact: true }).fill("矿山巡查");
    await pressFor(page, "存草稿", /已存草稿/, page.locator("#writing .toolbar"));
    const item = new URL(page.url()).pathname.replace(/\/edit$/, "");
    await open(page, item);
    const proof = page.locator("#proof");
    assert.match(await proof.getByRole("heading").innerText(), /校对意见 3 处/);
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "proof-of-item");
    await pressFor(page, "能改的2处全改", /已校对改正2处/, proof);
    await pressFor(page, "不改", /不再指出/, proof);
    await open(page, item);
    assert.match(await proof.innerText(), /看过不改的 1 处/);
    await open(page, "/items");
  });

  test("改稿时的“不改”记得住；没有记下就说，那一处还在", async () => {
    await begin(WRONG);
    await page.getByLabel("标题", { exact: true }).fill("矿山巡查记事");
    await pressFor(page, "存草稿", /已存草稿/, page.locator("#writing .toolbar"));
    const item = new URL(page.url()).pathname.replace(/\/edit$/, "");
    await openEditor(page, `${item}/edit`);
    await page.keyboard.press("F7");
    await panel().getByText("校对意见 3 处").waitFor();
    await page.route("**/do/leave_finding", (route) => route.abort());
    await panel().getByRole("button", { name: "不改" }).first().click();
    await page.locator(".editor-answer").getByText("没有记下").waitFor();
    await panel().getByText("校对意见 3 处").waitFor();
    await page.unroute("**/do/leave_finding");
    await panel().getByRole("button", { name: "不改" }).first().click();
    await panel().getByText("校对意见 2 处").waitFor();
    await page.keyboard.press("F7");
    await panel().getByText("校对意见 2 处").waitFor();
    await openEditor(page, `${item}/edit`);
    await page.keyboard.press("F7");
    await panel().getByText("校对意见 2 处").waitFor();
    await open(page, "/items");
  });

  test("来稿里相近的稿件标得出，点开是两篇对照；按键照样到标题上", async () => {
    const { page: writer } = office.people.colleague;
    const { page: desk } = office.people.editor;
    const body = "近日，利用科对全县在建工业项目逐一核查用地手续和开工进度，发现问题当场交办，限期整改，整改一处、销号一处。下一步将按月调度，确保项目按期开工。";
    for (const 标题 of ["项目用地核查", "核查在建项目"]) {
      await draftAndSend(writer, { 标题, 正文: body, 署名: "（利用科/陈瑶）" }, /已报送/);
    }
    const near = desk.locator(".inbox a.near");
    await open(desk, "/inbox");
    // It follows the sending, a moment later.
    for (let tries = 0; tries < 40 && (await near.count()) < 2; tries += 1) {
      await desk.waitForTimeout(500);
      await open(desk, "/inbox");
    }
    assert.equal(await near.count(), 2);
    assert.deepEqual(await violations(desk), []);
    await keepLooks(desk, "near-in-inbox");
    await desk.keyboard.press("j");
    await desk.keyboard.press("j");
    assert.match(await desk.evaluate(() => document.activeElement.id), /^row-\d+$/);
    await near.first().click();
    await desk.getByRole("heading", { name: "两篇对照" }).waitFor();
    assert.ok((await desk.locator(".beside-texts mark").count()) >= 2);
    await keepLooks(desk, "beside");
    await open(desk, "/inbox");
  });

  test("整理：标点、数字和空格一按就齐，一步撤销；标题里的也改，一处一处也行", async () => {
    const untidy = "据自然资发(2024)3号,巡查矿山 ２４处,整改 8处,复查 8处。";
    const tidied = "据自然资发〔2024〕3号，巡查矿山24处，整改8处，复查8处。";
    await begin(untidy);
    await page.getByLabel("标题", { exact: true }).fill("规划,先行,共 8项");
    await page.getByRole("button", { name: "整理标点、全角半角和空格" }).click();
    await panel().getByText(/可以整理 \d+ 处/).waitFor();
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "tidy-while-writing");
    // One by one, of the title and of the text, each where it was pointed out.
    await panel().getByRole("button", { name: "改为“，”" }).first().click();
    assert.equal(await page.getByLabel("标题", { exact: true }).inputValue(), "规划，先行,共 8项");
    await panel().getByRole("button", { name: "全部整理" }).click();
    assert.equal(await page.getByLabel("标题", { exact: true }).inputValue(), "规划，先行，共8项");
    assert.equal(await bodyText(page), tidied);
    await editor().focus();
    await page.keyboard.press("Control+z");
    assert.equal(await bodyText(page), untidy);
    assert.deepEqual(faults, []);
    await giveUp();
  });

  test("几处意见相叠的，先改一处，别的字一个不少；列表、小标题、表格里的也标得出、改得了", async () => {
    await begin("完成整改任务 3 项，完成整改任务 3 项，全部销号。");
    await page.keyboard.press("F7");
    await panel().getByRole("button", { name: "能改的全改" }).click();
    assert.match(await bodyText(page), /^完成整改任务.*全部销号。$/);
    await giveUp();
    await openEditor(page);
    await page.keyboard.insertText("一、规划,先行");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText("近日,检查矿山24处。");
    await page.keyboard.press("Enter");
    await page.keyboard.type("- ");
    await page.keyboard.insertText("整改,复查。");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText("销号,归档。");
    await page.getByRole("button", { name: "整理标点、全角半角和空格" }).click();
    await panel().getByRole("button", { name: "全部整理" }).click();
    assert.equal(await bodyText(page), "# 一、规划，先行\n近日，检查矿山24处。\n- 整改，复查。\n- 销号，归档。");
    await giveUp();
  });

  test("查找和替换：一处一处，或全部，一步撤销", async () => {
    await begin("甲乙甲丙\n甲丁");
    await page.keyboard.press("Control+h");
    const find = page.getByRole("search");
    await find.getByLabel("查找").fill("甲");
    await page.keyboard.press("Enter");
    assert.match(await find.getByRole("status").innerText(), /共 3 处/);
    await find.getByLabel("替换为").fill("戊");
    await find.getByRole("button", { name: "全部替换" }).click();
    assert.equal(await bodyText(page), "戊乙戊丙\n戊丁");
    await page.keyboard.press("Escape");
    await editor().focus();
    await page.keyboard.press("Control+z");
    assert.equal(await bodyText(page), "甲乙甲丙\n甲丁");
    assert.deepEqual(await violations(page), []);
    await giveUp();
    // In a long text the place that was found comes into view, marked.
    await begin("");
    await page.locator("#body").evaluate((field) => {
      field.value = Array.from({ length: 80 }, (_, line) => `第${line}行${line % 20 ? "" : "甲"}`).join("\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.keyboard.press("Control+f");
    await find.getByLabel("查找").fill("甲");
    for (let place = 0; place < 4; place += 1) {
      await page.keyboard.press("Enter");
      const seen = await page.locator(".found-mark").evaluate((mark) => {
        const { top, bottom } = mark.getBoundingClientRect();
        return top >= document.querySelector(".editor-top").getBoundingClientRect().bottom && bottom <= innerHeight;
      });
      assert.ok(seen, `place ${place}`);
    }
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".found-mark").count(), 0);
    assert.deepEqual(faults, []);
    await giveUp();
  });
});
