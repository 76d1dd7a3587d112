// Runs the browser tests, one file after the other, and closes with a count. Arguments are files; none means all.
// Where the tests in Rust ran before, their number (JIANBAO_RUST_PASSED) is part of the count.

import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

import { prepareOffice } from "./helpers/office.js";

const folder = import.meta.dirname;
const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : (await readdir(folder)).filter((name) => name.endsWith(".test.js")).sort();

let passed = Number(process.env.JIANBAO_RUST_PASSED ?? 0);
let failed = 0;

// The office in which most files play is set up once.
const prepared = await prepareOffice();
process.env.JIANBAO_PREPARED_OFFICE = prepared;

const events = run({ files: files.map((name) => path.resolve(folder, name)), concurrency: 1, timeout: 10 * 60_000 });
events.on("test:pass", (event) => {
  if (isTest(event) && !event.skip && !event.todo) passed += 1;
});
events.on("test:fail", (event) => {
  if (isTest(event)) failed += 1;
});
events.compose(new spec()).pipe(process.stdout);
events.on("end", async () => {
  await rm(prepared, { recursive: true, force: true });
  process.on("exit", () => console.log(`${passed} passed, ${failed} failed`));
  process.exitCode = failed > 0 ? 1 : 0;
});

// A suite and a file report themselves besides the tests within; a file that fails to load is counted.
function isTest(event) {
  return event.details.type !== "suite" && (event.details.error?.failureType ?? "") !== "subtestsFailed";
}
