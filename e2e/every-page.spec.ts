// Every page a person can come to by links and menus: nothing for axe to find, nothing wider than a phone.
import { expectNoAxeViolations } from "./axe.ts";
import { expect, test } from "./house.ts";

const PHONE = { width: 390, height: 844 };

/** Whose pages: an administrator, somebody at a desk, a customer. */
const PAGES: Record<string, string[]> = {
  "Dora Lind": [
    "/",
    "/spaces",
    "/conversations/new",
    "/people",
    "/search?q=brake",
    "/settings",
    "/settings/mail",
    "/settings/addresses",
    "/planned",
    "/notices/mentioned",
    "/settings/terms",
    "/waiting",
    "/observatory",
    "/mirror",
    "/administration",
    "/administration/spaces",
    "/administration/spaces/talk",
    "/administration/units",
    "/administration/people",
    "/administration/intake",
    "/administration/mailboxes",
    "/administration/outbox",
    "/administration/imports",
    "/administration/merged-people",
    "/administration/notice",
  ],
  "Sami Koskinen": ["/", "/spaces/support", "/spaces/support?list=unanswered", "/spaces/support/new?kind=case", "/spaces/support/mail", "/administration/spaces/support", "/mirror"],
  "Maya Okafor": ["/", "/settings", "/settings/mail", "/settings/terms", "/mirror"],
};

for (const [name, paths] of Object.entries(PAGES)) {
  test(`every page of ${name} is sound for axe and fits a phone`, async ({ browser, house }) => {
    test.setTimeout(300_000);
    const page = await house.signIn(browser, name);
    for (const path of paths) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(200);
      await test.step(path, () => expectNoAxeViolations(page));
      const before = page.viewportSize();
      await page.setViewportSize(PHONE);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wider, `${path} is wider than a phone`).toBeLessThanOrEqual(0);
      if (before) await page.setViewportSize(before);
    }
  });
}
