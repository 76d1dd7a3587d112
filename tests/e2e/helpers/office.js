// The office in which the story plays: its units, people and newsletter, set up on the administration pages.

import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { addGroup, addNewsletter, addPerson, addUnit } from "./administration.js";
import { openBrowser, openDesk } from "./browser.js";
import { open } from "./forms.js";
import { arrive, FIRST_PASSWORD } from "./people.js";
import { commandWith, newData, serve } from "./program.js";

const GROUPS = ["机关科室", "局属事业单位"];

const UNITS = [
  { 全称: "地质矿产管理科", 简称: "地矿科", 分组: "机关科室", 稿件先经本单位审核: true },
  { 全称: "开发利用科", 简称: "利用科", 分组: "机关科室" },
  { 全称: "测绘地理信息科", 简称: "测绘科", 分组: "机关科室" },
  { 全称: "执法支队", 别名: "市执法支队", 分组: "局属事业单位" },
];

/** Everybody but the administrator, by what they are in the story. */
export const PEOPLE = {
  contributor: { name: "周鹏", login: "zhoupeng", contributes: "地矿科" },
  reviewer: { name: "吴敏", login: "wumin", reviews: "地矿科" },
  colleague: { name: "陈瑶", login: "chenyao", contributes: "利用科" },
  editor: { name: "方晴", login: "fangqing", roles: ["编辑"] },
  clearer: { name: "何立", login: "heli", roles: ["保密审查员"] },
  checker: { name: "许宁", login: "xuning", roles: ["签发人"] },
  signer: { name: "杜衡", login: "duheng", roles: ["签发人"] },
  reader: { name: "白露", login: "bailu", roles: ["读者"] },
};

const ADMINISTRATOR = { name: "江川", login: "jiangchuan" };

const NEWSLETTER = {
  fields: {
    刊名: "矿地要情",
    编印单位: "市局办公室",
    标注: "内部资料 注意保存",
    报: "市政府办公室",
    发: "各分局\n机关各科室",
    编辑: "方晴",
    印数: "60",
  },
  steps: [
    { step: "核稿", signer: "许宁" },
    { step: "签发", signer: "杜衡" },
  ],
};

const EVERYBODY = { administrator: ADMINISTRATOR, ...PEOPLE };

/** Sets the office up in a folder of its own, with everybody signed in for the first time. A run does this once; each of its
 * files has a copy. */
export async function prepareOffice(look) {
  const data = await newData();
  const { login, name } = ADMINISTRATOR;
  commandWith(`${FIRST_PASSWORD}\n`, "user", "add", login, "--name", name, "--role", "管理员", "--data", data);
  const program = await serve({ data });
  const browser = await openBrowser();
  const signedIn = {};
  for (const [part, person] of Object.entries(EVERYBODY)) {
    const { page } = await arrive(browser, program.address, person, look);
    if (part === "administrator") await setUp(page);
    signedIn[part] = await page.context().storageState();
    await page.context().close();
  }
  await browser.close();
  await program.stop();
  await writeFile(path.join(data, SIGNED_IN), JSON.stringify(signedIn));
  return data;
}

const SIGNED_IN = "signed-in.json";

/** Starts the program on an office of its own; everybody in it has signed in. Without JavaScript it is set up so, too. */
export async function openOffice(look) {
  const prepared = look?.javaScript === false ? "" : process.env.JIANBAO_PREPARED_OFFICE;
  const data = prepared ? await newData() : await prepareOffice(look);
  if (prepared) await cp(prepared, data, { recursive: true });
  const signedIn = JSON.parse(await readFile(path.join(data, SIGNED_IN), "utf8"));
  const program = await serve({ data });
  const browser = await openBrowser();
  const people = {};
  for (const [part, { name, login }] of Object.entries(EVERYBODY)) {
    const desk = await openDesk(browser, program.address, { ...look, storageState: signedIn[part] });
    await open(desk.page, "/");
    people[part] = { name, login, ...desk };
  }
  return {
    people,
    browser,
    address: program.address,
    async close() {
      await browser.close();
      await program.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function setUp(page) {
  for (const group of GROUPS) await addGroup(page, group);
  for (const unit of UNITS) await addUnit(page, unit);
  for (const person of Object.values(PEOPLE)) await addPerson(page, person);
  await addNewsletter(page, NEWSLETTER);
}
