// Each file of src/ that is no library of the others -> one module in the Python package, with what it imports inside.
import { build } from "esbuild";
import { readdirSync } from "node:fs";

const entries = readdirSync("src").filter((name) => name.endsWith(".ts"));
await build({
  entryPoints: entries.map((name) => `src/${name}`),
  outdir: "../src/dragoman/serve/static",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "inline",
  logLevel: "info",
});
