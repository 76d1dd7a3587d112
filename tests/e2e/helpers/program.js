// Starts the program as people do, on a folder and a port of its own.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";

const program = process.env.JIANBAO_BIN ?? path.resolve(import.meta.dirname, "../../../target/debug/jianbao");

/** A new, empty data folder. */
export async function newData() {
  return mkdtemp(path.join(tmpdir(), "jianbao-e2e-"));
}

/** Runs one command to its end; returns what it printed. Throws with its messages where it fails. */
export function command(...args) {
  return commandWith("", ...args);
}

/** As `command`, with something to read on its standard input. */
export function commandWith(input, ...args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", input });
  if (error) throw error;
  if (status !== 0) throw new Error(`jianbao ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Serves a data folder, a new one if none is named. `stop` ends it as an administrator does, and waits. */
export async function serve({ data, env = {} } = {}) {
  const ownData = data ?? (await newData());
  const child = spawn(program, ["serve", "--addr", "127.0.0.1:0", "--data", ownData], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let messages = "";
  child.stderr.on("data", (chunk) => (messages += chunk));
  const exit = once(child, "exit");
  const ready = once(readline.createInterface({ input: child.stdout }), "line");
  const [line] = await Promise.race([ready, exit.then(() => [undefined])]);
  const address = line?.match(/http:\/\/\S+/)?.[0];
  if (!address) throw new Error(`jianbao serve did not start: ${line ?? ""}\n${messages}`);
  return {
    address,
    data: ownData,
    messages: () => messages,
    async stop() {
      child.kill("SIGTERM");
      const [code] = await exit;
      if (!data) await rm(ownData, { recursive: true, force: true });
      return code;
    },
  };
}
