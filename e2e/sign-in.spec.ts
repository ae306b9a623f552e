// The way in: what somebody sees whom the house does not know.
import { expectNoAxeViolations } from "./axe.ts";
import { expect, test } from "./house.ts";
import { takePictures } from "./pictures.ts";

test("a stranger who asks for the first page is sent to sign in", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in(\?.*)?$/);
});

test("the sign-in page asks for a mail address, by name", async ({ page }) => {
  await page.goto("/sign-in");
  const field = page.getByRole("textbox", { name: /mail/i });
  await expect(field).toBeVisible();
  await expect(field).toHaveAttribute("type", "email");
});

test("the sign-in page has no axe violations", async ({ page }) => {
  await page.goto("/sign-in");
  await expectNoAxeViolations(page);
  await takePictures(page, "sign-in");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the sign-in page asks for a mail address all the same", async ({ page }) => {
    await page.goto("/");
    await expect(page.locator('form[method="post"] input[type="email"]')).toBeVisible();
  });
});
