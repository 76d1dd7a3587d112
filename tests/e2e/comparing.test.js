// Texts beside each other: what became of what was sent in, and paragraphs that are taken over when items are combined.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { openDesk, scrollsSideways, violations } from "./helpers/browser.js";
import { leading, open, press, pressFor } from "./helpers/forms.js";
import { draftAndSend, withChosen, write } from "./helpers/items.js";
import { keepLooks } from "./helpers/looks.js";
import { openOffice } from "./helpers/office.js";

const OWN = "矿山修复通过验收";
const OTHER = "监测图斑全部核实";

describe("对照和并排合稿", () => {
  let office;
  let page;
  let faults;
  let own;

  before(async () => {
    office = await openOffice();
    ({ page, faults } = office.people.editor);
    const { page: author } = office.people.colleague;
    const line = "（利用科/陈瑶）";
    own = await draftAndSend(author, { 标题: OWN, 正文: "4月12日，矿山修复通过验收，面积250亩。", 署名: line }, /已报送/);
    await draftAndSend(author, { 标题: OTHER, 正文: "图斑250个全部核实。\n下一步抓好整改。", 署名: line }, /已报送/);
    await open(page, "/inbox");
    await withChosen(page, [OWN, OTHER], "签收所选");
  });
  after(() => office?.close());

  test("任意两稿对照，合在一起和左右并排，手机上也读得了", async () => {
    await open(page, `${own}/edit`);
    await write(page, { 正文: "4月13日，矿山修复通过验收，面积300亩。" });
    await pressFor(page, "保存", /已保存/);
    await open(page, `${own}/compare`);
    assert.deepEqual(await page.locator(".difference del").allInnerTexts(), ["4月12日", "250亩"]);
    assert.deepEqual(await page.locator(".difference ins").allInnerTexts(), ["4月13日", "300亩"]);
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "comparing");
    await leading(page, () => page.getByRole("link", { name: "左右并排" }).click());
    assert.ok(await page.locator(".sides").isVisible());
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "comparing-sides");
    const { width, height } = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    assert.ok(await page.locator(".sides-as-one").isVisible());
    assert.equal(await scrollsSideways(page), false);
    await page.setViewportSize({ width, height });
    assert.deepEqual(faults, []);
  });

  test("勾“取用”，段落就在留下的一篇里；合好以后写着取自哪里", async () => {
    await open(page, "/inbox");
    for (const title of [OWN, OTHER]) await page.getByRole("checkbox", { name: `选中${title}` }).check();
    await leading(page, () => page.getByRole("button", { name: "合稿…" }).click());
    const other = page.getByRole("link", { name: `以这篇为底：${OWN}` });
    if (await other.count()) await leading(page, () => other.click());
    await page.getByRole("checkbox", { name: new RegExp(`取用《${OTHER}》.*第1段`) }).check();
    await page.locator(".taken-over", { hasText: "图斑250个" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "combining");
    // Dragged before all that is there.
    const passage = page.locator("[data-passage]").nth(1);
    await passage.dragTo(page.locator("[data-takes]"), { targetPosition: { x: 40, y: 1 } });
    assert.equal(await passage.locator("input[name=after]").inputValue(), "0");
    await press(page, "合稿");
    await page.locator(".answer", { hasText: "取用2段" }).waitFor();
    await page.getByText("第1段取自").waitFor();
    await page.getByText("第3段取自").waitFor();
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(faults, []);
  });
});
