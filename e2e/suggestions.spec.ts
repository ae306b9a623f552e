// Names while they are typed: a colleague is mentioned, and a person brought in, by keyboard alone.
import { expect, test } from "./house.ts";

test("an @ suggests colleagues, and Enter takes the first", async ({ browser, house }) => {
  const sami = await house.signIn(browser, "Sami Koskinen");
  await sami.goto("/spaces/talk");
  await sami.locator('main a[href^="/conversations/"]').first().click();
  const words = sami.locator(".thread textarea[name=body]");
  await words.pressSequentially("Do you know, @fel");
  const option = sami.getByRole("option", { name: /Felix Brandt/ });
  await expect(option).toBeVisible();
  await words.press("Enter");
  await expect(words).toHaveValue("Do you know, @felix.brandt ");
  await expect(option).toBeHidden();
});

test("a name that is being typed is found, chosen and brought in; then the menu closes", async ({ browser, house }) => {
  const sami = await house.signIn(browser, "Sami Koskinen");
  await sami.goto("/spaces/support");
  await sami.locator('main a[href^="/conversations/"]').first().click();
  await sami.locator("summary", { hasText: "People" }).click();
  const name = sami.getByLabel("Name or mail address").first();
  await name.pressSequentially("brandt");
  await expect(sami.getByRole("option", { name: /Felix Brandt/ })).toBeVisible();
  await name.press("ArrowDown");
  await name.press("Enter");
  await expect(name).toHaveValue("Felix Brandt");
  await sami.getByRole("button", { name: "Bring in" }).click();
  await expect(name).toBeHidden();
  await expect(sami.getByRole("link", { name: "Felix Brandt" }).first()).toBeVisible();
});

test("a name nobody has is refused where it was typed, in a menu that stays open and on the page", async ({ browser, house }) => {
  const sami = await house.signIn(browser, "Sami Koskinen");
  await sami.setViewportSize({ width: 390, height: 800 });
  await sami.goto("/spaces/support");
  await sami.locator('main a[href^="/conversations/"]').first().click();
  await sami.locator("summary", { hasText: "Assign" }).click();
  const name = sami.getByLabel("Or a colleague or unit");
  await expect(name).toBeInViewport({ ratio: 1 });
  await name.fill("Nobody Of Ours");
  await sami.locator(".menu[open] button.primary").click();
  await expect(sami.getByRole("alert")).toContainText("We know nobody");
  await expect(name).toBeInViewport({ ratio: 1 });
  await expect(name).toHaveValue("Nobody Of Ours");
});
