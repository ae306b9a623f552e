// The observatory in pictures: sound for axe, no name on another, by keyboard, without a script, on a phone and on a laptop.
import type { Page } from "@playwright/test";
import { expectNoAxeViolations } from "./axe.ts";
import { expect, test } from "./house.ts";

const WIDTHS = [390, 1440];
/** Windows are measured half a minute after the start. */
const MEASURED_MS_MAX = 180_000;

/** Opens it once a window was measured. */
async function observatory(page: Page): Promise<void> {
  await expect(async () => {
    await page.goto("/observatory");
    await expect(page.locator(".map")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: MEASURED_MS_MAX, intervals: [2_000] });
}

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

async function sound(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    expect(await misplaced(page), `at ${width}`).toEqual([]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wider, `wider than ${width}`).toBeLessThanOrEqual(0);
  }
  for (const details of await page.locator("main details > summary").all()) await details.click();
  await expectNoAxeViolations(page);
}

test("the observatory and a unit from within are sound, and the policy lets every picture be", async ({ browser, house }) => {
  test.setTimeout(300_000);
  const page = await house.signIn(browser, "Sami Koskinen");
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (fault) => complaints.push(fault.message));
  await observatory(page);
  await sound(page);
  await page.getByRole("link", { name: "Operations", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Operations");
  await sound(page);
  const mark = page.locator(".map a").first();
  const row = await mark.getAttribute("href");
  await mark.click();
  await expect(page).toHaveURL(new RegExp(`${row}$`));
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("the map is walked by keyboard, and all of it stands without a script", async ({ browser, house }) => {
  test.setTimeout(300_000);
  const known = await house.signIn(browser, "Sami Koskinen");
  await observatory(known);
  const state = await known.context().storageState();
  await known.context().close();
  const context = await browser.newContext({ baseURL: house.url, storageState: state, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/observatory");
  const mark = page.locator(".map a").first();
  await mark.focus();
  await page.keyboard.press("Tab");
  await expect(page.locator(".map a").nth(1)).toBeFocused();
  await expect(page.getByRole("img", { name: /answered/i }).first()).toBeVisible();
  const csv = await page.request.get("/observatory/units.csv");
  expect(csv.headers()["content-type"]).toContain("text/csv");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#unit-\d+$/);
  await context.close();
});
