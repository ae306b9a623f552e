// Pictures of a page to look at: light and dark, on a phone and on a laptop.
import { join } from "node:path";
import type { Page } from "@playwright/test";

const WIDTHS = [390, 1440];
const HEIGHT = 900;
const DIRECTORY = join(import.meta.dirname, "../target/e2e/pictures");

/** Writes `name`-390-light.png and its three sisters, each of the whole page, and gives their paths. */
export async function takePictures(page: Page, name: string): Promise<string[]> {
  const before = page.viewportSize();
  const paths: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      const path = join(DIRECTORY, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true, animations: "disabled" });
      paths.push(path);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
  return paths;
}
