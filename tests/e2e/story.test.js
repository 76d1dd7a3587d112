// The whole story with its people, in a browser: from a draft with an unknown unit's name to a credited month, and
// a retraction that takes the credits back. Once with JavaScript, once without.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { fill, follow, open, press, pressFor } from "./helpers/forms.js";
import { makeIssue, placeAll, placedTitles, sendIssueBack } from "./helpers/issues.js";
import { clear, combine, draftAndSend, resolveName, sendBackToAuthor, withChosen, write } from "./helpers/items.js";
import { openOffice } from "./helpers/office.js";
import { download, textOf } from "./helpers/pdf.js";

const PATROL = "矿山巡查改用无人机，越界开采当天发现";
const PATROL_AS_PRINTED = "矿山巡查改用无人机，五处越界开采当天发现";
const RECLAIM = "复垦矿坑通过验收";
const LAND = "低效用地清单上图，招商一次看清";
const BRIEF = "▲执法支队联合公安开展夜间巡查，查扣运砂车四辆";

describe("从草稿到记分，整个过程", () => {
  // In other browsers than the installed one scripts are what differs.
  for (const javaScript of process.env.JIANBAO_BROWSER ? [true] : [true, false]) {
    test(javaScript ? "在平常的浏览器里" : "在关掉 JavaScript 的浏览器里", (context) => story(context, { javaScript }));
  }
});

async function story(context, { javaScript }) {
  const office = await openOffice({ javaScript });
  const { contributor, reviewer, colleague, editor, clearer, checker, signer, reader } = office.people;
  const step = steps(context);
  let patrol;
  let issue;
  let order;

  try {
    await step("信息员起草，署名里有一个不认得的单位", async () => {
      const { page } = contributor;
      await open(page, "/items/new");
      await write(page, {
        标题: PATROL,
        正文: "地矿科用无人机巡查在册矿山，一天飞完过去一周的路。\n发现越界开采，当天移交处理。",
        署名: "（地矿科/周鹏 矿山执法中心/郑凯）",
      });
      await press(page, "检查署名");
      await page.locator(".attribution-reading .unresolved", { hasText: "矿山执法中心" }).waitFor();
      assert.equal(await page.getByLabel("标题", { exact: true }).inputValue(), PATROL);
      await pressFor(page, "报送", /等待单位审核/);
      patrol = new URL(page.url()).pathname;
    });

    await step("编辑把不认得的单位认作别名，稿件还在单位审核", async () => {
      const { page } = editor;
      await open(page, "/");
      await follow(page, /待识别单位名/, page.locator("nav.rail"));
      assert.ok(!(await page.locator("main").innerText()).includes("无人机"), "还在单位审核的稿件，编辑看到了内容");
      await resolveName(page, "矿山执法中心", "执法支队");
      await open(contributor.page, patrol);
      await contributor.page.locator(".attribution-reading", { hasText: "矿山执法中心 → 执法支队" }).waitFor();
      assert.equal(await contributor.page.locator(".unresolved").count(), 0);
    });

    await step("单位审核人说明原因退回", async () => {
      const { page } = reviewer;
      await open(page, "/review");
      await follow(page, PATROL);
      await sendBackToAuthor(page, { kind: "缺少数据或案例", words: "请写明查出几处" });
    });

    await step("信息员看到原因，改好再报", async () => {
      const { page } = contributor;
      await open(page, "/items");
      await follow(page, PATROL);
      assert.match(await page.locator("main").innerText(), /缺少数据或案例；请写明查出几处/);
      await fill(page.locator("#writing"), {
        正文: "地矿科用无人机巡查在册矿山，一天飞完过去一周的路。\n三个月发现越界开采五处，都在当天移交处理。",
      });
      await pressFor(page, "报送", /等待单位审核/);
    });

    await step("单位审核通过", async () => {
      const { page } = reviewer;
      await open(page, "/review");
      await follow(page, PATROL);
      await pressFor(page, "审核通过", /审核通过/);
    });

    await step("别的单位也报来稿件，编辑代录一则简讯", async () => {
      const { page } = colleague;
      const send = (fields) => draftAndSend(page, fields, /等待办公室签收/);
      await send({ 标题: RECLAIM, 正文: "三处矿坑复垦通过市级验收，可种小麦。", 署名: "（利用科/陈瑶）" });
      await send({ 标题: LAND, 正文: "利用科把全市低效用地的位置、面积、权属画到一张图上。", 署名: "（利用科/陈瑶）" });
      await open(editor.page, "/items/new");
      await editor.page.getByLabel("报送单位").selectOption({ label: "执法支队" });
      await write(editor.page, {
        kind: "简讯",
        正文: "执法支队联合公安开展夜间巡查，查扣运砂车四辆。",
        署名: "（市执法支队）",
      });
      await pressFor(editor.page, "报送", /等待办公室签收/);
    });

    await step("编辑一次签收全部来稿", async () => {
      const { page } = editor;
      await open(page, "/inbox");
      await withChosen(page, [PATROL, RECLAIM, LAND, BRIEF], "签收所选");
      assert.equal(await page.locator("tbody .state-editing").count(), 4);
    });

    await step("编辑把两个单位的稿件合成一篇", async () => {
      const { page } = editor;
      await combine(page, [PATROL, RECLAIM], PATROL);
      const credited = page.locator("dl.facts");
      for (const unit of ["地质矿产管理科", "执法支队", "开发利用科"]) {
        assert.match(await credited.innerText(), new RegExp(unit));
      }
      await open(colleague.page, "/items");
      await colleague.page.locator(".state-combined").waitFor();
    });

    await step("列为拟用，保密审查", async () => {
      await open(editor.page, "/inbox");
      await withChosen(editor.page, [PATROL, LAND, BRIEF], "拟用所选");
      for (const title of [PATROL, LAND, BRIEF]) await clear(clearer.page, title);
    });

    await step("编辑改动文字，审查随之失效，再审一次", async () => {
      const { page } = editor;
      await open(page, `${patrol}/edit`);
      await fill(page.locator("#writing"), {
        标题: PATROL_AS_PRINTED,
        正文: "地矿科用无人机巡查在册矿山，三个月发现越界开采五处，都在当天移交处理。\n利用科随后完成三处矿坑复垦，已通过市级验收。",
      });
      await pressFor(page, "保存", /审查/);
      await open(page, patrol);
      assert.match(await page.locator("main").innerText(), /需要重新审查/);
      await clear(clearer.page, PATROL_AS_PRINTED);
    });

    await step("编排一期，调整次序", async () => {
      const { page } = editor;
      issue = await makeIssue(page);
      await placeAll(page);
      const [first, second, ...others] = await placedTitles(page);
      await press(page, `上移《${second}》`);
      assert.deepEqual(await placedTitles(page), [second, first, ...others]);
      assert.equal(others.length, 1);
    });

    await step("送审；核稿人说明原因退回；再送审", async () => {
      await pressFor(editor.page, "送审", /已送审，等待核稿签字/);
      await open(checker.page, "/issues/desk");
      await follow(checker.page, /矿地要情/);
      await sendIssueBack(checker.page, "前两篇请对调");
      await open(editor.page, `${issue.address}/desk`);
      assert.match(await editor.page.locator("main").innerText(), /前两篇请对调/);
      const [first, second] = await placedTitles(editor.page);
      await press(editor.page, `下移《${first}》`);
      order = [second, first];
      assert.deepEqual((await placedTitles(editor.page)).slice(0, 2), order);
      await pressFor(editor.page, "送审", /已送审/);
    });

    await step("逐步签字，印发", async () => {
      await open(checker.page, `${issue.address}/sign`);
      await pressFor(checker.page, "签字（核稿）", /签发/);
      await open(signer.page, `${issue.address}/sign`);
      await pressFor(signer.page, "签字（签发）", /印发/);
      const publish = signer.page.locator("form[action='/do/publish']");
      await pressFor(signer.page, "印发第1期", /已印发，3篇稿件已采用/, publish);
    });

    await step("读者阅读，并下载 PDF", async () => {
      const { page } = reader;
      await open(page, "/");
      await follow(page, "阅读这一期");
      const text = await page.locator("main").innerText();
      for (const title of [PATROL_AS_PRINTED, LAND]) assert.ok(text.includes(title), title);
      const link = page.getByRole("link", { name: /下载 PDF/ });
      const printed = await download(page, await link.getAttribute("href"));
      const words = textOf(printed.bytes);
      for (const title of ["矿地要情", PATROL_AS_PRINTED, LAND, "执法支队联合公安开展夜间"]) {
        assert.ok(words.includes(title), `PDF 里没有“${title}”：${words}`);
      }
      assert.ok(words.indexOf(order[0]) < words.indexOf(order[1]), "PDF 里的次序与编排不同");
    });

    await step("各单位的得分和名次在当月通报里", async () => {
      const { page } = editor;
      await open(page, `/bulletins/${issue.month}`);
      assert.deepEqual(await standing(page, "地质矿产管理科"), { month: "1", cumulative: "1", rank: "2" });
      assert.deepEqual(await standing(page, "开发利用科"), { month: "2", cumulative: "2", rank: "1" });
      assert.deepEqual(await standing(page, "执法支队"), { month: "1.5", cumulative: "1.5", rank: "1" });
    });

    await step("通报有 PDF", async () => {
      const words = textOf((await download(editor.page, `/bulletins/${issue.month}/pdf`)).bytes);
      for (const text of ["地质矿产管理科", "开发利用科", PATROL_AS_PRINTED]) assert.ok(words.includes(text), text);
    });

    await step("信息员看到本单位的分数", async () => {
      const { page } = contributor;
      await open(page, `/units/mine?month=${issue.month}`);
      assert.match(await page.locator("main").innerText(), /地质矿产管理科[^]*第2名/);
    });

    await step("签发人撤下一篇，记分随之冲销", async () => {
      const { page } = signer;
      await open(page, issue.address);
      const piece = page.locator("article.piece", { hasText: PATROL_AS_PRINTED });
      await piece.locator("summary").click();
      await fill(piece, { 撤下的原因: "数据有误" });
      await pressFor(page, `撤下《${PATROL_AS_PRINTED}》`, /撤下/, piece);

      await open(editor.page, `/bulletins/${issue.month}`);
      assert.deepEqual(await standing(editor.page, "地质矿产管理科"), { month: "0", cumulative: "0", rank: "2" });
      assert.deepEqual(await standing(editor.page, "开发利用科"), { month: "1", cumulative: "1", rank: "1" });
      assert.deepEqual(await standing(editor.page, "执法支队"), { month: "0.5", cumulative: "0.5", rank: "1" });
      await open(editor.page, `/ledger?month=${issue.month}`);
      assert.match(await editor.page.locator("main").innerText(), /冲销第\d+笔/);

      await open(reader.page, issue.address);
      assert.match(await reader.page.locator("main").innerText(), /本期有更正/);
      const corrected = await download(reader.page, `${issue.address}/pdf`);
      assert.ok(!textOf(corrected.bytes).includes(PATROL_AS_PRINTED), "更正版里还有撤下的稿件");
    });

    await step("谁的浏览器都没有出错，也没有访问别处", () => {
      for (const { name, faults } of Object.values(office.people)) assert.deepEqual(faults, [], name);
    });
  } finally {
    await office.close();
  }
}

/** The figures of a unit's row in a bulletin, by the columns that stand in every rule set. */
async function standing(page, unit) {
  const row = page.locator("tbody tr", { has: page.getByRole("rowheader", { name: unit, exact: true }) });
  const cells = await row.locator("td").allInnerTexts();
  const [month, cumulative, rank] = cells.slice(-3).map((cell) => cell.trim());
  return { month, cumulative, rank };
}

/** The story's steps, each a test of its own; what follows a failed one is not tried. */
function steps(context) {
  let broken = false;
  return (name, act) =>
    context.test(name, { skip: broken && "前面一步没有成" }, async () => {
      broken = true;
      await act();
      broken = false;
    });
}
