import { defineConfig, devices } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  // Each file has desks of its own; half of a page's time goes into waiting for it.
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  // Two browsers and their desks share the processor.
  expect: { timeout: 10_000 },
  outputDir: 'build/e2e',
  reporter: [['list'], ['json', { outputFile: 'build/reports/playwright.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    // Chromium's own sandbox cannot start as root, which is what a build machine runs as.
    launchOptions: { executablePath: '/usr/bin/chromium', chromiumSandbox: process.getuid?.() !== 0 },
  },
});
