// A bulletin that was printed before is handed in, and what does not agree in it is seen beside its text.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { mkdir } from "node:fs/promises";
import path from "node:path";

import { scrollsSideways, violations } from "./helpers/browser.js";
import { leading, open } from "./helpers/forms.js";
import { openOffice, PEOPLE } from "./helpers/office.js";
import { comeBack } from "./helpers/people.js";

const pictures = process.env.JIANBAO_SCREENSHOTS;

const JANUARY = bulletin(1, { total: 8, points: [6.5, 5.5], ranks: [1, 2], remark: "一月各单位报送的稿件数量较少，请在今后的工作中改进。" });

// The total is January's, a count and a rank are wrong, and so is a remark that was left over.
const FEBRUARY = bulletin(2, {
  total: 8,
  submitted: [4, 3],
  points: [13, 11],
  ranks: [1, 1],
  remark: "一月各单位报送的稿件数量较少，请在今后的工作中改进。",
});

/** A bulletin of two sections, whose paragraphs tell of four and two pieces. */
function bulletin(month, { total, submitted = [4, 2], points, ranks, remark }) {
  const row = (at, name, counts, adopted) =>
    [name, submitted[at], "", counts, adopted, "", "", 1, 5, adopted + 5, points[at], ranks[at]].join("\t");
  return [
    `关于${month}月份政务信息采用情况的通报`,
    `${month}月份，市局办公室共收到信息${total}条；市局采用机关科室信息3条。`,
    remark,
    "",
    `（一）${month}月份机关科室政务信息统计`,
    "单位\t上报篇数\t上级采用篇数\t简报采用篇数\t记分\t约稿篇数\t约稿记分\t报省市\t基础分\t本月分数\t累计分数\t总排名",
    row(0, "地质矿产管理科", 2, 1.5),
    row(1, "开发利用科", 1, 0.5),
    "",
    "机关科室信息采用情况",
    `地矿科（${month}月份报送稿件4篇，其中市局采用信息1篇、简讯1则，合计1.5分；报市1篇，本月基础分5分；累计${points[0]}分）`,
    "1、矿山复绿（第3期 信息）",
    "2、储量核查（第3期 简讯）",
    `利用科（${month}月份报送稿件2篇，其中市局采用简讯1则，合计0.5分；报市1篇，本月基础分5分；累计${points[1]}分）`,
    "1、节约用地（第3期 简讯）",
    "",
  ].join("\n");
}

function asFile(name, text) {
  return { name, mimeType: "text/plain", buffer: Buffer.from(text) };
}

describe("核对旧通报", () => {
  let office;
  before(async () => (office = await openOffice()));
  after(() => office?.close());

  test("交来通报和上月通报，对不上的地方列在原文旁边，点一下就到原文", async () => {
    const { page, faults } = office.people.editor;
    await open(page, "/bulletins");
    await leading(page, () => page.getByRole("link", { name: "核对旧通报" }).click());
    await page.getByLabel("要核对的通报").setInputFiles(asFile("2月通报.txt", FEBRUARY));
    await page.getByLabel("上个月的通报").setInputFiles(asFile("1月通报.txt", JANUARY));
    await leading(page, () => page.getByRole("button", { name: "核对", exact: true }).click());

    const main = page.locator("main");
    assert.match(await main.getByRole("status").innerText(), /发现4处不符：正文2处、表格2处/);
    const words = await main.innerText();
    for (const expected of ["全文 · 上报篇数", "开发利用科 · 上报篇数", "开发利用科 · 名次", "疑为上月留下未改"]) {
      assert.ok(words.includes(expected), `${expected}: ${words}`);
    }
    const finding = main.locator("li.row", { hasText: "开发利用科 · 名次" });
    await finding.getByRole("link", { name: /看原文/ }).click();
    const target = page.locator(":target");
    assert.match(await target.innerText(), /开发利用科/);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(faults, []);
    await picture(page, "audit-wide");
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await scrollsSideways(page), false);
    await picture(page, "audit-narrow");
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("不是通报的文件，页上说明原因；没有脚本也一样", async () => {
    const look = { javaScript: false, width: 390 };
    const desk = await comeBack(office.browser, office.address, PEOPLE.editor, look);
    await open(desk.page, "/audit");
    await desk.page.getByLabel("要核对的通报").setInputFiles(asFile("信.txt", "关于开会的通知\n"));
    await leading(desk.page, () => desk.page.getByRole("button", { name: "核对", exact: true }).click());
    assert.match(await desk.page.getByRole("alert").innerText(), /没有读出通报/);
    await picture(desk.page, "audit-hand-in");
    await desk.context.close();
  });
});

async function picture(page, name) {
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}
