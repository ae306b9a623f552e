// The observatory in pictures: sound for axe, no name on another, by keyboard, without a script, on a phone and on a laptop.
import type { Page } from "@playwright/test";
import { expect, test } from "./house.ts";
import { sound } from "./sound.ts";

/** Windows are measured half a minute after the start. */
const MEASURED_MS_MAX = 180_000;

/** Opens it once a window was measured. */
async function observatory(page: Page): Promise<void> {
  await expect(async () => {
    await page.goto("/observatory");
    await expect(page.locator(".map")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: MEASURED_MS_MAX, intervals: [2_000] });
}

test("the observatory and a unit from within are sound, and the policy lets every picture be", async ({ browser, house }) => {
  test.setTimeout(300_000);
  const page = await house.signIn(browser, "Sami Koskinen");
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (fault) => complaints.push(fault.message));
  await observatory(page);
  await sound(page);
  await page.locator("#main figcaption").getByRole("link", { name: "Operations", exact: true }).click();
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
