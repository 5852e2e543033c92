// The journeys of people in a real browser. `cargo xtask test` says which browser, app and relay:
// CHROMIUM, ISOMERGE_SITE, ISOMERGE_RELAY; by hand, the first Chromium on PATH and the last build serve.
import { defineConfig } from "@playwright/test";
import { CHROMIUM, FLAGS } from "./tests/fixtures/chromium.ts";

export default defineConfig({
  testDir: "tests/journeys",
  outputDir: "target/test-results",
  fullyParallel: true,
  workers: 2,
  timeout: 90_000,
  forbidOnly: true,
  reporter: [["list"]],
  expect: { timeout: 10_000 },
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: CHROMIUM, args: FLAGS },
    trace: "retain-on-failure",
  },
});
