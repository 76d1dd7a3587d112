// Reads PDFs back: through a person's session, and as text.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

/** Downloads a PDF with the person's own session. */
export async function download(page, address) {
  const response = await page.context().request.get(address);
  assert.equal(response.status(), 200, address);
  assert.equal(response.headers()["content-type"], "application/pdf", address);
  return { bytes: await response.body(), headers: response.headers() };
}

/** The text of a PDF without white space, so that a line's end within a title does not matter. */
export function textOf(bytes) {
  const text = execFileSync("pdftotext", ["-q", "-enc", "UTF-8", "-", "-"], { input: bytes, encoding: "utf8" });
  return text.replaceAll(/\s/g, "");
}
