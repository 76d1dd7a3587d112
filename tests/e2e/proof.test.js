// 校对 and finding in the editor: what is pointed out is marked, mended by a press and undone; nothing else is touched.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { mkdir } from "node:fs/promises";
import path from "node:path";

import { awake, scrollsSideways, violations } from "./helpers/browser.js";
import { bodyText, leading, open, pressFor, typeInto } from "./helpers/forms.js";
import { openOffice } from "./helpers/office.js";

const pictures = process.env.JIANBAO_SCREENSHOTS;
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

  const editor = () => page.locator(".editor[data-ready] .editor-text");
  const panel = () => page.getByRole("region", { name: "校对意见" });

  async function begin(words) {
    await open(page, "/items/new");
    await awake(page);
    await editor().waitFor();
    await typeInto(editor(), words);
    faults.length = 0;
  }

  async function giveUp() {
    await open(page, "/items");
    const drop = page.locator(".unsaved").getByRole("button", { name: /^放弃/ }).first();
    while ((await drop.count()) > 0) await leading(page, () => drop.click());
  }

  const picture = async (name) => {
    if (!pictures) return;
    await mkdir(pictures, { recursive: true });
    for (const [suffix, width, scheme] of [["", 1440, "light"], ["-laptop", 1280, "light"], ["-phone", 390, "light"], ["-dark", 1440, "dark"]]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: path.join(pictures, `${name}${suffix}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
  };

  test("F7：错处标在文里，一按就改，能撤销；数字对不上的说明怎么算", async () => {
    await begin(WRONG);
    await page.keyboard.press("F7");
    await panel().getByText("校对意见 3 处").waitFor();
    assert.equal(await page.locator(".finding-mark").count(), 3);
    assert.match(await panel().innerText(), /分项与总数不符/);
    assert.deepEqual(await violations(page), []);
    await picture("proof-while-writing");
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

  test("存下以后，稿件页上也看得到、改得了、能不改；看过的记着是谁", async () => {
    await begin(WRONG);
    await page.getByLabel("标题", { exact: true }).fill("矿山巡查");
    await pressFor(page, "存草稿", /已存草稿/, page.locator("#writing .toolbar"));
    const item = new URL(page.url()).pathname.replace(/\/edit$/, "");
    await open(page, item);
    const proof = page.locator("#proof");
    assert.match(await proof.getByRole("heading").innerText(), /校对意见 3 处/);
    assert.deepEqual(await violations(page), []);
    await picture("proof-of-item");
    await pressFor(page, "能改的2处全改", /已校对改正2处/, proof);
    await pressFor(page, "不改", /不再指出/, proof);
    await open(page, item);
    assert.match(await proof.innerText(), /看过不改的 1 处/);
    await open(page, "/items");
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
    assert.deepEqual(faults, []);
    await giveUp();
  });
});
