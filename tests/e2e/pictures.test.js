// Pictures in the editor: chosen, dropped and pasted, described, moved, removed and brought back; and the same without a script.
//
// With JIANBAO_SCREENSHOTS naming a folder it also keeps pictures.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { awake, openDesk, scrollsSideways, violations } from "./helpers/browser.js";
import { bodyText, open, press, pressFor, typeInto } from "./helpers/forms.js";
import { editorOf, giveUpUnsaved, openEditor, write } from "./helpers/items.js";
import { keepLooks } from "./helpers/looks.js";
import { openOffice } from "./helpers/office.js";

describe("插图", () => {
  let office;
  let page;
  let faults;
  let photograph;

  before(async () => {
    office = await openOffice();
    ({ page, faults } = office.people.contributor);
    // A build for tests unpacks and packs pictures slowly.
    page.setDefaultTimeout(60_000);
    photograph = { name: "IMG_0412.jpg", mimeType: "image/jpeg", buffer: await drawn(page, 2400, 1600) };
  });
  after(() => office?.close());

  /** A photograph, as far as a browser can draw one. */
  async function drawn(page, width, height) {
    const base64 = await page.evaluate(
      ([width, height]) => {
        const canvas = Object.assign(document.createElement("canvas"), { width, height });
        const context = canvas.getContext("2d");
        const sky = context.createLinearGradient(0, 0, width, height);
        ["#7fb2e5", "#dfeaf2", "#8aa06a", "#4b5a35"].forEach((colour, place) => sky.addColorStop(place / 3, colour));
        context.fillStyle = sky;
        context.fillRect(0, 0, width, height);
        for (let place = 0; place < 400; place += 1) {
          context.fillStyle = `hsl(${place * 7}, 30%, ${30 + (place % 40)}%)`;
          context.fillRect((place * 97) % width, height * 0.5 + ((place * 53) % (height / 2)), 40, 24);
        }
        return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
      },
      [width, height],
    );
    return Buffer.from(base64, "base64");
  }

  const editor = (of = page) => editorOf(of);
  const button = (name) => page.getByRole("toolbar", { name: "文字格式" }).getByRole("button", { name });
  const panel = () => page.getByRole("group", { name: "所选图片的说明" });
  const said = () => page.locator(".editor-answer");
  const figures = () => editor().locator("figure");

  async function begin() {
    await openEditor(page);
    faults.length = 0;
  }

  const giveUp = () => giveUpUnsaved(page);

  async function choose(...files) {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button("插图").click()]);
    await chooser.setFiles(files);
  }

  test("选图、写说明、上移、删去、撤销，全用键盘也行", async () => {
    await begin();
    await typeInto(editor(), "近日，地矿科检查了堤防。\n检查发现三处隐患，已经整改。");
    await choose(photograph);
    await figures().waitFor();
    await figures().locator("img").evaluate((image) => image.decode());
    assert.equal(await figures().locator("img").evaluate((image) => image.naturalWidth), 1843);
    assert.match(await bodyText(page), /^近日，地矿科检查了堤防。\n检查发现三处隐患，已经整改。\n!\[\]\([0-9a-f]{64}\)$/);
    assert.equal(await figures().locator(".picture-lack").innerText(), "还没写画面内容");

    // The picture is selected: Enter leads to what is said of it, Enter to the next field.
    await editor().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("图为检查现场。");
    await page.keyboard.press("Enter");
    await page.keyboard.type("周鹏");
    await page.keyboard.press("Enter");
    await page.keyboard.type("三名工作人员在堤坝上查看水尺");
    assert.deepEqual(await violations(page), []);
    await keepLooks(page, "editor-picture");
    await page.keyboard.press("Enter");
    assert.match(await bodyText(page), /!\[图为检查现场。\]\([0-9a-f]{64} "周鹏" "三名工作人员在堤坝上查看水尺"\)$/);
    assert.equal(await figures().locator("figcaption").innerText(), "图为检查现场。　周鹏");
    assert.equal(await figures().locator(".picture-lack").innerText(), "");

    await panel().getByRole("button", { name: "图片上移一段" }).click();
    assert.match(await bodyText(page), /^近日，地矿科检查了堤防。\n!\[.*\)\n检查发现三处隐患，已经整改。$/);
    await panel().getByRole("button", { name: "删去图片" }).click();
    assert.equal(await bodyText(page), "近日，地矿科检查了堤防。\n检查发现三处隐患，已经整改。");
    assert.equal(await panel().isVisible(), false);
    await page.keyboard.press("Control+z");
    assert.match(await bodyText(page), /\n!\[图为检查现场。\]\(/);
    assert.deepEqual(faults, []);
    await giveUp();
  });

  test("拖进来、贴进来的图片也收下，同时照样打字", async () => {
    await begin();
    await typeInto(editor(), "近日，地矿科检查了堤防。");
    const bytes = [...photograph.buffer];
    for (const kind of ["paste", "drop"]) {
      await editor().evaluate(
        (element, [kind, bytes]) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], kind === "paste" ? "image.png" : "现场.jpg", { type: "image/jpeg" }));
          const { left, top } = element.querySelector("p").getBoundingClientRect();
          const event =
            kind === "paste"
              ? new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true })
              : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true, clientX: left + 40, clientY: top + 4 });
          element.dispatchEvent(event);
        },
        [kind, bytes],
      );
    }
    await figures().nth(1).waitFor();
    await said().getByText("已放入图片").waitFor();
    assert.equal((await bodyText(page)).match(/!\[\]\([0-9a-f]{64}\)/g).length, 2);
    assert.deepEqual(faults, []);
    await giveUp();
  });

  test("和文字一起复制来的图片一起收下：网页里的、Word 放在另一处的；拿不到的说清张数", async () => {
    await begin();
    const png = await page.evaluate(() => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 200 });
      canvas.getContext("2d").fillRect(20, 20, 100, 80);
      return canvas.toDataURL("image/png");
    });
    const hexadecimal = Buffer.from(png.split(",")[1], "base64").toString("hex").replace(/(.{64})/g, "$1\n");
    const paste = (html, rtf) =>
      editor().evaluate(
        (element, [html, rtf]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", html);
          clipboardData.setData("text/plain", "近日，地矿科检查了堤防。");
          if (rtf) clipboardData.setData("text/rtf", rtf);
          element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        },
        [html, rtf],
      );
    const HASH = "[0-9a-f]{64}";
    await paste(
      `<p>近日，地矿科检查了堤防。</p><p><img src="${png}"></p><p>图1 检查现场</p><p>检查发现三处隐患。</p><img src="https://mmbiz.example/0">`,
    );
    await said().getByText("已整理").waitFor();
    assert.match(await said().innerText(), /1 张图片.*1 张图片没有带进来，请另行添加/);
    assert.match(
      await bodyText(page),
      new RegExp(`^近日，地矿科检查了堤防。\n!\\[图1 检查现场\\]\\(${HASH}\\)\n检查发现三处隐患。$`),
    );
    await giveUp();
    await begin();
    const picture = (blip, hex) => `{\\pict{\\*\\picprop{\\sp{\\sn a}}}\\picw20\\${blip}\\bliptag1{\\*\\blipuid ${"0a".repeat(16)}}\n${hex}}`;
    await paste(
      '<p>近日，地矿科检查了堤防。</p><p><img width=9 src="file:///D:/msohtmlclip1/clip_image001.png"></p>',
      `{\\rtf1 {\\*\\shppict${picture("pngblip", hexadecimal)}}{\\nonshppict${picture("wmetafile8", "0100")}}}`,
    );
    await said().getByText("已整理").waitFor();
    assert.match(await bodyText(page), new RegExp(`^近日，地矿科检查了堤防。\n!\\[\\]\\(${HASH}\\)$`));
    assert.deepEqual(faults, []);
    await giveUp();
  });

  test("收不下的图片说清怎么办，正文不动", async () => {
    await begin();
    await typeInto(editor(), "近日，地矿科检查了堤防。");
    await choose({ name: "IMG_0412.HEIC", mimeType: "image/heic", buffer: Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1") });
    await said().getByText("兼容性最佳").waitFor();
    await page.route("**/pictures", (route) => route.abort());
    await choose(photograph);
    await said().getByText("没连上服务器").waitFor();
    await page.unroute("**/pictures");
    assert.equal(await figures().count(), 0);
    assert.equal(await editor().locator(".picture-waiting").count(), 0);
    assert.equal(await bodyText(page), "近日，地矿科检查了堤防。");
    await giveUp();
  });

  test("几张一起放，按选的次序，一张接一张", async () => {
    await begin();
    await typeInto(editor(), "第一段。\n第二段。");
    const shapes = [[320, 200], [200, 320], [240, 240]];
    const files = [];
    for (const [number, [width, height]] of shapes.entries()) {
      files.push({ name: `${number}.jpg`, mimeType: "image/jpeg", buffer: await drawn(page, width, height) });
    }
    await choose(...files);
    await page.waitForFunction(() => document.querySelectorAll(".editor-text figure img").length === 3);
    const widths = await figures().locator("img").evaluateAll(async (images) => {
      await Promise.all(images.map((image) => image.decode()));
      return images.map((image) => Math.round((image.naturalWidth / image.naturalHeight) * 100));
    });
    assert.deepEqual(widths, [160, 63, 100]);
    await giveUp();
  });

  test("图片没收完先不报送；没写画面内容存得下、报不出，写上就报得出", async () => {
    await begin();
    await write(page, { 标题: "防汛检查全面完成", 署名: "（地矿科/周鹏）" });
    await typeInto(editor(), "近日，地矿科检查了堤防。");
    let go;
    const held = new Promise((resolve) => (go = resolve));
    await page.route("**/pictures", async (route) => {
      await held;
      await route.continue();
    });
    await choose(photograph);
    await editor().locator(".picture-waiting").waitFor();
    await page.locator("#writing .toolbar").getByRole("button", { name: "报送" }).click();
    await said().getByText("图片还在接收").waitFor();
    go();
    await figures().waitFor();
    await page.unroute("**/pictures");
    await pressFor(page, "报送", /画面内容/, page.locator("#writing .toolbar"));
    await awake(page);
    await editor().waitFor();
    await figures().locator("img").click();
    await panel().getByLabel("画面内容").fill("三名工作人员在堤坝上查看水尺");
    await pressFor(page, "报送", /报送/, page.locator("#writing .toolbar"));
    await page.locator("figure.picture img").waitFor();
    assert.equal(await page.locator("figure.picture img").getAttribute("alt"), "三名工作人员在堤坝上查看水尺");
    const about = (await violations(page)).filter((line) => /figure|img/.test(line));
    assert.deepEqual(about, []);
    await keepLooks(page, "item-picture");
  });

  test("任何图片行经过编辑器，意思不变", async () => {
    await begin();
    const changed = await page.evaluate(async () => {
      const core = await import(document.querySelector("script[data-bindings]").dataset.bindings);
      const { through } = await import(document.querySelector("textarea[data-editor]").dataset.editor);
      const hash = "0123456789abcdef".repeat(4);
      let seed = 20240412;
      const below = (most) => {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        return Math.floor((seed / 2147483648) * most);
      };
      const signs = ["甲", "乙", "\"", "\" \"", "](", ")", " ", "“", "[", "\\", "*"];
      const words = () => Array.from({ length: below(5) }, () => signs[below(signs.length)]).join("");
      const wrong = [];
      for (let round = 0; round < 1000; round += 1) {
        const text = `甲\n![${words()}](${hash} "${words()}" "${words()}")\n乙`;
        const plain = core.write_body(core.read_body(text));
        if (through(core, text) !== plain || through(core, plain) !== plain) wrong.push([text, plain, through(core, text)]);
      }
      return wrong.slice(0, 3);
    });
    assert.deepEqual(changed, []);
  });

  test("手机上说明栏不横着滚，按得准", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await begin();
    await choose(photograph);
    await figures().waitFor();
    await figures().locator("img").click();
    await panel().getByLabel("图注").waitFor();
    assert.equal(await scrollsSideways(page), false);
    assert.deepEqual(await violations(page), []);
    await page.setViewportSize({ width: 1280, height: 900 });
    await giveUp();
  });

  test("没有脚本，图片随正文一起交，放在末尾", async () => {
    const { page: plain } = await openDesk(office.browser, office.address, { javaScript: false });
    await plain.context().addCookies(await page.context().cookies());
    await open(plain, "/items/new");
    await plain.getByLabel("正文", { exact: true }).fill("近日，地矿科检查了堤防。");
    await plain.getByLabel("图片文件").setInputFiles(photograph);
    await plain.getByLabel("图注").fill("图为检查现场。");
    await plain.getByLabel("画面内容").fill("堤坝");
    const told = await press(plain, "放到正文末尾");
    assert.match(told, /图片已放在正文末尾/);
    assert.match(await plain.locator("#body").inputValue(), /^近日，地矿科检查了堤防。\n!\[图为检查现场。\]\([0-9a-f]{64} "" "堤坝"\)/);
    await plain.context().close();
    await giveUp();
  });
});
