// Every page is sound for everybody who sees it: it answers, nothing in it fails, it asks nobody else for anything,
// fits a phone, and axe finds nothing against it in light and in dark. First in an office that has just been set
// up, whose pages are empty, then in one at work.
//
// With JIANBAO_SCREENSHOTS naming a folder it also keeps a picture of each page, wide and narrow.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { mkdir } from "node:fs/promises";
import path from "node:path";

import { awake, violations } from "./helpers/browser.js";
import { fillOffice } from "./helpers/content.js";
import { open } from "./helpers/forms.js";
import { openOffice } from "./helpers/office.js";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const pictures = process.env.JIANBAO_SCREENSHOTS;

/** The pages beyond those of the rail, by who works on them. */
const DEEPER = {
  administrator: [
    "/admin/people",
    "/admin/people/new",
    "/admin/people/2",
    "/admin/units",
    "/admin/units/new",
    "/admin/units/1",
    "/admin/newsletters",
    "/admin/newsletters/new",
    "/admin/newsletters/1",
    "/admin/openings",
  ],
  contributor: ["/", "/me", "/me/password", "/items?of=unit", "/items/new", "/search?q=矿山", "/help?of=/items/new", "/help?part=administrator"],
  editor: [
    "/",
    "/issues/new",
    "/issues/past/new",
    "/records/channels",
    "/items/new",
    "/inbox?state=all",
    "/names",
    "/bulletins/2024-01",
    "/bulletins/2024-01/letter",
    "/months",
    "/urging",
    "/verify",
    "/months/2024-01",
    "/bulletins/year/2024",
    "/rules",
    "/rules/1",
  ],
  reader: ["/", "/search?q=矿山", "/help"],
};

describe("每一页", () => {
  let office;

  before(async () => (office = await openOffice()));
  after(() => office?.close());

  test("刚设好的单位，空着的页面也都完好", () => seeAll(office, "empty", DEEPER));

  test("工作中的单位，人人所见的页面都完好", async () => {
    const added = await fillOffice(office.people);
    await seeAll(office, "full", { ...DEEPER, ...added, editor: [...DEEPER.editor, ...added.editor] });
  });
});

/** Those who may do most come first: axe looks at a page as the first one sees it. */
const ORDER = ["administrator", "editor", "signer", "checker", "clearer", "contributor", "reviewer", "colleague", "reader"];

/** Sees everybody's pages; all faults of all pages are told together. */
async function seeAll({ people }, set, deeper) {
  const faults = [];
  const seen = new Set();
  for (const part of ORDER) {
    const person = people[part];
    await open(person.page, "/");
    const rail = await person.page.locator("nav.rail a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const address of new Set([...rail, ...(deeper[part] ?? [])])) {
      const isNew = !seen.has(address);
      seen.add(address);
      for (const fault of await see(person, address, isNew, `${set}-${part}`)) faults.push(`${part} ${address}: ${fault}`);
    }
  }
  assert.equal(faults.join("\n"), "");
}

async function see({ page, faults }, address, isNew, set) {
  const found = [];
  const look = async (name, size, colorScheme) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    if (!isNew) return;
    for (const violation of await violations(page)) found.push(`${name}: ${violation}`);
    await picture(page, `${set}${address.replaceAll(/[^a-z0-9]+/gi, "_")}-${name}.png`);
  };
  faults.length = 0;
  const response = await page.goto(address);
  if (response.status() !== 200) return [`answered ${response.status()}`];
  if ((await page.locator("script[data-bindings]").count()) > 0) await awake(page);
  await look("wide", WIDE, "light");
  await look("dark", WIDE, "dark");
  await look("narrow", NARROW, "light");
  const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
  if (width > NARROW.width) found.push(`is ${width} px wide on a phone`);
  return [...found, ...faults];
}

async function picture(page, name) {
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, name), fullPage: true });
}
