// The program starts on an empty folder, answers, and ends when it is told to.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { openBrowser, openDesk, scrollsSideways, violations } from "./helpers/browser.js";
import { serve } from "./helpers/program.js";

describe("an empty folder", () => {
  let program;
  let browser;

  before(async () => {
    program = await serve();
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  test("the program says that it is alive and ready", async () => {
    for (const path of ["/healthz", "/readyz"]) {
      const response = await fetch(program.address + path);
      assert.equal(response.status, 200, path);
    }
  });

  test("the sign-in page is sound, wide and narrow, light and dark", async () => {
    for (const look of [{}, { width: 390 }, { colorScheme: "dark" }, { javaScript: false }]) {
      const { context, page, faults } = await openDesk(browser, program.address, look);
      const response = await page.goto("/sign-in");
      assert.equal(response.status(), 200);
      assert.match(await page.title(), /登录/);
      if (look.javaScript !== false) {
        assert.deepEqual(await violations(page), []);
        assert.equal(await scrollsSideways(page), false);
      }
      assert.deepEqual(faults, []);
      await context.close();
    }
  });

  test("what pages load comes compressed and is kept for good", async () => {
    const html = await (await fetch(`${program.address}/sign-in`)).text();
    const addresses = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, address]) => address);
    assert.ok(addresses.some((address) => address.endsWith(".css")));
    for (const address of addresses) {
      const response = await fetch(program.address + address);
      assert.equal(response.status, 200, address);
      assert.match(response.headers.get("cache-control"), /immutable/, address);
    }
  });

  test("the browser takes slices of the program's serif face, each for its characters", async () => {
    const { context, page, faults } = await openDesk(browser, program.address);
    await page.goto("/sign-in");
    const loaded = await page.evaluate(async () => {
      const faces = [];
      for (const text of ["水", "莘", "“A”"]) faces.push(...(await document.fonts.load('16px "Jianbao Song"', text)));
      return faces.map((face) => face.status);
    });
    assert.deepEqual(loaded, ["loaded", "loaded", "loaded"]);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("told to stop, it ends well", async () => {
    const other = await serve();
    assert.equal(await other.stop(), 0);
  });
});
