// The writing page with its islands: what is typed is kept, marked, set on a slip beside it, and read at once.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { awake, scrollsSideways, violations } from "./helpers/browser.js";
import { bodyText, leading, open, pressFor, typeAtEnd, typeInto } from "./helpers/forms.js";
import { giveUpUnsaved, write } from "./helpers/items.js";
import { openOffice } from "./helpers/office.js";

describe("写稿", () => {
  let office;
  let page;
  let faults;

  before(async () => {
    office = await openOffice();
    ({ page, faults } = office.people.contributor);
  });
  after(() => office?.close());

  const body = () => page.getByLabel("正文", { exact: true });
  const line = () => page.getByLabel("署名", { exact: true });
  const kept = () => page.locator(".kept output", { hasText: /^草稿已留存 \d\d:\d\d（/ });
  const picture = () => page.locator(".slip-paper img");

  async function begin(address = "/items/new") {
    await open(page, address);
    await awake(page);
    faults.length = 0;
  }

  const giveUp = () => giveUpUnsaved(page);

  /** Goes on with the only text that is unsaved. */
  async function goOn() {
    await open(page, "/items");
    await leading(page, () => page.locator(".unsaved").getByRole("link", { name: "继续写" }).click());
    await awake(page);
  }

  test("打的字三秒之内就留存，离开再回来还在", async () => {
    await begin();
    await typeAtEnd(body(), "矿山巡查改用无人机。");
    const typed = Date.now();
    await kept().waitFor();
    assert.ok(Date.now() - typed < 3000, `用了 ${Date.now() - typed} 毫秒`);
    await goOn();
    assert.equal(await bodyText(page), "矿山巡查改用无人机。");
    assert.match(await page.locator("main").innerText(), /留存、还没有保存的文字/);
    assert.deepEqual(faults, []);
    await giveUp();
  });

  test("刚打完就走，也不丢字", async () => {
    await begin();
    await typeAtEnd(body(), "最后一个字");
    await open(page, "/items");
    await assertEventually(async () => {
      await open(page, "/items");
      return (await page.locator(".unsaved", { hasText: "最后一个字" }).count()) === 1;
    });
    await giveUp();
  });

  test("第一次没有回音，马上再试，仍在三秒之内", async () => {
    await begin();
    let requests = 0;
    await page.route("**/do/keep_text", async (route) => {
      requests += 1;
      // The first request is never answered.
      if (requests > 1) await route.continue();
    });
    await typeAtEnd(body(), "网络不好");
    const typed = Date.now();
    await kept().waitFor();
    assert.ok(Date.now() - typed < 3000, `用了 ${Date.now() - typed} 毫秒`);
    assert.equal(requests, 2);
    await page.unroute("**/do/keep_text");
    await giveUp();
  });

  test("连不上服务器时说清楚，接通后自己补上", async () => {
    await begin();
    let isBroken = true;
    await page.route("**/do/keep_text", (route) => (isBroken ? route.abort() : route.continue()));
    await typeAtEnd(body(), "断网");
    await page.locator(".kept [role=alert]", { hasText: "连不上服务器" }).waitFor();
    isBroken = false;
    await kept().waitFor();
    await page.unroute("**/do/keep_text");
    await giveUp();
  });

  test("存了草稿，路上的旧字不会在下一篇新稿里冒出来", async () => {
    await begin();
    let hold;
    const held = new Promise((resolve) => (hold = resolve));
    const late = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/do/keep_text"));
    await page.route("**/do/keep_text", async (route) => {
      hold(route.request().postData());
    });
    await write(page, { 标题: "草稿一篇", 正文: "只写了一半" });
    const data = await held;
    await typeInto(body(), "这回写完了");
    await pressFor(page, "存草稿", /已存草稿/, page.locator("#writing .toolbar"));
    await late;
    await page.unroute("**/do/keep_text");
    // The request that was given up reaches the server all the same.
    await page.context().request.post("/do/keep_text", {
      data,
      headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json", Origin: office.address },
    });
    await begin();
    assert.equal(await bodyText(page), "");
    assert.equal(await page.locator(".unsaved").count(), 0);
  });

  test("版面跟着文字走，换图不闪", async () => {
    await begin();
    await page.locator(".slip", { hasText: "写下标题和正文" }).waitFor();
    await page.getByLabel("标题", { exact: true }).fill("采矿权网上公示");
    await picture().waitFor();
    const first = await picture().getAttribute("src");
    await page.evaluate(() => {
      globalThis.unloaded = 0;
      const watch = () => {
        const image = document.querySelector(".slip-paper img");
        if (!image?.complete || image.naturalWidth === 0) globalThis.unloaded += 1;
      };
      new MutationObserver(watch).observe(document.querySelector(".slip"), { subtree: true, childList: true, attributes: true });
    });
    await typeInto(body(), "当天就能查到。\n企业少跑一趟。");
    await page.waitForFunction((first) => document.querySelector(".slip-paper img")?.getAttribute("src") !== first, first);
    assert.equal(await page.evaluate(() => globalThis.unloaded), 0, "新图没有加载好就换上了");
    const size = await picture().evaluate((image) => [image.naturalWidth, image.getAttribute("width")].map(Number));
    assert.ok(size[0] > size[1], `图只有 ${size[0]} 像素宽`);
    await typeInto(body(), "有一个\u{10FFFD}字");
    await page.locator(".slip .field-fault", { hasText: "没有字形" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByLabel("标题", { exact: true }).fill("");
    await typeInto(body(), "");
    await page.locator(".slip", { hasText: "写下标题和正文" }).waitFor();
    assert.equal(await picture().count(), 0);
    assert.deepEqual(faults, []);
    await giveUp();
  });

  test("没有 JavaScript，版面也在", async () => {
    await begin();
    await page.getByLabel("标题", { exact: true }).fill("采矿权网上公示");
    await kept().waitFor();
    const state = await page.context().storageState();
    const context = await office.browser.newContext({ baseURL: office.address, javaScriptEnabled: false, storageState: state });
    const plain = await context.newPage();
    await plain.goto(page.url());
    const image = plain.locator(".slip-paper img");
    const response = await context.request.get(await image.getAttribute("src"));
    assert.equal(response.headers()["content-type"], "image/png");
    await context.close();
    await giveUp();
  });

  test("字数跟着走", async () => {
    await begin();
    await page.getByLabel("标题", { exact: true }).fill("四个字的");
    await page.locator(".field-head", { hasText: "标题" }).getByText("4 字").waitFor();
    await typeInto(body(), "五个字 也行");
    await page.locator(".field-head", { hasText: "正文" }).getByText("5 字").waitFor();
    await giveUp();
  });

  test("署名边打边查，不认得的给出近似的单位", async () => {
    await begin();
    await line().fill("（矿产科/周鹏）");
    const reading = page.locator(".attribution-reading:visible");
    await reading.locator(".unresolved", { hasText: "矿产科" }).waitFor();
    await reading.getByRole("button", { name: "地矿科" }).click();
    await reading.getByText("✓ 地矿科 → 地质矿产管理科").waitFor();
    assert.equal(await line().inputValue(), "（地矿科/周鹏）");
    await giveUp();
  });

  test("打单位名时给出建议，用键盘选", async () => {
    await begin();
    // The page has filled it in.
    await line().fill("");
    await line().pressSequentially("（地矿科/周鹏 执法");
    const suggestions = page.locator(".suggestions");
    await suggestions.getByRole("button", { name: "执法支队" }).waitFor();
    assert.match(await page.locator("[role=status]", { hasText: "符合" }).innerText(), /1个单位符合/);
    assert.deepEqual(await violations(page), []);
    await line().press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await line().inputValue(), "（地矿科/周鹏 执法支队");
    assert.equal(await page.evaluate(() => document.activeElement.id), "attribution_line");
    await suggestions.waitFor({ state: "detached" });
    await page.keyboard.type("、测");
    await suggestions.getByRole("button", { name: /测绘科/ }).click();
    assert.equal(await line().inputValue(), "（地矿科/周鹏 执法支队、测绘科");
    await page.keyboard.type(" 利");
    await suggestions.waitFor();
    await line().press("Escape");
    await suggestions.waitFor({ state: "detached" });
    assert.deepEqual(faults, []);
    await giveUp();
  });

  test("手机上也写得下", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await begin();
    await typeInto(body(), "手机上写的字。");
    await picture().waitFor();
    assert.equal(await scrollsSideways(page), false);
    assert.deepEqual(await violations(page), []);
    await page.setViewportSize({ width: 1280, height: 900 });
    await giveUp();
  });
});

/** Tries for three seconds. */
async function assertEventually(holds) {
  const end = Date.now() + 3000;
  while (Date.now() < end) {
    if (await holds()) return;
  }
  assert.fail("三秒之内没有等到");
}
