// Pages as pictures, for whoever looks at them: wide, on a laptop, on a phone, dark. Only where a folder is named.

import { mkdir } from "node:fs/promises";
import path from "node:path";

const folder = process.env.JIANBAO_SCREENSHOTS;

const LOOKS = [
  ["", 1440, "light"],
  ["-laptop", 1280, "light"],
  ["-phone", 390, "light"],
  ["-dark", 1440, "dark"],
];

/** Keeps the page as it stands, in each of the looks. */
export async function keepLooks(page, name) {
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  const before = page.viewportSize();
  for (const [suffix, width, colorScheme] of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(folder, `${name}${suffix}.png`), fullPage: true });
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: "light" });
}
