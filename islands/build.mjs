// Builds what the browser gets into $ASSETS_OUT: rapport.css, rapport.js, icons.svg, and each of them packed by brotli.
// The Rust build does without it: it joins the files of css/order.txt itself, and pages stand without icons and scripts.
import { readFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.env.ASSETS_OUT;
if (!out) throw new Error("Set ASSETS_OUT to the directory the assets go to.");

// A page must arrive on a train: everything it fetches, in brotli.
const BYTES_BROTLI_MAX = 45_000;
// Custom properties by light-dark(), nesting and container queries: the oldest browsers that have all of them.
const BROWSERS = ["chrome123", "firefox121", "safari17.5"];

const lines = async (file) =>
  (await readFile(join(here, file), "utf8")).split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));

async function css() {
  const parts = await Promise.all((await lines("css/order.txt")).map((file) => readFile(join(here, "css", file), "utf8")));
  const { code } = await esbuild.transform(parts.join("\n"), { loader: "css", minify: true, target: BROWSERS });
  return code;
}

// Turbo puts a <style> for its progress bar into every page, which our content policy forbids and reports. We draw our
// own bar (css/base.css) and leave that line out; should a later Turbo word it otherwise, the build says so.
const withoutTurboStyle = {
  name: "without-turbo-style",
  setup(build) {
    build.onLoad({ filter: /turbo\.es2017-esm\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const line = "    this.installStylesheetElement();\n";
      if (text.split(line).length !== 2) throw new Error("Turbo no longer installs its style where build.mjs looks for it.");
      return { contents: text.replace(line, ""), loader: "js" };
    });
  },
};

async function js() {
  const built = await esbuild.build({
    entryPoints: [join(here, "src/rapport.ts")],
    bundle: true,
    format: "esm",
    minify: true,
    target: BROWSERS,
    plugins: [withoutTurboStyle],
    legalComments: "inline",
    write: false,
  });
  return built.outputFiles[0].text;
}

async function icons() {
  const symbols = [await symbol("mark", join(here, "icons/mark.svg"))];
  for (const line of await lines("icons.txt")) {
    const [name, lucide] = line.split(/\s+/);
    symbols.push(await symbol(name, join(here, "node_modules/lucide-static/icons", `${lucide}.svg`)));
  }
  const licence = "<!-- Icons by Lucide, ISC licence. -->";
  return `<svg xmlns="http://www.w3.org/2000/svg">${licence}${symbols.join("")}</svg>`;
}

async function symbol(name, file) {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`icons.txt: no icon for ${name} at ${file}`);
  });
  const drawing = text.slice(text.indexOf(">", text.indexOf("<svg")) + 1, text.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s*\n\s*/g, "").replaceAll(" />", "/>")}</symbol>`;
}

const files = { "rapport.css": await css(), "rapport.js": await js(), "icons.svg": await icons() };
await mkdir(out, { recursive: true });
let total = 0;
for (const [name, text] of Object.entries(files)) {
  await writeFile(join(out, name), text);
  const packed = brotliCompressSync(text);
  await writeFile(join(out, `${name}.br`), packed);
  total += packed.length;
  console.log(`${name}: ${text.length} bytes, ${packed.length} in brotli`);
}
console.log(`together: ${total} bytes in brotli, of ${BYTES_BROTLI_MAX}`);
if (total > BYTES_BROTLI_MAX) throw new Error("The assets weigh more than a page may.");
