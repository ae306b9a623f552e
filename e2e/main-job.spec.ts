// The main job, from end to end: a customer's mail is answered by the right people.
import { expectNoAxeViolations } from "./axe.ts";
import { expect, test } from "./house.ts";
import { takePictures } from "./pictures.ts";

const SUBJECT = "The rear light flickers on cobbles";
const ASKED = "My rear light flickers whenever I ride over cobbles. What can I do?";
const BESIDE = "That is the connector of the 2026 series, isn't it? @greta.holm please look.";
const ANSWERED = "Please open the small cap under the saddle and press the plug until it clicks.";
const THANKED = "It clicks now, and the light stays on. Thank you!";

test("a customer's mail becomes a case, is talked over inside, answered, and threads both ways", async ({ browser, house }) => {
  const sami = await house.signIn(browser, "Sami Koskinen");
  await sami.goto("/spaces/support");

  await test.step("her letter appears in the list without a reload", async () => {
    const letter = [
      "From: Robin Quist <robin.quist@example.org>",
      "To: support@velo.example",
      `Subject: ${SUBJECT}`,
      "Message-ID: <first@example.org>",
      `Date: ${new Date().toUTCString()}`,
      "Content-Type: text/plain; charset=utf-8",
      "",
      ASKED,
      "",
      "-- ",
      "Robin",
    ];
    await house.mail({ from: "robin.quist@example.org", to: ["support@velo.example"], text: letter.join("\n") });
    await expect(sami.getByRole("link", { name: SUBJECT })).toBeVisible();
    await takePictures(sami, "space");
  });

  await test.step("she is told that it arrived, with its number", async () => {
    const receipt = await house.outside.letter((l) => l.to === "robin.quist@example.org");
    expect(receipt.raw).toMatch(/#\d+/);
    expect(receipt.headers.get("auto-submitted")).toBe("auto-replied");
    expect(receipt.headers.get("in-reply-to")).toBe("<first@example.org>");
  });

  await sami.getByRole("link", { name: SUBJECT }).click();
  await expect(sami.getByText(ASKED)).toBeVisible();
  const url = new URL(sami.url()).pathname;

  await test.step("people talk it over in the sidebar", async () => {
    await sami.locator("#sidebar textarea").fill(BESIDE);
    await sami.locator("#sidebar button.send").click();
    await expect(sami.locator("#sidebar .message")).toContainText("connector of the 2026 series");
  });

  await test.step("somebody of another unit does not see it until she is brought in", async () => {
    const greta = await house.signIn(browser, "Greta Holm");
    expect((await greta.goto(url))?.status()).toBe(404);
    await sami.locator("#sidebar summary", { hasText: "Bring in a colleague" }).click();
    await sami.locator("#sidebar input[name=name]").fill("Greta Holm");
    await sami.locator("#sidebar").getByRole("button", { name: "Bring in", exact: true }).click();
    await expect(sami.locator("#sidebar .audience").first()).toContainText("Greta Holm");
    await greta.goto("/");
    await expect(greta.locator("main")).toContainText(SUBJECT);
    await takePictures(greta, "home");

    await greta.goto(url);
    const line = greta.locator(".thread .audience");
    await expect(line).toContainText("Robin Quist");
    await expect(line).toContainText("by mail");
    await greta.locator(".thread textarea[name=body]").fill(ANSWERED);
    await greta.locator(".thread button.send").click();
    await expect(greta.locator(".thread .messages")).toContainText("press the plug");
    await expectNoAxeViolations(greta);
    await takePictures(greta, "conversation");
  });

  await test.step("Sami sees the answer live", async () => {
    await expect(sami.locator(".thread .messages")).toContainText("press the plug");
  });

  const sent = await house.outside.letter((l) => l.raw.includes("press the plug"));
  await test.step("she receives a letter that threads, and nothing of the sidebar", async () => {
    expect(sent.to).toBe("robin.quist@example.org");
    expect(sent.headers.get("in-reply-to")).toBe("<first@example.org>");
    expect(sent.headers.get("references")).toContain("<first@example.org>");
    expect(sent.headers.get("from")).toContain("Greta Holm");
    expect(sent.headers.get("reply-to")).toMatch(/support\+r[a-z0-9]{42}@velo\.example/);
    expect(sent.from).toMatch(/^bounce\+[a-z0-9]{42}@velo\.example$/);
    for (const letter of house.outside.letters) expect(letter.raw).not.toContain("connector");
  });

  await test.step("she answers by mail; only her new words are shown, the quoted ones folded", async () => {
    const replyTo = /<?([^<>\s]+@velo\.example)>?$/.exec(sent.headers.get("reply-to") ?? "")?.[1] ?? "";
    const letter = [
      "From: Robin Quist <robin.quist@example.org>",
      `To: ${replyTo}`,
      `Subject: Re: ${SUBJECT}`,
      "Message-ID: <second@example.org>",
      `In-Reply-To: ${sent.headers.get("message-id")}`,
      `References: ${sent.headers.get("references")} ${sent.headers.get("message-id")}`,
      `Date: ${new Date().toUTCString()}`,
      "Content-Type: text/plain; charset=utf-8",
      "",
      THANKED,
      "",
      "On Mon, 23 Nov 2026 at 09:30, Greta Holm (Velo Lind) <support@velo.example> wrote:",
      `> ${ANSWERED}`,
    ];
    await house.mail({ from: "robin.quist@example.org", to: [replyTo], text: letter.join("\n") });
    const last = sami.locator(".thread .message").last();
    await expect(last).toContainText(THANKED);
    await expect(last.locator("details.quoted")).toHaveCount(1);
    await expect(last.locator("details.quoted")).not.toHaveAttribute("open", /.*/);
  });
});

test("a customer who comes in by a link sees her conversation and never its sidebar", async ({ browser, house }) => {
  const maya = await house.signIn(browser, "Maya Okafor");
  await maya.goto("/");
  await maya.locator("main a[href^='/conversations/']").first().click();
  await expect(maya.locator(".thread .message").first()).toBeVisible();
  await expect(maya.locator("#sidebar")).toHaveCount(0);
  await expectNoAxeViolations(maya);
  await takePictures(maya, "conversation-of-a-customer");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a conversation can be read and answered all the same", async ({ browser, house }) => {
    const withScripts = await house.signIn(browser, "Sami Koskinen");
    const state = await withScripts.context().storageState();
    const context = await browser.newContext({ javaScriptEnabled: false, storageState: state, baseURL: house.url });
    const page = await context.newPage();
    await page.goto("/spaces/talk");
    await page.locator(".conversation-row a").first().click();
    await page.locator(".thread textarea[name=body]").fill("Written without scripts.");
    await page.locator(".thread button.send").click();
    await expect(page.locator(".thread .messages")).toContainText("Written without scripts.");
  });
});
