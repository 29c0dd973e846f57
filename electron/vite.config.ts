import { cpSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const root = join(import.meta.dirname, '..');

/** Code finds `resources/` relative to its own file, so the copy stands where the built tree expects it. */
const copyResources: Plugin = {
  name: 'copy-resources',
  closeBundle: () => cpSync(join(root, 'resources'), join(root, 'build', 'resources'), { recursive: true }),
};

/** Modules that nothing imports: the two processes, and every worker that the data process starts in a thread of its own. */
const entries = ['electron/main.ts', 'electron/data-process.ts', ...globSync('core/**/*-worker.ts', { cwd: root })];

/**
 * The processes and threads as plain modules: `build/electron/…` and `build/core/…` mirror the sources.
 * Packages stay outside: the packaged desk brings the production dependencies.
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [copyResources],
  ssr: { external: true, noExternal: [] },
  build: {
    ssr: true,
    outDir: 'build',
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: entries,
      external: ['electron'],
      output: { format: 'es', preserveModules: true, preserveModulesRoot: root, entryFileNames: '[name].js' },
    },
  },
});
