// The manual's pictures: each is named in the manual, stands in app/manual/pictures, and shows a page that still has what
// it had when the picture was taken. Pixels are not compared: the headings and buttons of the page are, as they were
// noted in records.json beside the pictures.
//
// With JIANBAO_MANUAL=write it takes them anew, from the demonstration; the program has them when it is built again.

import assert from "node:assert/strict";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { awake, openBrowser, openDesk } from "./helpers/browser.js";
import { fill, leading, open } from "./helpers/forms.js";
import { write } from "./helpers/items.js";
import { command, newData, serve } from "./helpers/program.js";

const WRITES = process.env.JIANBAO_MANUAL === "write";
const manual = path.resolve(import.meta.dirname, "../../app/manual");
const folder = path.join(manual, "pictures");
const records = path.join(folder, "records.json");
const MOST_BYTES = 60_000;
const SIZE = { width: 1280, height: 800 };

/** Each picture: who sees the page, how one comes there, and what the manual says that is on it. */
const PICTURES = {
  writing: { role: "信息员", go: goWriting, has: ["报送", "存草稿"] },
  inbox: { role: "编辑", go: (page) => open(page, "/inbox"), has: ["签收所选", "拟用所选"] },
  board: { role: "编辑", go: (page) => goFrom(page, "/issues/desk", /^\/issues\/\d+\/desk$/), has: ["编入选中的"] },
  bulletin: { role: "编辑", go: (page) => open(page, "/bulletins/2024-01"), has: [] },
  "sign-off": { role: "签发人（签发）", go: (page) => goFrom(page, "/issues/desk", /^\/issues\/\d+\/sign$/), has: ["签字（签发）"] },
  reading: { role: "读者", go: (page) => goFrom(page, "/issues", /^\/issues\/\d+$/), has: [] },
  search: { role: "读者", go: (page) => open(page, "/search?q=%E7%9F%BF%E5%B1%B1"), has: [] },
  people: { role: "管理员", go: (page) => open(page, "/admin/people/sheet"), has: ["预览"] },
};

describe("手册里的图", () => {
  let data;
  let program;
  let browser;
  let logins;
  let password;

  before(async () => {
    data = await newData();
    const told = command("demo", "--data", data);
    [, password] = told.match(/密码都是 (\S+?)：/);
    logins = [...told.matchAll(/^ {2}(\S+)\s+[^，\n]+，(.+)$/gm)].map(([, login, role]) => ({ login, role }));
    program = await serve({ data });
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await program?.stop();
    if (data) await rm(data, { recursive: true, force: true });
  });

  test("手册说到的每一幅都有，没有多余的，都不大", async () => {
    const named = new Set();
    for (const file of (await readdir(manual)).filter((name) => name.endsWith(".md"))) {
      const text = await readFile(path.join(manual, file), "utf8");
      for (const [, name] of text.matchAll(/^!\[[^\]]+\]\((\S+) "/gm)) named.add(name);
    }
    assert.deepEqual([...named].sort(), Object.keys(PICTURES).sort());
    if (WRITES) return;
    for (const name of named) {
      const { size } = await stat(path.join(folder, `${name}.webp`));
      assert.ok(size > 0 && size <= MOST_BYTES, `${name}: ${size}`);
    }
  });

  for (const [name, picture] of Object.entries(PICTURES)) {
    test(`${name}：页面上还有图里的东西`, async () => {
      const page = await come(picture.role);
      await picture.go(page);
      const found = await words(page);
      for (const word of picture.has) assert.ok(found.includes(word), `没有“${word}”：${found.join("、")}`);
      if (WRITES) return keep(page, name, found);
      const kept = JSON.parse(await readFile(records, "utf8"))[name];
      assert.deepEqual(found, kept, "JIANBAO_MANUAL=write node run.js manual.test.js takes the pictures anew");
    });
  }

  /** A desk of the first account with this role, as the demonstration tells them. */
  async function come(role) {
    const account = logins.find((account) => account.role.startsWith(role));
    assert.ok(account, `the demonstration has nobody for ${role}: ${JSON.stringify(logins)}`);
    const { page } = await openDesk(browser, program.address, { width: SIZE.width });
    await page.setViewportSize(SIZE);
    await open(page, "/sign-in");
    await fill(page, { 账号: account.login, 密码: password });
    await leading(page, () => page.getByRole("button", { name: "登录" }).click());
    return page;
  }
});

async function goWriting(page) {
  await open(page, "/items/new");
  await awake(page);
  await write(page, {
    标题: "矿山复绿完成验收，荒坡变成果园",
    正文: "今年以来，我局把矿山复绿和群众增收放在一起办，验收 12 处，复绿 860 亩。\n下一步，将在沿河各乡镇推开。",
  });
  // The note of what was kept comes a moment later and is not of the page.
  await page.locator("#writing").evaluate(() => document.activeElement?.blur());
}

/** Opens the first page to which a link of this kind leads. */
async function goFrom(page, address, kind) {
  await open(page, address);
  const links = await page.locator("main a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const first = links.find((link) => kind.test(link ?? ""));
  assert.ok(first, `${address} has no link to ${kind}`);
  await open(page, first);
}

/** The headings and buttons that are seen, each once, in their order; numbers stand for any. */
async function words(page) {
  const parts = page.locator("main").locator("h1, h2, h3, button, a.button, summary").filter({ visible: true });
  const texts = await parts.allInnerTexts();
  const plain = texts.map((text) => text.replace(/\s+/g, " ").replace(/\d+/g, "0").trim());
  return [...new Set(plain.filter((text) => text !== ""))];
}

/** Keeps the page's main part as it stands in the window, as a WebP that is small enough, and what is seen on it. */
async function keep(page, name, found) {
  await page.waitForLoadState("networkidle");
  const box = await page.locator("main").boundingBox();
  const width = Math.min(box.width, SIZE.width - box.x);
  const height = Math.min(box.height, SIZE.height - box.y);
  const png = await page.screenshot({ clip: { x: box.x, y: box.y, width, height } });
  await writeFile(path.join(folder, `${name}.webp`), await small(page, png));
  const kept = JSON.parse(await readFile(records, "utf8"));
  const sorted = Object.entries({ ...kept, [name]: found }).sort(([one], [other]) => one.localeCompare(other));
  await writeFile(records, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

/** The browser packs it, in a page to which no policy of ours applies. */
async function small(page, png) {
  const bench = await page.context().newPage();
  await bench.goto("about:blank");
  for (const quality of [0.85, 0.7, 0.5, 0.3]) {
    const base64 = await bench.evaluate(
      async ([png, quality]) => {
        const image = new Image();
        image.src = `data:image/png;base64,${png}`;
        await image.decode();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.width, image.height];
        canvas.getContext("2d").drawImage(image, 0, 0);
        return canvas.toDataURL("image/webp", quality).split(",")[1];
      },
      [png.toString("base64"), quality],
    );
    const webp = Buffer.from(base64, "base64");
    if (webp.length <= MOST_BYTES) return webp;
  }
  throw new Error("the picture is larger than the manual's may be, however it is packed");
}
