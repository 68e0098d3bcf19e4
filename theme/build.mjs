// Builds what the repository ships from what npm holds. `node build.mjs css vendor`
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const css = join(root, "src/sentraki/ui/static/ui/css");
const vendor = join(root, "src/sentraki/ui/static/ui/vendor");
const tests = join(root, "tests/vendor");
const sheets = { sentraki: 16_384, seal: 3_072 };

function buildSheets() {
  mkdirSync(css, { recursive: true });
  for (const [name, limit] of Object.entries(sheets)) {
    const out = sass.compile(join(here, `scss/${name}.scss`), {
      style: "compressed",
      sourceMap: false,
      charset: false,
      loadPaths: [join(here, "node_modules")],
      quietDeps: true,
      silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
    });
    writeFileSync(join(css, `${name}.css`), out.css + "\n");
    const bytes = brotliCompressSync(out.css).length;
    console.log(`${name}.css ${out.css.length} bytes, ${bytes} brotli (limit ${limit})`);
    if (bytes > limit) process.exitCode = 1;
  }
}

function take(pack, file, folder, note) {
  const home = join(here, "node_modules", pack);
  const about = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const bytes = readFileSync(join(home, file));
  const name = file.split("/").pop();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), bytes);
  return {
    file: name,
    package: pack,
    version: about.version,
    licence: about.license,
    source: `npm:${pack}@${about.version}/${file}`,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    note,
  };
}

function vendorScripts() {
  const write = (folder, rows) =>
    writeFileSync(join(folder, "MANIFEST.json"), JSON.stringify(rows, null, 2) + "\n");
  write(vendor, [
    take("htmx.org", "dist/htmx.min.js", vendor, "Copied as published; loaded only by pages that ask for it."),
  ]);
  write(tests, [
    take("axe-core", "axe.min.js", tests, "Copied as published; used by tests, never served by an installation."),
  ]);
}

const wanted = process.argv.slice(2);
if (wanted.includes("css")) buildSheets();
if (wanted.includes("vendor")) vendorScripts();
