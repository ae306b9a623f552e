// Live pages of a conversation that goes on in another: they follow it, unless somebody is writing on them.
import type { Browser } from "@playwright/test";
import { expect, type House, test } from "./house.ts";

const WRITES = "Wren Aalto <wren.aalto@example.org>";

/** Two matters of the same customer, by their paths. */
async function twoMatters(browser: Browser, house: House): Promise<string[]> {
  const sami = await house.signIn(browser, "Sami Koskinen");
  const paths: string[] = [];
  for (const subject of ["The saddle creaks", "The saddle still creaks"]) {
    const letter = [`From: ${WRITES}`, "To: support@velo.example", `Subject: ${subject}`, `Message-ID: <${paths.length}@wren.example>`];
    const rest = [`Date: ${new Date().toUTCString()}`, "Content-Type: text/plain; charset=utf-8", "", "What can I do?"];
    await house.mail({ from: "wren.aalto@example.org", to: ["support@velo.example"], text: [...letter, ...rest].join("\n") });
    await sami.goto("/spaces/support");
    const link = sami.getByRole("link", { name: subject, exact: true });
    await expect(link).toBeVisible();
    paths.push(new URL((await link.getAttribute("href")) ?? "", house.url).pathname);
  }
  await sami.context().close();
  return paths;
}

test("a merge takes no page away on which somebody writes, and leads on who only reads", async ({ browser, house }) => {
  const [it, into] = (await twoMatters(browser, house)) as [string, string];
  const writes = await house.signIn(browser, "Sami Koskinen");
  const reads = await house.signIn(browser, "Lena Fuchs");
  for (const page of [writes, reads]) await page.goto(it);
  await writes.locator(".thread textarea[name=body]").fill("Dear Wren, please take the post out and");

  const looked = writes.waitForResponse((answer) => answer.url().endsWith(into) && answer.ok());
  const merges = await house.signIn(browser, "Tomás Vega");
  await merges.goto(`${it}/merging/${into.split("/").pop()}`);
  await merges.getByRole("button", { name: "Merge them" }).click();

  await expect(reads).toHaveURL(new RegExp(`${into}(#.*)?$`));
  // Her page was told as well, and asked; then nothing of hers went.
  await looked;
  await expect(reads.locator("h1")).toBeVisible();
  await expect(writes).toHaveURL(new RegExp(`${it}$`));
  await expect(writes.locator(".thread textarea[name=body]")).toHaveValue("Dear Wren, please take the post out and");
});
