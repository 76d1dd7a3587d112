// Opens pages in the installed Chromium, and watches what goes wrong in them.

import { execFileSync } from "node:child_process";
import path from "node:path";

import axe from "axe-core";
import { chromium } from "playwright-core";

const finder = path.resolve(import.meta.dirname, "../../../scripts/find-chromium");

/** The browser, without anything that speaks to the world on its own. */
export async function openBrowser() {
  const executablePath = process.env.JIANBAO_CHROMIUM ?? execFileSync(finder, { encoding: "utf8" }).trim();
  return chromium.launch({
    executablePath,
    args: [
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

/** One person at one machine: cookies of their own. `javaScript: false` and `width` as the test needs them. */
export async function openDesk(browser, address, { javaScript = true, width = 1280, colorScheme = "light" } = {}) {
  const context = await browser.newContext({
    baseURL: address,
    javaScriptEnabled: javaScript,
    viewport: { width, height: 900 },
    colorScheme,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  // Whoever leaves a page with words that are kept nowhere yet is asked; these people leave.
  page.on("dialog", (dialog) => dialog.accept());
  const faults = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // Where nothing runs, what was fetched for it is not used.
    const isUnused = !javaScript && message.text().includes("was preloaded using link preload but not used");
    if (["error", "warning"].includes(message.type()) && !isUnused) faults.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith("data:")) {
      faults.push(`request to the outside: ${request.url()}`);
    }
  });
  return { context, page, faults };
}

/** Waits until the page's islands are live. */
export async function awake(page) {
  await page.locator("html[data-islands=awake]").waitFor({ state: "attached" });
}

/** What axe has to say against the page, a line for each element; empty where all is well. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`));
}

/** Whether the page can be scrolled sideways, which no page but a framed table may. */
export async function scrollsSideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
