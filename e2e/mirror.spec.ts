// A person's own mirror: sound for axe, by keyboard, without a script; her own and nobody else's.
import { expect, test } from "./house.ts";
import { sound } from "./sound.ts";

test("a mirror is found from the observatory, is sound, and stands without a script", async ({ browser, house }) => {
  test.setTimeout(300_000);
  const known = await house.signIn(browser, "Sami Koskinen");
  await known.goto("/observatory");
  await known.getByRole("link", { name: "My mirror" }).click();
  await expect(known.getByRole("heading", { level: 1 })).toHaveText("My mirror");
  await expect(known.getByRole("img").first()).toBeVisible();
  await sound(known);
  const state = await known.context().storageState();
  await known.context().close();
  const context = await browser.newContext({ baseURL: house.url, storageState: state, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/mirror");
  await expect(page.getByRole("img", { name: /in conversation with/ })).toBeVisible();
  await page.getByRole("link", { name: "As a spreadsheet" }).focus();
  await page.keyboard.press("Tab");
  await expect(page.locator("main :focus")).toHaveCount(1);
  const csv = await page.request.get("/mirror.csv");
  expect([csv.status(), csv.headers()["cache-control"]]).toEqual([200, "private, no-store"]);
  await context.close();
});

test("who chose so finds nothing computed, and the way back", async ({ browser, house }) => {
  const page = await house.signIn(browser, "Felix Brandt");
  await page.goto("/settings/terms");
  await page.getByLabel("Do not compute them").check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.goto("/mirror");
  await expect(page.getByText("Nothing is computed about you")).toBeVisible();
  await expect(page.locator("svg.picture")).toHaveCount(0);
  await page.getByRole("link", { name: "Choose it anew" }).click();
  await expect(page).toHaveURL(/\/settings\/terms$/);
  await page.context().close();
});
