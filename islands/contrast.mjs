// Computes the contrast of every pair of tokens that stand on each other, in both themes, and fails below WCAG 2.2 AA:
// 4.5 for words, 3 for the edges of controls and for what only marks.
import { readFile } from "node:fs/promises";

const WORDS = 4.5;
const EDGES = 3;
const grounds = ["paper", "sheet", "shade"];
const pairs = [
  ...grounds.flatMap((ground) => ["ink", "ink-soft", "accent", "danger"].map((words) => [words, ground, WORDS])),
  ["ink", "inside-ground", WORDS],
  ["inside", "inside-ground", WORDS],
  ["inside", "on-inside", WORDS],
  ["accent", "inside-ground", WORDS],
  ["ink", "accent-ground", WORDS],
  ["ink-soft", "accent-ground", WORDS],
  ["accent", "accent-ground", WORDS],
  ["on-accent", "accent", WORDS],
  ["on-inside", "inside", WORDS],
  ["outside", "outside-ground", WORDS],
  ["danger", "danger-ground", WORDS],
  ["ink", "danger-ground", WORDS],
  ["ink", "mark-ground", WORDS],
  ["ink", "line", WORDS],
  ...["under-3", "under-2", "under-1", "even", "over-1", "over-2", "over-3"].map((ground) => ["ink", ground, WORDS]),
  ...grounds.map((ground) => ["edge", ground, EDGES]),
  ...["paper", "inside-ground", "shade"].map((ground) => ["inside-line", ground, EDGES]),
];

const css = await readFile(new URL("css/tokens.css", import.meta.url), "utf8");
const colours = new Map();
const GIVEN = /--([\w-]+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\)/g;
for (const [, name, light, dark] of css.matchAll(GIVEN)) colours.set(name, { light: luminance(light, name), dark: luminance(dark, name) });

// OKLCH to linear sRGB after Ottosson (2020), then relative luminance after WCAG 2.2.
function luminance(text, name) {
  const [l, c, h] = text.split(/\s+/).map(Number);
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const [long, middle, short] = [
    l + 0.3963377774 * a + 0.2158037573 * b,
    l - 0.1055613458 * a - 0.0638541728 * b,
    l - 0.0894841775 * a - 1.291485548 * b,
  ].map((root) => root ** 3);
  const rgb = [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ];
  // A colour outside sRGB would be mapped by the browser, and the figure would be of another colour.
  if (rgb.some((part) => part < -0.002 || part > 1.002)) throw new Error(`--${name}: oklch(${text}) is outside sRGB`);
  const [red, green, blue] = rgb.map((part) => Math.min(1, Math.max(0, part)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

let failures = 0;
for (const theme of ["light", "dark"]) {
  let least = Infinity;
  for (const [over, under, wanted] of pairs) {
    const [high, low] = [colours.get(over)[theme], colours.get(under)[theme]].sort((x, y) => y - x);
    const contrast = (high + 0.05) / (low + 0.05);
    least = Math.min(least, contrast / wanted);
    if (contrast >= wanted) continue;
    failures += 1;
    console.error(`${theme}: --${over} on --${under} is ${contrast.toFixed(2)}, needs ${wanted}`);
  }
  console.log(`${theme}: ${pairs.length} pairs, the weakest at ${(least * 100).toFixed(0)} % of what it needs`);
}
if (failures > 0) process.exit(1);
