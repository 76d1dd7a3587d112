// Opens pages in the installed Chromium, and watches what goes wrong in them. JIANBAO_BROWSER asks for another kind:
// `old` is Chromium 86, the oldest in which pages must be as they are meant; `plain` the installed one without
// WebAssembly, as where a policy forbids it.

import { execFileSync } from "node:child_process";
import path from "node:path";

import axe from "axe-core";
import { chromium } from "playwright-core";
// The last release that still speaks with Chromium 86.
import { chromium as oldChromium } from "playwright-old";

const finder = path.resolve(import.meta.dirname, "../../../scripts/find-chromium");
const ASKED = process.env.JIANBAO_BROWSER ?? "";

/** The path of Chromium 86; empty where it was not fetched. */
export function oldBrowser() {
  return execFileSync(finder, ["86"], { encoding: "utf8" }).trim();
}

/** The browser, without anything that speaks to the world on its own. */
export async function openBrowser(kind = ASKED) {
  const isOld = kind === "old";
  const found = () => process.env.JIANBAO_CHROMIUM ?? execFileSync(finder, { encoding: "utf8" }).trim();
  return (isOld ? oldChromium : chromium).launch({
    executablePath: isOld ? oldBrowser() : found(),
    args: [
      ...(kind === "plain" ? ["--js-flags=--noexpose-wasm"] : []),
      ...(isOld ? ["--headless", "--no-zygote"] : []),
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** One person at one machine: cookies of their own, or those of `storageState`. `javaScript: false` and `width` as the test needs them. */
export async function openDesk(browser, address, look = {}) {
  const { javaScript = true, width = 1280, colorScheme = "light", storageState } = look;
  const context = await browser.newContext({
    baseURL: address,
    javaScriptEnabled: javaScript,
    viewport: { width, height: 900 },
    colorScheme,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    storageState,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  // Whoever leaves a page with words that are kept nowhere yet is asked; these people leave.
  page.on("dialog", (dialog) => dialog.accept());
  const faults = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // Chromium 86 names what it does not know of the content policy, and goes on without it.
    const isOfItsTime = browser.version().startsWith("86.") && message.text().includes("'wasm-unsafe-eval''");
    if (["error", "warning"].includes(message.type()) && !isOfItsTime) faults.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith("data:")) {
      faults.push(`request to the outside: ${request.url()}`);
    }
  });
  return { context, page, faults };
}

/** Waits until the page's islands are live or, in a browser in which they cannot be, until it is known. */
export async function awake(page) {
  await page.locator(`html[data-islands=${ASKED === "" ? "awake" : "asleep"}]`).waitFor({ state: "attached" });
}

/** What axe has to say against the page, a line for each element; empty where all is well. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() => {
    // Off by default, since it is new; a finger is as thick as ever.
    const rules = { "target-size": { enabled: true } };
    return globalThis.axe.run(document, { resultTypes: ["violations"], rules });
  });
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`));
}

/** Whether the page can be scrolled sideways, which no page but a framed table may. */
export async function scrollsSideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
