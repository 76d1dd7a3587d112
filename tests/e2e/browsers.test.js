// The browsers that offices have: Chromium 86, the oldest in which pages must be as they are meant, and the installed
// one where a policy forbids WebAssembly. The whole story is played in both; the style sheet is read by the old one.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { oldBrowser, openBrowser, openDesk, scrollsSideways, violations } from "./helpers/browser.js";
import { fillOffice } from "./helpers/content.js";
import { open } from "./helpers/forms.js";
import { openOffice } from "./helpers/office.js";
import { serve } from "./helpers/program.js";

const HAS_OLD = oldBrowser() !== "";
const skip = HAS_OLD ? false : "没有 Chromium 86（scripts/setup-tests 从 npm 取得；JIANBAO_CHROMIUM_86 指明）";

/** What only makes a page nicer, and may be unknown to an old browser. */
const NICETIES = new Set([
  "accent-color",
  "field-sizing",
  "text-autospace",
  "text-spacing-trim",
  "text-underline-offset",
  "text-wrap",
  "text-wrap-style",
  "text-wrap-mode",
]);

describe("各单位实际在用的浏览器", () => {
  for (const [kind, name, missing] of [
    ["old", "Chromium 86", skip],
    ["plain", "禁用 WebAssembly 的浏览器", false],
  ]) {
    test(`从草稿到记分，在${name}里`, { skip: missing }, () => {
      const args = ["--test", "--test-reporter=spec", path.resolve(import.meta.dirname, "story.test.js")];
      const env = { ...process.env, JIANBAO_BROWSER: kind };
      // What the runner above tells its own files is none of this one's business.
      delete env.NODE_TEST_CONTEXT;
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
      assert.equal(status, 0, `${stdout}\n${stderr}`);
      assert.match(stdout, /撤下/, "the story was played to its end");
    });
  }
});

describe("样式", () => {
  let program;
  let current;
  let old;

  before(async () => {
    program = await serve();
    current = await openBrowser("");
    if (HAS_OLD) old = await openBrowser("old");
  });

  after(async () => {
    await old?.close();
    await current?.close();
    await program?.stop();
  });

  test("Chromium 86 看得懂样式表里的每一条", { skip }, async () => {
    const [today, then] = [await rulesIn(current, program.address), await rulesIn(old, program.address)];
    assert.deepEqual(then.map(nameOf), today.map(nameOf));
    // What a browser does not understand of a condition it calls "not all".
    assert.deepEqual(then.filter(({ around }) => around.includes("not all")).map(nameOf), []);
    const lost = today.flatMap(({ properties }, place) => {
      const known = then[place].properties;
      // What was written as one property is told in more parts today than it was then.
      const families = new Set(known.map(family));
      return properties.filter((name) => !known.includes(name) && !(family(name) && families.has(family(name))));
    });
    assert.deepEqual([...new Set(lost)].filter((name) => !NICETIES.has(name)), []);
    assert.ok(today.length > 400, `${today.length} rules`);
  });

  test("登录页在 Chromium 86 里和今天一样，也不说浏览器太旧", { skip }, async () => {
    const seen = [];
    for (const browser of [current, old]) {
      const { context, page, faults } = await openDesk(browser, program.address, {});
      await open(page, "/sign-in");
      seen.push(await page.locator("h1, .primary, .sign-in").evaluateAll((elements) => elements.map((element) => {
        const { left, width, height } = element.getBoundingClientRect();
        return [Math.round(left), Math.round(width), Math.round(height)];
      })));
      assert.equal(await page.locator(".too-old").isVisible(), false);
      assert.deepEqual(faults, []);
      await context.close();
    }
    assert.deepEqual(seen[1], seen[0]);
  });

  test("看不懂样式的浏览器，会看到一句说明", async () => {
    const { context, page } = await openDesk(current, program.address, {});
    await page.route("**/assets/style-*.css", (route) => route.abort());
    await open(page, "/sign-in");
    assert.match(await page.locator(".too-old").innerText(), /浏览器太旧/);
    await context.close();
  });
});

describe("没有 WebAssembly 时", () => {
  for (const [name, look] of [
    ["文件取不到", { abort: "**/assets/app-*.wasm" }],
    ["脚本取不到", { abort: "**/assets/app-*.js" }],
  ]) {
    test(`${name}：页面照常，并说一句什么用不了`, async () => {
      const office = await openOffice();
      try {
        const { page, faults } = office.people.contributor;
        await page.route(look.abort, (route) => route.abort());
        await open(page, "/items/new");
        await page.locator("html[data-islands=asleep]").waitFor({ state: "attached" });
        assert.match(await page.locator(".asleep").innerText(), /没有运行 WebAssembly/);
        const others = faults.filter((fault) => !fault.includes("Failed to load resource"));
        assert.deepEqual(others, []);
        assert.deepEqual(await violations(page), []);
      } finally {
        await office.close();
      }
    });
  }
});

describe("各页", () => {
  let office;
  let added;

  before(async () => {
    office = await openOffice();
    added = await fillOffice(office.people);
  });
  after(() => office?.close());

  const addresses = () => [
    ["editor", "/inbox"],
    ["editor", "/records"],
    ["editor", "/rules"],
    ["editor", "/ledger"],
    ["editor", "/bulletins/2024-01"],
    ["contributor", "/items/new"],
    ["administrator", "/admin/people/new"],
    ["administrator", "/admin/newsletters/1"],
    ["signer", "/"],
    ...added.editor.filter((address) => address.endsWith("/desk")).map((address) => ["editor", address]),
    ...added.reader.filter((address) => address !== "/").map((address) => ["reader", address]),
  ];

  test("不分层的样式表，和分层写的样式一模一样", async () => {
    const written = await writtenStyles();
    const faults = [];
    for (const [part, address] of addresses()) {
      const { page } = office.people[part];
      for (const look of [{ width: 1440 }, { width: 390 }, { width: 1440, media: "print" }]) {
        await page.setViewportSize({ width: look.width, height: 900 });
        await page.emulateMedia({ media: look.media ?? "screen" });
        const served = await stylesOn(page, address);
        await page.route("**/assets/style-*.css", (route) => route.fulfill({ body: written, contentType: "text/css" }));
        const layered = await stylesOn(page, address);
        await page.unroute("**/assets/style-*.css");
        for (const difference of differences(layered, served)) faults.push(`${address} ${JSON.stringify(look)} ${difference}`);
      }
      await page.emulateMedia({ media: "screen" });
    }
    assert.deepEqual(faults.slice(0, 40), []);
  });

  test("在 Chromium 86 里各部分都在该在的地方", { skip }, async () => {
    const old = await openBrowser("old");
    const faults = [];
    try {
      for (const width of [1440, 390]) {
        for (const [part, address] of addresses()) {
          const places = [];
          for (const browser of [office.browser, old]) {
            // Without islands, which the old browser has not.
            const { context, page } = await openDesk(browser, office.address, { width, javaScript: false });
            await context.addCookies(await office.people[part].context.cookies());
            await open(page, address);
            places.push(await page.locator(PARTS).evaluateAll(placesWithin));
            await context.close();
          }
          places[0].forEach((today, place) => {
            const then = places[1][place];
            // A field that grows with its text is as high as it says elsewhere.
            const lower = today.isBelowText ? 200 : 12;
            if (today.isSeen && then.isSeen && (Math.abs(today.left - then.left) > 40 || Math.abs(today.top - then.top) > lower)) {
              faults.push(`${address} at ${width}: ${today.name} ${JSON.stringify(today)} → ${JSON.stringify(then)}`);
            }
          });
        }
      }
    } finally {
      await old.close();
    }
    assert.deepEqual(faults, []);
  });

  test("在 Chromium 86 里不能横向滚动，也没有出错", { skip }, async () => {
    const old = await openBrowser("old");
    try {
      for (const width of [1440, 390]) {
        for (const [part, address] of addresses()) {
          const { context, page, faults } = await openDesk(old, office.address, { width });
          await context.addCookies(await office.people[part].context.cookies());
          await open(page, address);
          if ((await page.locator("script[data-bindings]").count()) > 0) {
            await page.locator("html[data-islands=asleep]").waitFor({ state: "attached" });
          }
          assert.equal(await scrollsSideways(page), false, `${address} at ${width}`);
          assert.deepEqual(faults, [], address);
          await context.close();
        }
      }
    } finally {
      await old.close();
    }
  });
});

/** The parts of pages whose places are compared, each within the part around it. */
const PARTS = ".masthead, .masthead > *, .rail, .main, .page-head, .toolbar > *, .field > *, .split > *, .board > *";

/** In the page: where elements stand within those around them. */
function placesWithin(elements) {
  return elements.map((element) => {
    const own = element.getBoundingClientRect();
    const around = element.parentElement.getBoundingClientRect();
    const name = `${element.tagName.toLowerCase()}.${element.className} in .${element.parentElement.className}`;
    // What is folded away, hidden or has no box of its own stands nowhere.
    const folded = element.parentElement.closest("details:not([open])");
    const isSeen = own.width > 0 && own.height > 0 && !(folded && !element.closest("summary"));
    const isBelowText = element.parentElement.querySelector("textarea")?.compareDocumentPosition(element) === Node.DOCUMENT_POSITION_FOLLOWING;
    return { name, isSeen, isBelowText, left: Math.round(own.left - around.left), top: Math.round(own.top - around.top) };
  });
}

/** The rules of the style sheet as a browser understood them: conditions, selector, names of properties. */
async function rulesIn(browser, address) {
  const { context, page } = await openDesk(browser, address, {});
  await open(page, "/sign-in");
  const rules = await page.evaluate(() => {
    const flat = (rules, around) =>
      Array.from(rules).flatMap((rule) => {
        if (rule.selectorText !== undefined) {
          return [{ around, selector: rule.selectorText, properties: Array.from(rule.style) }];
        }
        return rule.cssRules && rule.type !== CSSRule.KEYFRAMES_RULE ? flat(rule.cssRules, `${around} ${rule.conditionText ?? ""}`) : [];
      });
    return flat(document.styleSheets[0].cssRules, "");
  });
  await context.close();
  // What has a name of old besides its own stands there twice; each browser understands one of them.
  return rules.filter((rule, place) => place === 0 || nameOf(rule) !== nameOf(rules[place - 1]) || !nameOf(rule).includes("::file-selector-button"));
}

/** The property that is written for a part of it; nothing where the part is written by itself. */
function family(name) {
  return [/^font-/, /^background-/, /^(white-space|text-wrap)/, /^text-decoration/, /^transition-/, /^animation-/, /^column/].find((part) => part.test(name))?.source;
}

/** Browsers write a condition in their own ways; the selector tells the rule. */
function nameOf({ selector }) {
  return selector.replaceAll('\\#', "#").replaceAll("::-webkit-file-upload-button", "::file-selector-button").replace(/\s+/g, " ");
}

/** The styles as they are written, in their layers. */
async function writtenStyles() {
  const folder = path.resolve(import.meta.dirname, "../../styles");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".css") && name !== "layers.css").sort();
  const texts = await Promise.all(["layers.css", ...names].map((name) => readFile(path.join(folder, name), "utf8")));
  return texts.join("\n");
}

/** What every element of a page looks like. */
async function stylesOn(page, address) {
  await open(page, address);
  await page.waitForLoadState("load");
  if ((await page.locator("script[data-bindings]").count()) > 0) await page.locator("html[data-islands]").waitFor({ state: "attached" });
  await page.locator(".slip-notes, .board, h1, .issue-name").first().waitFor();
  if ((await page.locator("textarea[data-editor]").count()) > 0) await page.locator(".editor[data-ready]").waitFor({ state: "attached" });
  // What an island shows once it is awake is shown with the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return page.evaluate(() => {
    // Only what some rule sets can differ.
    const properties = new Set();
    const collect = (rules) => {
      for (const rule of rules) {
        if (rule.style) for (const property of rule.style) properties.add(property);
        if (rule.cssRules) collect(rule.cssRules);
      }
    };
    collect(document.styleSheets[0].cssRules);
    const names = Array.from(properties).filter((property) => !property.startsWith("--")).sort();
    return Array.from(document.querySelectorAll("body, body *")).flatMap((element) =>
      [null, "::before", "::after"].map((pseudo) => {
        const style = getComputedStyle(element, pseudo);
        const name = `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className}${pseudo ?? ""}`;
        const values = pseudo && style.content === "none" ? [] : names.map((property) => [property, style.getPropertyValue(property)]);
        return { name, values };
      }),
    );
  });
}

function differences(layered, served) {
  if (layered.length !== served.length) return [`${layered.length} elements, then ${served.length}`];
  return layered.flatMap(({ name, values }, place) => {
    const then = new Map(served[place].values);
    // A property that only one of the sheets names, as an older spelling, is compared by its newer one.
    const same = (one, other) => one.replace(/^0%$/, "0px") === other.replace(/^0%$/, "0px");
    return values.filter(([property, value]) => then.has(property) && !same(then.get(property), value)).map(([property, value]) => `${name} ${property}: ${value} → ${then.get(property)}`);
  });
}
