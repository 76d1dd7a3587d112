// Bundles the editor into the file that is named.

import { build } from "esbuild";

await build({
  entryPoints: [new URL("src/main.js", import.meta.url).pathname],
  outfile: process.argv[2],
  bundle: true,
  minify: true,
  format: "esm",
  target: "chrome86",
  charset: "utf8",
  legalComments: "none",
});
