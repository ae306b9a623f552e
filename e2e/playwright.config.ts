// How the browser tests run: one real browser from the system, one test at a time, no second chances.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  outputDir: "../target/e2e/results",
  reporter: "list",
  forbidOnly: Boolean(process.env["CI"]),
  // A test that passes only the second time has found something.
  retries: 0,
  // Two cores are shared with the house itself.
  workers: 1,
  timeout: 90_000,
  use: {
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", // tests may run as root, where the sandbox cannot
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
