// Two addresses of one person: suggested, said before, merged, listed, undone; each page sound for axe.
import { expectNoAxeViolations } from "./axe.ts";
import { expect, test } from "./house.ts";

const ADDRESSES = ["ilse.moor@example.org", "ilse.moor+bell@example.org"];

test("an administrator finds that two addresses are one person, and takes it back", async ({ browser, house }) => {
  for (const address of ADDRESSES) {
    const head = [`From: Ilse Moor <${address}>`, "To: support@velo.example", `Subject: From ${address}`, `Message-ID: <1.${address}>`];
    const rest = [`Date: ${new Date().toUTCString()}`, "Content-Type: text/plain; charset=utf-8", "", "It rings."];
    await house.mail({ from: address, to: ["support@velo.example"], text: [...head, ...rest].join("\n") });
  }
  const page = await house.signIn(browser, "Dora Lind");
  const people = page.getByRole("main").getByRole("link", { name: "Ilse Moor" });
  await expect(async () => {
    await page.goto("/people?q=Ilse");
    await expect(people).toHaveCount(2, { timeout: 500 });
  }).toPass();
  await people.last().click();
  await expect(page).toHaveURL(/\/people\/\d+$/);
  const old = new URL(page.url()).pathname;
  await page.getByRole("link", { name: "This is somebody we know already" }).click();
  await expectNoAxeViolations(page);
  await expect(page.getByText("the same mailbox")).toBeVisible();
  await page.getByRole("main").locator(".rows").getByRole("link", { name: "Ilse Moor" }).click();
  await expectNoAxeViolations(page);
  for (const address of ADDRESSES) await expect(page.getByText(address).first()).toBeVisible();
  await page.getByRole("button", { name: "They are one person" }).click();
  await expect(page.getByText("Also known as")).toBeVisible();
  await expectNoAxeViolations(page);

  const one = new URL(page.url()).pathname;
  await page.goto(old);
  await expect(page, "the old address leads on").toHaveURL(new RegExp(`${one}$`));
  await page.goto("/people?q=Ilse");
  await expect(people).toHaveCount(1);

  await page.goto("/administration/merged-people");
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Undo: two persons again" }).click();
  await expect(page).toHaveURL(new RegExp(`${old}$`));
  await page.goto("/people?q=Ilse");
  await expect(people).toHaveCount(2);
});
