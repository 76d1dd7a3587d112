// Words are never lost and acts never doubled, in a browser: two windows, slow lines, no line, sessions that end.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";

import { openDesk, scrollsSideways, violations } from "./helpers/browser.js";
import { THIS_MONTH } from "./helpers/days.js";
import { bodyText, fill, leading, open, pressFor, typeAtEnd, typeInto } from "./helpers/forms.js";
import { draftAndSend, editorOf, write } from "./helpers/items.js";
import { openOffice, PEOPLE } from "./helpers/office.js";
import { PASSWORD } from "./helpers/people.js";

describe("字不丢，事不重", () => {
  let office;
  let page;
  let faults;

  before(async () => {
    office = await openOffice();
    ({ page, faults } = office.people.colleague);
  });
  after(() => office?.close());
  beforeEach(() => {
    faults.length = 0;
  });

  const body = (of = page) => of.getByLabel("正文", { exact: true });
  const kept = (of = page) => of.locator(".kept output", { hasText: /^(草稿)?已留存/ }).first();
  const alarm = (words, of = page) => of.locator(".kept [role=alert]", { hasText: words }).first();
  const send = (of = page) => of.getByRole("button", { name: "报送", exact: true });
  const items = async (title) => {
    await open(page, `/search?q=${encodeURIComponent(title)}`);
    return page.locator("main .row").count();
  };

  async function signIn(of, login) {
    await open(of, "/sign-in");
    await fill(of, { 账号: login, 密码: PASSWORD });
    await leading(of, () => of.getByRole("button", { name: "登录" }).click());
  }

  /** Ends the browser's session from another window, as somebody does who signs out there. */
  async function signOutElsewhere(of = page) {
    const other = await of.context().newPage();
    await open(other, "/me");
    await leading(other, () => other.getByRole("button", { name: "退出登录" }).click());
    return other;
  }

  test("慢线路上连按两下报送，只有一篇，只报一次", async () => {
    await open(page, "/items/new");
    await write(page, { 标题: "连按两下的一篇", 正文: "只报一次。", 署名: "（利用科/陈瑶）" });
    await page.route("**/do/draft_item", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      await route.continue();
    });
    await send().click();
    await page.waitForTimeout(150);
    await send().click();
    await page.locator(".answer", { hasText: "已报送" }).waitFor();
    await page.unroute("**/do/draft_item");
    assert.equal(await items("连按两下的一篇"), 1);
  });

  test("没有 JavaScript，连按两下也只有一篇", async () => {
    const state = await page.context().storageState();
    const context = await office.browser.newContext({ baseURL: office.address, javaScriptEnabled: false, storageState: state });
    const plain = await context.newPage();
    await open(plain, "/items/new");
    await write(plain, { 标题: "无脚本连按", 正文: "只报一次。", 署名: "（利用科/陈瑶）" });
    await plain.route("**/do/draft_item", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue().catch(() => undefined);
    });
    // By the mouse: asked for by its name, a button waits for the way to the next page.
    await send(plain).scrollIntoViewIfNeeded();
    const { x, y, width, height } = await send(plain).boundingBox();
    const press = () => plain.mouse.click(x + width / 2, y + height / 2);
    await press();
    await plain.waitForTimeout(200);
    await press();
    await plain.locator(".answer", { hasText: "已报送" }).waitFor();
    await context.close();
    assert.equal(await items("无脚本连按"), 1);
  });

  test("按了保存接着打，再按一次：一篇，最新的字，没有冲突", async () => {
    await open(page, "/items/new");
    await write(page, { 标题: "接着打的一篇", 正文: "先写一半" });
    await page.route("**/do/draft_item", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue();
    });
    const save = page.locator("#writing .toolbar").getByRole("button", { name: "存草稿", exact: true });
    await save.click();
    await typeAtEnd(body(), "，又写一半");
    await save.click();
    await page.waitForURL(/\/items\/\d+\/edit/);
    await page.unroute("**/do/draft_item");
    assert.equal(await bodyText(page), "先写一半，又写一半");
    assert.doesNotMatch(await page.locator("main").innerText(), /也存了一稿/);
    assert.equal(await items("接着打的一篇"), 1);
  });

  test("按了保存接着打，不再按：留在本页，后打的字留存", async () => {
    await open(page, "/items/new");
    await write(page, { 标题: "留在本页的一篇", 正文: "先写一半" });
    await page.route("**/do/draft_item", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue();
    });
    await page.locator("#writing .toolbar").getByRole("button", { name: "存草稿", exact: true }).click();
    await typeAtEnd(body(), "，又写一半");
    await kept().waitFor();
    await page.unroute("**/do/draft_item");
    assert.equal(await bodyText(page), "先写一半，又写一半");
    await open(page, "/items");
    await page.locator(".unsaved", { hasText: "改稿《留在本页的一篇》" }).waitFor();
    await leading(page, () => page.locator(".unsaved").getByRole("link", { name: "继续写" }).click());
    assert.equal(await bodyText(page), "先写一半，又写一半");
    await pressFor(page, "存草稿", /已保存/, page.locator("#writing .toolbar"));
  });

  test("两个窗口各写各的新稿，存一篇不动另一篇", async () => {
    const other = await page.context().newPage();
    other.on("dialog", (dialog) => dialog.accept());
    await open(page, "/items/new");
    await open(other, "/items/new");
    await write(page, { 标题: "甲窗口", 正文: "甲的字" });
    await write(other, { 标题: "乙窗口", 正文: "乙的字" });
    await kept(page).waitFor();
    await kept(other).waitFor();
    await pressFor(page, "存草稿", /已存草稿/, page.locator("#writing .toolbar"));
    await other.reload();
    assert.equal(await bodyText(other), "乙的字");
    await open(page, "/");
    await page.locator(".unsaved", { hasText: "新稿《乙窗口》" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await leading(page, () => page.locator(".unsaved").getByRole("button", { name: "放弃新稿《乙窗口》" }).click());
    await page.locator(".answer", { hasText: "已放弃" }).waitFor();
    await leading(page, () => page.locator(".answer").getByRole("button", { name: "撤销" }).click());
    assert.equal(await bodyText(page), "乙的字");
    await other.close();
    await leading(page, () => page.getByRole("button", { name: "放弃它" }).click());
  });

  test("同一页开成两个窗口，后开的另起一页", async () => {
    await open(page, "/items/new");
    const other = await page.context().newPage();
    other.on("dialog", (dialog) => dialog.accept());
    await open(other, page.url());
    await other.waitForFunction((url) => location.href !== url, page.url());
    await typeInto(body(page), "先开的字");
    await typeInto(body(other), "后开的字");
    await kept(page).waitFor();
    await kept(other).waitFor();
    await page.reload();
    await other.reload();
    assert.equal(await bodyText(page), "先开的字");
    assert.equal(await bodyText(other), "后开的字");
    await other.close();
    for (let left = 2; left > 0; left -= 1) {
      await open(page, "/items");
      await leading(page, () => page.locator(".unsaved").getByRole("button", { name: /^放弃/ }).first().click());
    }
  });

  test("存好以后按后退，回到存好的稿件", async () => {
    await open(page, "/items/new");
    await write(page, { 标题: "后退的一篇", 正文: "存好了" });
    await pressFor(page, "存草稿", /已存草稿/, page.locator("#writing .toolbar"));
    const saved = new URL(page.url()).pathname;
    await page.goBack();
    await page.waitForURL((url) => url.pathname === saved);
    assert.equal(await bodyText(page), "存好了");
    assert.equal(await items("后退的一篇"), 1);
  });

  test("别的窗口退出登录，接着打的字登录后还在，事接着办", async () => {
    await open(page, "/items/new");
    await write(page, { 标题: "退出以后", 正文: "退出以前", 署名: "（利用科/陈瑶）" });
    await kept().waitFor();
    const other = await signOutElsewhere();
    await typeAtEnd(body(), "，退出以后打的");
    await alarm("登录已过期").waitFor();
    await send().click();
    await alarm("登录已过期").waitFor();
    assert.match(page.url(), /\/items\/new/, "页面还在");
    await signIn(other, PEOPLE.colleague.login);
    await other.close();
    await page.bringToFront();
    await page.evaluate(() => globalThis.dispatchEvent(new Event("focus")));
    await kept().waitFor();
    await send().click();
    await page.locator(".answer", { hasText: "已报送" }).waitFor();
    assert.match(await page.locator("main").innerText(), /退出以前，退出以后打的/);
  });

  test("草稿在别的窗口删了，回到这一页就说，打的字还在", async () => {
    await open(page, "/items/new");
    await write(page, { 标题: "别处删掉的草稿", 正文: "存下的", 署名: "（利用科/陈瑶）" });
    await leading(page, () => page.getByRole("button", { name: "存草稿", exact: true }).last().click());
    const item = new URL(page.url()).pathname.replace(/\/edit$/, "");
    await open(page, `${item}/edit`);
    await typeAtEnd(body(), "，又打的");
    await kept().waitFor();
    const other = await page.context().newPage();
    await open(other, item);
    await other.getByText("删除草稿").first().click();
    await leading(other, () => other.getByRole("button", { name: /^删除/ }).click());
    await other.close();
    await page.waitForTimeout(5_100);
    await page.evaluate(() => globalThis.dispatchEvent(new Event("focus")));
    await alarm(/没有找到|已删除|不在/).waitFor();
    assert.match(await bodyText(page), /，又打的/);
  });

  test("同一个浏览器换人登录，看不到前一个人的字", async () => {
    const desk = await openDesk(office.browser, office.address);
    const first = desk.page;
    await signIn(first, PEOPLE.colleague.login);
    await open(first, "/items/new");
    await write(first, { 标题: "只给自己看", 正文: "换人以前" });
    await kept(first).waitFor();
    await first.context().setOffline(true);
    await typeAtEnd(body(first), "，断网时打的");
    await alarm("连不上服务器", first).waitFor();
    const writing = first.url();
    await first.context().setOffline(false);
    await first.route("**/do/keep_text", (route) => route.abort());
    const second = await first.context().newPage();
    await second.route("**/do/keep_text", (route) => route.abort());
    await open(second, "/me");
    await leading(second, () => second.getByRole("button", { name: "退出登录" }).click());
    await second.unroute("**/do/keep_text");
    await signIn(second, PEOPLE.contributor.login);
    for (const place of ["/", "/items", "/items/new", writing]) {
      await open(second, place);
      assert.doesNotMatch(await second.content(), /只给自己看|换人以前|断网时打的/, place);
    }
    await leading(second, async () => {
      await open(second, "/me");
      await second.getByRole("button", { name: "退出登录" }).click();
    });
    await signIn(second, PEOPLE.colleague.login);
    await second.waitForFunction((key) => !Object.keys(localStorage).some((name) => name.includes(key)), "jianbao.kept");
    await open(second, writing);
    assert.equal(await bodyText(second), "换人以前，断网时打的", "登录后，暂存的字交上去了");
    await desk.context.close();
    await open(page, "/items");
    await leading(page, () => page.locator(".unsaved").getByRole("button", { name: /放弃新稿《只给自己看》/ }).click());
  });

  test("断了网，报送留在本页并说明，接通再按就行", async () => {
    await open(page, "/items/new");
    await write(page, { 标题: "断网报送", 正文: "等网", 署名: "（利用科/陈瑶）" });
    await kept().waitFor();
    await page.context().setOffline(true);
    await send().click();
    await alarm("连不上服务器，没有办成").waitFor();
    assert.equal(await bodyText(page), "等网");
    await page.context().setOffline(false);
    await send().click();
    await page.locator(".answer", { hasText: "已报送" }).waitFor();
    assert.equal(await items("断网报送"), 1);
  });

  test("回音丢了，办成了就说，再按也只有一篇", async () => {
    // With and without something typed since the words were kept: leaving the last field tells of a change.
    for (const [title, attribution] of [
      ["回音丢了不再按", "（利用科/陈瑶）"],
      ["回音丢了也不再按", "（利用科/陈瑶 周鹏）"],
      ["回音丢了再按", "（利用科/陈瑶）"],
      ["回音丢了接着打", "（利用科/陈瑶 周鹏）"],
    ]) {
      await open(page, "/items/new");
      await write(page, { 标题: title, 正文: "回音丢在路上。", 署名: attribution });
      await kept().waitFor();
      await page.route("**/do/draft_item", async (route) => {
        await route.fetch();
        await route.abort("connectionreset");
      });
      await send().click();
      await page.unrouteAll({ behavior: "wait" });
      await page.locator(".kept output", { hasText: "已经办成：已报送" }).first().waitFor();
      if (title.endsWith("再按") && !title.includes("不")) {
        await leading(page, () => send().click());
        await page.locator(".answer", { hasText: "已报送" }).waitFor();
      } else if (title.endsWith("接着打")) {
        await body().press("End");
        await typeAtEnd(body(), "又添一句。");
        await kept().waitFor();
        await leading(page, () => send().click());
      }
      await open(page, "/items");
      assert.equal(await page.locator(".unsaved", { hasText: title }).count(), 0, title);
      assert.equal(await items(title), 1, title);
    }
  });

  test("脚本还没有到就打的字，到了就留存", async () => {
    const context = page.context();
    const slow = await context.newPage();
    let go = () => undefined;
    const wait = new Promise((resolve) => (go = resolve));
    await slow.route("**/assets/page*.js", async (route) => {
      await wait;
      await route.continue();
    });
    await slow.goto(new URL("/items/new", office.address).href, { waitUntil: "commit" });
    await slow.getByLabel("标题", { exact: true }).fill("脚本来得晚");
    await typeInto(body(slow), "早就打好了。");
    go();
    await kept(slow).waitFor();
    await slow.close({ runBeforeUnload: false });
    await open(page, "/items");
    await page.getByText("脚本来得晚").first().waitFor();
  });

  test("断网时打的字、关了的窗口，下次一打开首页就在", async () => {
    const lost = await page.context().newPage();
    await open(lost, "/items/new");
    await page.context().setOffline(true);
    await lost.getByLabel("标题", { exact: true }).fill("断网时的题目");
    await lost.locator(".kept", { hasText: "这台电脑" }).first().waitFor();
    await lost.close({ runBeforeUnload: false });
    await page.context().setOffline(false);
    await open(page, "/");
    const text = page.locator(".unsaved .row", { hasText: "断网时的题目" });
    await text.waitFor();
    await leading(page, () => text.getByRole("button", { name: /^放弃/ }).click());
  });

  test("断了网，别的按钮也留在本页并说明", async () => {
    const { page: editor } = office.people.editor;
    await open(editor, "/inbox");
    await editor.getByRole("checkbox", { name: "选中断网报送" }).check();
    await editor.context().setOffline(true);
    await editor.getByRole("button", { name: "签收所选" }).click();
    await editor.locator(".act-said", { hasText: "连不上服务器，没有办成" }).waitFor();
    await editor.context().setOffline(false);
    await pressFor(editor, "签收所选", /已签收/);
  });

  test("离开还没留存的字要问一声，留存了不问", async () => {
    const desk = await openDesk(office.browser, office.address);
    const { page: asked } = desk;
    const dialogs = [];
    asked.on("dialog", (dialog) => dialogs.push(dialog.type()));
    await signIn(asked, PEOPLE.colleague.login);
    await open(asked, "/items/new");
    await asked.route("**/do/keep_text", (route) => route.abort());
    await editorOf(asked).click();
    await asked.keyboard.type("还没有留存");
    await asked.close({ runBeforeUnload: true });
    await asked.waitForEvent("close").catch(() => undefined);
    assert.deepEqual(dialogs, ["beforeunload"]);
    await desk.context.close();
    await open(page, "/items/new");
    dialogs.length = 0;
    page.on("dialog", (dialog) => dialogs.push(dialog.type()));
    await typeAtEnd(body(), "留存了");
    await kept().waitFor();
    await open(page, "/items");
    assert.deepEqual(dialogs, []);
    const button = page.locator(".unsaved").getByRole("button", { name: /^放弃/ }).first();
    while ((await button.count()) > 0) await leading(page, () => button.click());
  });

  test("别人动了稿件：留存时就说，保存时给出能做的事", async () => {
    const { page: editor } = office.people.editor;
    const address = await draftAndSend(page, { 标题: "地面在动", 正文: "原文", 署名: "（利用科/陈瑶）" }, /已报送/);
    await open(editor, address);
    await pressFor(editor, "签收", /已签收/);
    await open(editor, `${address}/edit`);
    await typeInto(body(editor), "编辑改的字");
    await kept(editor).waitFor();
    const context = await office.browser.newContext({ baseURL: office.address, storageState: await editor.context().storageState() });
    const elsewhere = await context.newPage();
    await open(elsewhere, address);
    await pressFor(elsewhere, "撤销签收", /撤销签收/);
    await typeAtEnd(body(editor), "，还在改");
    await alarm("撤销签收", editor).waitFor();
    await editor.locator("#writing .toolbar").getByRole("button", { name: "保存", exact: true }).click();
    await editor.waitForURL(/\/unsaved\//);
    assert.match(await editor.getByLabel(/您打的字/).inputValue(), /编辑改的字，还在改/);
    assert.match(await editor.locator("main").innerText(), /已把稿件“撤销签收”/);
    assert.deepEqual(await violations(editor), []);
    await leading(editor, () => editor.getByRole("button", { name: /^放弃改稿/ }).click());
    await context.close();
  });

  test("退回的意见、通报的正文，打着就留存，回来还在", async () => {
    const { page: editor } = office.people.editor;
    await open(editor, "/inbox");
    await leading(editor, () => editor.getByRole("link", { name: "断网报送" }).first().click());
    await editor.locator("summary", { hasText: "退回…" }).first().click();
    await editor.getByLabel("具体说明").first().fill("意见写了很久");
    await editor.locator("form[action='/do/return_item'] .kept output", { hasText: /已留存/ }).first().waitFor();
    await open(editor, "/");
    await leading(editor, () => editor.locator(".unsaved").getByRole("link", { name: "继续写" }).first().click());
    assert.equal(await editor.getByLabel("具体说明").first().inputValue(), "意见写了很久");
    await open(editor, `/bulletins/${THIS_MONTH}/letter`);
    await editor.getByLabel("正文", { exact: true }).fill("各单位：情况如下。");
    await kept(editor).waitFor();
    await open(editor, "/");
    assert.equal(await editor.locator(".unsaved .row").count(), 2);
    const button = editor.locator(".unsaved").getByRole("button", { name: /^放弃/ }).first();
    while ((await button.count()) > 0) await leading(editor, () => button.click());
  });

  test("写满以前就说还剩多少，超了照样留存", async () => {
    await open(page, "/items/new");
    await typeInto(body(), "字".repeat(46_000));
    await page.getByText("还可写 4000 字").waitFor();
    await typeInto(body(), "字".repeat(50_010));
    await page.getByText("超出了 10 字，最多").waitFor();
    // Where one looks after writing it is said as well, with what is kept.
    await page.locator(".kept strong").filter({ hasText: /^草稿已留存.*超出了 10 字，删短了才能保存/ }).waitFor();
    await page.reload();
    assert.equal((await bodyText(page)).length, 50_010);
    await leading(page, () => page.getByRole("button", { name: "放弃它" }).click());
  });

  test("手机上也看得见、点得到", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, "/items/new");
    await write(page, { 标题: "一个很长很长很长很长很长很长很长很长很长很长很长很长的题目", 正文: "字" });
    await kept().waitFor();
    for (const place of ["/", "/items", "/items/new"]) {
      await open(page, place);
      await page.locator(".unsaved").waitFor();
      assert.equal(await scrollsSideways(page), false, place);
      assert.deepEqual(await violations(page), [], place);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    const button = page.locator(".unsaved").getByRole("button", { name: /^放弃/ }).first();
    while ((await button.count()) > 0) await leading(page, () => button.click());
  });
});
