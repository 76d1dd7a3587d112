// A month's bulletin on its way: its text with fields, signing by somebody else, issuing, and a correction beside it.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";

import { scrollsSideways, violations } from "./helpers/browser.js";
import { MONTH, THIS_MONTH, YEAR } from "./helpers/days.js";
import { fill, open, pressFor } from "./helpers/forms.js";
import { openOffice } from "./helpers/office.js";

const pictures = process.env.JIANBAO_SCREENSHOTS;
// The present month is tried: units stand in the tables from the year on in which they were added.
const OTHER = MONTH === 12 ? 11 : 12;
const NAME = `${YEAR}年${MONTH}月`;
const SIGN = `签发${NAME}通报`;
const ISSUE = `印发${NAME}通报`;
const BULLETIN = `/bulletins/${THIS_MONTH}`;
const CLOSING = `/months/${THIS_MONTH}`;

test("通报：写正文，送签，由别人签发，印发，更正", async (context) => {
  const office = await openOffice();
  const { editor, signer, contributor } = office.people;
  const { page } = editor;
  let issued;
  try {
    await context.test("正文里的数字自己填，写错的项目说得出，别的月份指得出", async () => {
      await open(page, `${BULLETIN}/letter`);
      await fill(page.locator("main"), { 正文: "〔月份〕收到〔收到数〕条。" });
      await pressFor(page, "保存", /没有〔收到数〕这一项/);
      // A field goes in where the cursor stands.
      const text = page.getByLabel("正文", { exact: true });
      await text.fill("共条。");
      await text.evaluate((field) => field.setSelectionRange(1, 1));
      await page.getByRole("button", { name: "〔收到总数〕", exact: true }).click();
      assert.equal(await text.inputValue(), "共〔收到总数〕条。");
      await page.keyboard.type("多");
      assert.equal(await text.inputValue(), "共〔收到总数〕多条。");
      await fill(page.locator("main"), {
        正文: `〔月份〕，〔办公室〕共收到信息〔收到总数〕条。\n各单位报送平稳。${OTHER}月份的做法请照旧。`,
        落款日期: `${THIS_MONTH}-28`,
      });
      await pressFor(page, "保存", /已保存/);
      const words = await page.locator("main").innerText();
      assert.ok(words.includes(`${MONTH}月份，市局办公室共收到信息0条。`), words);
      assert.ok(words.includes(`写着“${OTHER}月”，不是本月`), words);
      await look(page, "letter");
    });

    await context.test("结账以后才能送签，送签的人不能签发", async () => {
      await open(page, BULLETIN);
      assert.match(await page.locator("main").innerText(), /还没有结账/);
      await open(page, CLOSING);
      await page.getByLabel(`${NAME}没有过完也要结账`).check();
      await pressFor(page, `${NAME}结账`, /已结账/);
      await open(page, BULLETIN);
      await pressFor(page, "送签", /已送签，等待签发人签发/);
      assert.equal(await page.getByRole("button", { name: /^签发/ }).count(), 0);
      issued = new URL(page.url()).pathname;
    });

    await context.test("签发、印发，各单位看到的就是这一份", async () => {
      await open(signer.page, issued);
      await look(signer.page, "version");
      await pressFor(signer.page, SIGN, /已签发/);
      await pressFor(signer.page, ISSUE, /已印发，不再改动/);
      await open(contributor.page, BULLETIN);
      assert.match(await contributor.page.locator("main").innerText(), /印发\s*已印发/);
      for (const form of ["pdf", "docx", "xlsx", "csv"]) {
        const file = await contributor.page.request.get(`${office.address}${issued}/${form}`);
        assert.equal(file.status(), 200, form);
      }
    });

    await context.test("重开、改过、再结账，更正写明原因，与原来的并列", async () => {
      await open(page, CLOSING);
      await fill(page.locator("main"), { 重开的原因: "正文有误" });
      await pressFor(page, `重开${NAME}`, /已重开/);
      await open(page, `${BULLETIN}/letter`);
      await fill(page.locator("main"), { 正文: "〔月份〕，〔办公室〕共收到信息〔收到总数〕条。" });
      await pressFor(page, "保存", /已保存/);
      await open(page, CLOSING);
      await page.getByLabel(`${NAME}没有过完也要结账`).check();
      await pressFor(page, `${NAME}结账`, /已结账/);
      await open(page, BULLETIN);
      await pressFor(page, "送签更正", /请写明更正的原因/);
      await fill(page.locator("main"), { 更正的原因: "正文误写了别的月份" });
      await pressFor(page, "送签更正", /第1次更正）已送签/);
      await open(signer.page, new URL(page.url()).pathname);
      await pressFor(signer.page, SIGN, /已签发/);
      await pressFor(signer.page, ISSUE, /已印发/);
      await open(contributor.page, BULLETIN);
      const words = await contributor.page.locator("main").innerText();
      assert.match(words, /第1次更正[^]*正文误写了别的月份[^]*印发/);
      await look(contributor.page, "issued");
      await open(contributor.page, issued);
      assert.match(await contributor.page.locator("main").innerText(), /月份的做法请照旧/);
    });

    assert.deepEqual([...editor.faults, ...signer.faults, ...contributor.faults], []);
  } finally {
    await office.close();
  }
});

/** The page is sound, wide and narrow. */
async function look(page, name) {
  for (const [size, viewport] of [
    ["wide", { width: 1440, height: 900 }],
    ["narrow", { width: 390, height: 844 }],
  ]) {
    await page.setViewportSize(viewport);
    assert.deepEqual(await violations(page), [], `${name} ${size}`);
    assert.ok(!(await scrollsSideways(page)), `${name} scrolls sideways ${size}`);
    if (pictures) {
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: path.join(pictures, `bulletin-${name}-${size}.png`), fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
