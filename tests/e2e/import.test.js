// A file with faults is handed in, seen, repaired and imported; handed in again, it changes nothing.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { mkdir } from "node:fs/promises";
import path from "node:path";

import { scrollsSideways, violations } from "./helpers/browser.js";
import { TODAY } from "./helpers/days.js";
import { leading, open, pressFor } from "./helpers/forms.js";
import { openOffice } from "./helpers/office.js";

const pictures = process.env.JIANBAO_SCREENSHOTS;
// The units are in their groups from this year on. UTC is never ahead of the office.
const HEAD = "日期,分值,事由,依据,单位";

function file(...rows) {
  return { name: "加减分.csv", mimeType: "text/csv", buffer: Buffer.from([HEAD, ...rows, ""].join("\n")) };
}

describe("导入", () => {
  let office;
  before(async () => (office = await openOffice()));
  after(() => office?.close());

  async function preview(page, chosen, button) {
    await page.getByLabel("要导入的文件").setInputFiles(chosen);
    await leading(page, () => page.getByRole("button", { name: button, exact: true }).click());
    return page.locator("main").getByRole("status").innerText();
  }

  test("有错的逐格列出，改好以后一次导入；再来一次什么也不变", async () => {
    const { page, faults } = office.people.editor;
    await open(page, "/import");
    await picture(page, "import-hand-in");
    const chosen = page.getByLabel("要导入的文件");
    await chosen.setInputFiles({ name: "大.csv", mimeType: "text/csv", buffer: Buffer.alloc(21 << 20, "a") });
    const told = () => chosen.evaluate((input) => input.validationMessage);
    assert.match(await told(), /“大\.csv”有 21 MB，最大 20 MB/, "it is told before anything is sent");
    await chosen.setInputFiles([]);
    assert.doesNotMatch(await told(), /MB/);
    const wrong = file(`${TODAY},5,参加新闻发布会,,地矿科`, `${TODAY},五,宣讲,,测量科`);
    assert.match(await preview(page, wrong, "预览"), /有2处要改/);
    const faulty = await page.getByRole("list").filter({ hasText: "表“加减分”" }).first().innerText();
    assert.match(faulty, /表“加减分”第3行B列：“五”不是分值/);
    assert.match(faulty, /表“加减分”第3行E列：没有名为“测量科”的单位，最接近的是：测绘科/);
    assert.deepEqual(await violations(page), []);
    await picture(page, "import-faults");

    const right = file(`${TODAY},5,参加新闻发布会,,地矿科`, `${TODAY},5,宣讲,,测绘科`);
    assert.match(await preview(page, right, "再预览"), /将导入2行。现在还没有导入/);
    assert.deepEqual(await violations(page), []);
    await picture(page, "import-seen");
    await pressFor(page, "导入2行", /已从“加减分.csv”导入2行/);

    await open(page, "/import");
    assert.match(await preview(page, right, "预览"), /2行都已在系统里，没有要导入的/);
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await scrollsSideways(page), false);
    await picture(page, "import-narrow");
    await page.setViewportSize({ width: 1280, height: 900 });
    assert.deepEqual(faults, []);
  });
});

async function picture(page, name) {
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}
