// What is wrong is found by everybody: after a form was refused the title says so, the focus is at the first fault with the
// summary in view (without JavaScript at the summary), and each fault is tied to its field and linked. Every form of every page is tried, so that a new one is too.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { openDesk, violations } from "./helpers/browser.js";
import { fillOffice } from "./helpers/content.js";
import { fill, leading, open, press, unfold } from "./helpers/forms.js";
import { openOffice } from "./helpers/office.js";

/** Where forms stand that are filled in, beyond the pages that the rail leads to. */
const PAGES = {
  administrator: [
    "/admin/people/new",
    "/admin/people/2",
    "/admin/units",
    "/admin/units/new",
    "/admin/units/1",
    "/admin/newsletters/new",
    "/admin/newsletters/1",
    "/admin/openings",
  ],
  contributor: ["/me/password"],
  editor: [
    "/issues/new",
    "/issues/past/new",
    "/records/channels",
    "/records?form=upper_adoption",
    "/records?form=commission",
    "/records?form=forwarding",
    "/records?form=instruction",
    "/records?form=ruling",
    "/records?form=adjustment",
    "/records?form=submission",
    "/bulletins/2024-01/letter",
    "/rules",
    "/rules/draft",
    "/rules/draft/heads",
  ],
};

/** What is filled in on a page that is not yet there. */
const FIELDS = "input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=search]), textarea, select";

/** Forms that make something of nothing, or take anything: there is nothing to be refused. */
const TAKES_ANYTHING = ["keep_text", "draft_item", "save_item", "rename_section", "move_placement"];

let office;
before(async () => {
  office = await openOffice();
  const added = await fillOffice(office.people);
  await prepare(office.people.editor.page);
  PAGES.editor.push(...added.editor);
  PAGES.clearer = added.clearer;
  PAGES.signer = added.signer;
});
after(() => office?.close());

/** A higher channel and a draft of rules, so that their forms are there. */
async function prepare(page) {
  await open(page, "/records/channels");
  await fill(page.locator("main"), { 刊物名称: "每日动态" });
  await press(page, "添加上级刊物");
  await open(page, "/rules");
  const begin = page.locator("form[action='/do/begin_rules'] button");
  if ((await begin.count()) > 0) await leading(page, () => begin.first().click());
}

describe("填错了的表单", () => {
  test("每一张：标题、焦点、每处错误和它的栏目", async () => {
    const tried = new Set();
    const faults = [];
    for (const [part, addresses] of Object.entries(PAGES)) {
      const { page } = office.people[part];
      for (const address of addresses) {
        await open(page, address);
        const forms = await page.evaluate(formsWithFields, FIELDS);
        for (const { place, action } of forms) {
          const name = `${action} @ ${address.replace(/\?.*/, "")}`;
          if (tried.has(name) || TAKES_ANYTHING.some((verb) => action.endsWith(`/${verb}`))) continue;
          tried.add(name);
          await open(page, address);
          await leading(page, () => page.evaluate(sendEmptied, [place, FIELDS]));
          await page.waitForLoadState("load");
          // A browser gives the focus when it draws the page.
          await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
          for (const fault of await page.evaluate(whatIsUntold)) faults.push(`${name}: ${fault}`);
        }
      }
    }
    assert.deepEqual(faults, []);
    assert.ok(tried.size >= 25, `only ${tried.size} forms: ${[...tried].join(", ")}`);
  });

  test("登录失败也是这样", async () => {
    const { context, page } = await openDesk(office.browser, office.address, {});
    await open(page, "/sign-in");
    await fill(page, { 账号: "fangqing", 密码: "不对" });
    await leading(page, () => page.getByRole("button", { name: "登录" }).click());
    assert.deepEqual(await page.evaluate(whatIsUntold), []);
    assert.ok(["login", "password"].includes(await page.evaluate(() => document.activeElement.getAttribute("name"))));
    assert.deepEqual(await violations(page), []);
    await context.close();
  });

  test("还不能报送的稿件：文字已存，缺什么在写作页上说明", async () => {
    const { page, close } = await as("colleague", true);
    await open(page, "/items/new");
    await fill(page.locator("#writing"), { 正文: "四处矿坑复垦通过验收。", 署名: "（无此科室）" });
    const answer = await press(page, "报送");
    assert.match(answer, /文字已保存/);
    assert.deepEqual(await page.evaluate(whatIsUntold), []);
    const fields = await page.locator("#error-summary a").evaluateAll((links) => links.map((link) => link.hash));
    assert.deepEqual(fields, ["#title", "#attribution_line"]);
    await close();
  });

  for (const javaScript of [true, false]) {
    test(`从摘要到栏目，改好一处少一处（${javaScript ? "有" : "没有"} JavaScript）`, async () => {
      const { context, page } = await openDesk(office.browser, office.address, { javaScript });
      await context.addCookies(await office.people.administrator.context.cookies());
      await open(page, "/admin/newsletters/new");
      await fill(page.locator("main"), { 刊名: " ", 编印单位: " " });
      await leading(page, () => page.getByRole("button", { name: "添加", exact: true }).click());
      assert.match(await page.title(), /^错误：添加刊物/);
      assert.equal(await focused(page), javaScript ? "name" : "error-summary");
      if (javaScript) assert.equal(await isInView(page.locator("#error-summary")), true);
      const name = page.getByLabel("刊名", { exact: true });
      assert.equal(await name.getAttribute("aria-invalid"), "true");
      // The checker waits for timers, which nobody runs where scripts may not.
      if (javaScript) assert.deepEqual(await violations(page), []);
      await page.locator("#error-summary a", { hasText: "请填写刊名" }).click();
      assert.equal(await focused(page), "name");
      if (!javaScript) return context.close();
      await name.fill("河湖信息");
      assert.equal(await name.getAttribute("aria-invalid"), "false");
      assert.equal(await page.locator("#name-fault").isVisible(), false);
      assert.equal(await page.locator("#error-summary").isVisible(), true);
      await name.fill("");
      assert.equal(await page.locator("#name-fault").isVisible(), true);
      await name.fill("河湖信息");
      await page.getByLabel("编印单位", { exact: true }).fill("河湖科");
      for (const step of await page.locator("#error-summary li:visible").allInnerTexts()) assert.match(step, /步骤|栏目/);
      await context.close();
    });
  }
});

describe("在列表里办完一件，焦点在下一行", () => {
  for (const javaScript of [true, false]) {
    const how = javaScript ? "有 JavaScript" : "没有 JavaScript";

    test(`来稿（${how}）`, async () => {
      const { page, close } = await as("editor", javaScript);
      await open(page, "/inbox?state=all");
      const rows = await page.locator("tbody a[id^=row-]").evaluateAll((links) => links.map((link) => link.id));
      assert.ok(rows.length >= 4, rows.join());
      await page.locator("tbody input[type=checkbox]").nth(1).check();
      await leading(page, () => page.getByRole("button", { name: "签收所选" }).click());
      // What cannot be received is refused; then the summary has the focus.
      assert.ok([rows[2], "error-summary"].includes(await focused(page)), await focused(page));
      await close();
    });

    test(`上级刊物、登记（${how}）`, async () => {
      const { page, close } = await as("editor", javaScript);
      for (const name of ["甲刊", "乙刊"].map((name) => `${name}${javaScript}`)) {
        await open(page, "/records/channels");
        await fill(page.locator("main"), { 刊物名称: name });
        await press(page, "添加上级刊物");
      }
      await open(page, "/records/channels");
      const rows = await page.locator("li.channel").evaluateAll((all) => all.map((row) => row.id));
      const button = page.getByRole("button", { name: /^停用/ }).first();
      const row = await button.evaluate((pressed) => pressed.closest("li").id);
      await leading(page, () => button.click());
      assert.equal(await focused(page), rows[rows.indexOf(row) + 1]);
      for (const title of ["一", "二"]) {
        await open(page, "/records?form=adjustment");
        await fill(page.locator(".quick-entry"), { 加减多少分: "1", 事由: title, 记分单位: "地矿科" });
        await press(page, "登记加减分");
      }
      const records = await page.locator("li[id^=record-]").evaluateAll((all) => all.map((row) => row.id));
      // The other run has reversed one before.
      const first = page.locator("li[id^=record-] details", { hasText: "冲销" }).first();
      const own = await first.evaluate((details) => details.closest("li").id);
      await first.locator("summary").click();
      await fill(first, { 冲销的原因: "重复" });
      await leading(page, () => first.getByRole("button", { name: "冲销这条记录" }).click());
      assert.equal(await focused(page), records[records.indexOf(own) + 1]);
      await close();
    });
  }

  test("编排（没有 JavaScript）", async () => {
    const { page, close } = await as("editor", false);
    await open(page, "/issues/new");
    await fill(page.locator("main"), { 期号: "7" });
    await press(page, "新建这一期");
    const boxes = page.locator("#shortlist input[name=item]");
    if ((await boxes.count()) === 0) return close();
    for (const box of await boxes.all()) await box.check();
    await leading(page, () => page.getByRole("button", { name: "编入选中的" }).click());
    const links = await page.locator(".board-section a[id^=open-]").evaluateAll((all) => all.map((link) => link.id));
    await leading(page, () => page.locator(".board-section button[title=下移]").first().click());
    assert.equal(await focused(page), links[0]);
    await leading(page, () => page.locator(".board-section button[title=移出]").first().click());
    assert.match(await focused(page), /^(open|section)-/);
    await close();
  });
});

async function as(part, javaScript) {
  const { context, page } = await openDesk(office.browser, office.address, { javaScript });
  await context.addCookies(await office.people[part].context.cookies());
  return { page, close: () => context.close() };
}

/** What has the focus, once something has; a page that is loaded anew takes a moment. */
async function focused(page) {
  let id = "";
  for (let tries = 0; tries < 20 && id === ""; tries += 1) {
    await page.waitForLoadState("load");
    id = await page.evaluate(() => document.activeElement.id).catch(() => "");
    if (id === "") await page.waitForTimeout(100);
  }
  return id;
}

/** Whether the top of it stands within the window. */
const isInView = (element) =>
  element.evaluate((summary) => {
    // A page is scrolled by parts of a pixel, too.
    const { top, bottom } = summary.getBoundingClientRect();
    return top > -1 && bottom > top && top < innerHeight;
  });

/** In the page: the forms in which something is filled in. */
function formsWithFields(fields) {
  return Array.from(document.forms).flatMap((form, place) =>
    form.method === "post" && form.enctype !== "multipart/form-data" && form.querySelector(fields)
      ? [{ place, action: new URL(form.action).pathname }]
      : [],
  );
}

/** In the page: sends a form with all its fields emptied, as nobody could who is asked to fill them in. */
function sendEmptied([place, fields]) {
  const form = document.forms[place];
  for (const field of form.querySelectorAll(fields)) field.value = "";
  for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = false;
  const button = form.querySelector("button:not([formaction]), button");
  if (button && button.name) {
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    pressed.name = button.name;
    pressed.value = button.value;
    form.append(pressed);
  }
  form.submit();
}

/** In the page: what of a refusal is not told to everybody. Nothing where nothing was refused. */
function whatIsUntold() {
  const summary = document.getElementById("error-summary");
  if (!summary) return document.title.startsWith("错误：") ? ["an error page in the place of the form"] : [];
  const untold = [];
  if (!document.title.startsWith("错误：")) untold.push(`the title is ${document.title}`);
  const field = document.querySelector("#main [aria-invalid=true]");
  const first = field && !field.matches("[data-editor]") ? field : summary;
  if (document.activeElement !== first) untold.push(`the focus is at ${document.activeElement.outerHTML.slice(0, 80)}`);
  const { top } = summary.getBoundingClientRect();
  if (top < 0 || top >= innerHeight) untold.push("the summary is out of view");
  const links = Array.from(summary.querySelectorAll("a"));
  if (links.length === 0) untold.push(`tied to no field: ${summary.innerText}`);
  for (const link of links) {
    const field = document.getElementById(link.getAttribute("href").slice(1));
    const described = (field?.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
    if (!field) untold.push(`${link.hash} is not there`);
    else if (field.getAttribute("aria-invalid") !== "true") untold.push(`${field.id} is not marked`);
    else if (!described.some((words) => words.includes(link.textContent))) untold.push(`${field.id} does not say ${link.textContent}`);
    else if (!field.checkVisibility()) untold.push(`${field.id} is not to be seen`);
  }
  return untold;
}
