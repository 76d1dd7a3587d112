// An office at work: items in every state, an issue that was published, one in sign-off, one being arranged.

import { open, press } from "./forms.js";
import { makeIssue, placeAll } from "./issues.js";
import { clear, draftAndSend, sendBackToAuthor, withChosen } from "./items.js";

const RECEIVED = ["测绘数据免费开放，企业少跑三趟", "不动产窗口延时办理，群众周末也能办证"];
const PRINTED = ["矿山地质灾害隐患点全部装上监测仪", "采矿权网上公示，当天就能查到"];

/** Fills the office; returns what else there is to be seen, by who works on it. */
export async function fillOffice({ contributor, reviewer, colleague, editor, clearer, checker, signer }) {
  const line = "（利用科/陈瑶）";
  for (const title of [...PRINTED, ...RECEIVED]) {
    await draftAndSend(colleague.page, { 标题: title, 正文: BODY, 署名: line }, /报送/);
  }
  const waiting = await draftAndSend(contributor.page, { 标题: "矿山储量动态检测完成", 正文: BODY, 署名: "（地矿科/周鹏）" }, /审核/);
  const returned = await draftAndSend(contributor.page, { 标题: "地矿科召开工作会", 正文: BODY, 署名: "（地矿科/周鹏）" }, /审核/);
  await open(reviewer.page, returned);
  await sendBackToAuthor(reviewer.page, { kind: "就会议写会议、就活动写活动", words: "请写会议定了什么" });
  const unknown = await draftAndSend(colleague.page, { 标题: "老矿区地图数字化", 正文: BODY, 署名: `${line.slice(0, -1)} 地图档案中心）` }, /报送/);

  const published = await publish({ editor, clearer, checker, signer }, PRINTED);
  await open(editor.page, "/inbox");
  await withChosen(editor.page, RECEIVED, "签收所选");
  await open(editor.page, "/inbox");
  await withChosen(editor.page, RECEIVED, "拟用所选");
  await clear(clearer.page, RECEIVED[0]);
  const inSignOff = await makeIssue(editor.page);
  await placeAll(editor.page);
  return {
    contributor: ["/", "/items", `${returned}/edit`, waiting, "/search?q=矿山", `/units/mine?month=${published.month}`],
    reviewer: [waiting],
    editor: [
      unknown,
      `/inbox?item=${unknown.split("/").pop()}`,
      `${inSignOff.address}/desk`,
      `${published.address}/sign`,
      `/bulletins/${published.month}`,
      `/bulletins/${published.month}/units/2`,
      `/ledger?month=${published.month}`,
    ],
    clearer: [unknown],
    signer: ["/", published.address, `${published.address}/sign`],
    reader: ["/", published.address],
  };
}

async function publish({ editor, clearer, checker, signer }, titles) {
  await open(editor.page, "/inbox");
  await withChosen(editor.page, titles, "签收所选");
  await open(editor.page, "/inbox");
  await withChosen(editor.page, titles, "拟用所选");
  for (const title of titles) await clear(clearer.page, title);
  const issue = await makeIssue(editor.page);
  await placeAll(editor.page);
  await press(editor.page, "送审");
  for (const [{ page }, name] of [
    [checker, "签字（核稿）"],
    [signer, "签字（签发）"],
  ]) {
    await open(page, `${issue.address}/sign`);
    await press(page, name);
  }
  await press(signer.page, "印发第1期");
  return issue;
}

const BODY = [
  "今年以来，有关科室把现场核查、资料整理和群众意见放在一起办，月月有清单，件件有回音。",
  "下一步，将把做法写成办法，在各分局推开。",
].join("\n");
