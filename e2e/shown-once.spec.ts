// What a form answers with is seen: pages with a secret that is shown once, and the word that a link was mailed.
import { expect, test } from "./house.ts";

test("an invitation's link is shown, and leads in", async ({ browser, house }) => {
  const dora = await house.signIn(browser, "Dora Lind");
  await dora.goto("/administration/people");
  await dora.getByRole("button", { name: "Invite", exact: true }).click();
  const link = (await dora.getByRole("status").locator("code").textContent()) ?? "";
  const newcomer = await (await browser.newContext()).newPage();
  await newcomer.goto(link);
  await newcomer.getByLabel("Your name").fill("Ida Stern");
  await newcomer.getByLabel(/mail address/i).fill("ida.stern@velo.example");
  await newcomer.getByLabel(/password/i).fill("a bell on every bicycle");
  await newcomer.getByRole("button", { name: /come in/i }).click();
  await expect(newcomer.getByRole("link", { name: "Ida Stern" })).toBeVisible();
});

test("an access token is shown once", async ({ browser, house }) => {
  const sami = await house.signIn(browser, "Sami Koskinen");
  await sami.goto("/settings");
  await sami.getByLabel("What it is for").fill("A script");
  await sami.getByLabel("read").check();
  await sami.getByRole("button", { name: "Make a token" }).click();
  await expect(sami.getByRole("status").locator("code")).not.toBeEmpty();
});

test("whoever asks for a link by mail is told that it goes", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("textbox", { name: /mail/i }).fill("sami.koskinen@velo-lind.example");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Sign in");
});
