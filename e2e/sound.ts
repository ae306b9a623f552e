// Whether a page with pictures is sound: on a phone and on a laptop, for the eye and for axe.
import { expect, type Page } from "@playwright/test";
import { expectNoAxeViolations } from "./axe.ts";

const WIDTHS = [390, 1440];

/** Names in pictures that lie on each other or outside of their picture, as the browser sets them. */
function misplaced(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const picture of document.querySelectorAll("svg.picture")) {
      const frame = picture.getBoundingClientRect();
      const texts = [...picture.querySelectorAll("text")].map((text) => ({
        words: text.textContent ?? "",
        box: text.getBoundingClientRect(),
        mark: text.parentElement,
      }));
      for (const [at, { words, box, mark }] of texts.entries()) {
        const inside = box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
        if (!inside) found.push(`${words} is outside of its picture`);
        for (const other of texts.slice(0, at)) {
          // The lines of one name may touch.
          if (mark === other.mark && mark?.tagName === "a") continue;
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (across > 1 && down > 2) found.push(`${words} lies on ${other.words}`);
        }
      }
    }
    return found;
  });
}

/** Nothing lies on another or outside, nothing is wider than the window, and axe finds nothing, with all tables open. */
export async function sound(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    expect(await misplaced(page), `at ${width}`).toEqual([]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wider, `wider than ${width}`).toBeLessThanOrEqual(0);
  }
  for (const details of await page.locator("main details > summary").all()) await details.click();
  await expectNoAxeViolations(page);
}
