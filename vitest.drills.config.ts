import { defineConfig } from 'vitest/config';

/** The long drills, `npm run drills`: one after the other, because they measure and kill processes. */
export default defineConfig({
  test: {
    include: ['{core,electron,scripts,sync-server,test}/**/*.drill.ts'],
    allowOnly: false,
    passWithNoTests: false,
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
    reporters: ['verbose', ['json', { outputFile: 'build/reports/drills.json' }]],
  },
});
