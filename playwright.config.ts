// The journeys of people in a real browser. `cargo xtask test` says which browser, app and relay.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests/journeys",
  outputDir: "target/test-results",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  forbidOnly: true,
  reporter: [["list"]],
  expect: { timeout: 10_000 },
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      // A proxy for each person.
      args: ["--no-sandbox"],
    },
    trace: "retain-on-failure",
  },
});
