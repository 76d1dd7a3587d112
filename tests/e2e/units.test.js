// Units with very long names in the lists, and units that change: what the pages say before, and afterwards.
//
// With JIANBAO_SCREENSHOTS naming a folder it also keeps pictures.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { addUnit } from "./helpers/administration.js";
import { scrollsSideways } from "./helpers/browser.js";
import { TODAY } from "./helpers/days.js";
import { fill, follow, leading, open, pressFor } from "./helpers/forms.js";
import { write } from "./helpers/items.js";
import { openOffice } from "./helpers/office.js";

const LONG = "江北水城旅游度假区自然资源和规划局生态保护修复与地质灾害防治服务中心";
const TITLE = "度假区完成沿湖裸露山体复绿和地质灾害隐患点排查整治任务";
const pictures = process.env.JIANBAO_SCREENSHOTS;

async function picture(page, name, width, colorScheme = "light") {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}-${width}${colorScheme === "dark" ? "-dark" : ""}.png`), fullPage: true });
}

describe("单位", () => {
  let office;

  before(async () => {
    office = await openOffice();
    await addUnit(office.people.administrator.page, { 全称: LONG, 分组: "局属事业单位" });
  });

  after(() => office?.close());

  test("名称再长，列表里题目仍占一半以上，截去的在提示里", async () => {
    const { page } = office.people.editor;
    await open(page, "/items/new");
    await page.getByLabel("报送单位", { exact: true }).selectOption({ label: LONG });
    await write(page, { 标题: TITLE, 正文: "度假区今天完成了排查。", 署名: `（${LONG}/周鹏）` });
    await pressFor(page, "报送", /已报送/);
    for (const width of [1440, 1280, 1000, 820, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await open(page, "/inbox");
      const measured = await page.locator(".inbox tbody tr").first().evaluate((row) => {
        const subject = row.querySelector("th");
        const titles = [...row.querySelectorAll("td[title]")].map((cell) => cell.getAttribute("title"));
        return {
          row: row.getBoundingClientRect().width,
          subject: subject.getBoundingClientRect().width,
          titles,
        };
      });
      assert.ok(measured.subject >= measured.row / 2, `${width}: ${measured.subject} of ${measured.row}`);
      assert.ok(measured.titles.includes(LONG), `${measured.titles}`);
      assert.equal(await scrollsSideways(page), false, `${width}`);
      await picture(page, "inbox", width);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await follow(page, TITLE);
    const share = await page.locator(".split .inbox tbody tr").first().evaluate((row) => {
      return row.querySelector("th").getBoundingClientRect().width / row.getBoundingClientRect().width;
    });
    assert.ok(share >= 0.5, `${share} beside the item`);
    await picture(page, "inbox-split", 1440);
    for (const address of ["/admin/units", "/admin/people"]) {
      const { page: administrator } = office.people.administrator;
      await administrator.setViewportSize({ width: 390, height: 900 });
      await open(administrator, address);
      assert.equal(await scrollsSideways(administrator), false, address);
      await administrator.setViewportSize({ width: 1280, height: 900 });
    }
  });

  test("并入先看会变动什么，再办；写稿时提醒，点一下就改", async () => {
    const { page } = office.people.administrator;
    await open(page, "/admin/units");
    await follow(page, LONG);
    await leading(page, () => page.getByRole("link", { name: "并入…" }).click());
    await fill(page.locator("main"), { 并入哪个单位: "执法支队", 自哪一天起并入: TODAY, 今年已有的得分: "转入接收的单位：计入它以后各月的累计分数" });
    await leading(page, () => page.getByRole("button", { name: "看会变动什么" }).click());
    const foreseen = page.locator("section", { hasText: "起并入执法支队" });
    await foreseen.waitFor();
    assert.match(await foreseen.innerText(), /得分/);
    for (const width of [1440, 1280, 390]) {
      await picture(page, "change", width);
      assert.equal(await scrollsSideways(page), false, `${width}`);
    }
    await picture(page, "change", 1440, "dark");
    await picture(page, "change", 1280);
    await pressFor(page, "并入", /起并入执法支队/);
    for (const width of [1440, 390]) await picture(page, "unit", width);
    await open(page, "/admin/units");
    for (const width of [1440, 390]) await picture(page, "units", width);

    const { page: writing } = office.people.colleague;
    await open(writing, "/items/new");
    await writing.getByLabel("署名", { exact: true }).fill(`（${LONG}/周鹏）`);
    const warning = writing.locator(".attribution-reading .unresolved", { hasText: "已于" });
    if (!(await warning.waitFor({ timeout: 5000 }).then(() => true, () => false))) {
      await writing.getByRole("button", { name: "检查署名" }).click();
      await warning.waitFor();
    }
    await picture(writing, "writing", 1440);
    await picture(writing, "writing", 390);
    await writing.setViewportSize({ width: 1280, height: 900 });
    await warning.getByRole("button", { name: "执法支队" }).click();
    await writing.waitForFunction(() => document.querySelector("#attribution_line").value.includes("执法支队/周鹏"));
  });
});
