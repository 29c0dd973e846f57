import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{core,electron,renderer,scripts,sync-server,test}/**/*.test.{ts,tsx}'],
    allowOnly: false,
    passWithNoTests: false,
    testTimeout: 30_000,
    // Half of a test's time goes into waiting for disks and processes: by default one of two cores would stand idle.
    maxWorkers: 2,
    // A second is short where a database and other tests share the processor.
    expect: { poll: { timeout: 10_000 } },
    reporters: ['default', ['json', { outputFile: 'build/reports/vitest.json' }]],
  },
});
