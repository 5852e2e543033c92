// Pictures of every page, for the docs: `cargo xtask screenshots`. No part of the tests.
import { defineConfig } from "@playwright/test";
import { CHROMIUM, FLAGS } from "../fixtures/chromium.ts";

export default defineConfig({
  testDir: ".",
  outputDir: "../../target/screenshot-results",
  workers: 1,
  timeout: 3_600_000,
  reporter: [["list"]],
  expect: { timeout: 30_000 },
  use: { browserName: "chromium", launchOptions: { executablePath: CHROMIUM, args: [...FLAGS, "--lang=en-GB"] }, actionTimeout: 30_000 },
});
