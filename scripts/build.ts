import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { sourceState } from './source-state.ts';

/**
 * Builds what runs from `build/`: the window, and the two bundles of the Electron shell. `--if-stale` leaves
 * everything alone when no source changed since the last build.
 */
const root = join(import.meta.dirname, '..');
const stamp = join(root, 'build', 'sources.json');
const state = sourceState(root);

if (process.argv.includes('--if-stale') && state.matches(stamp)) {
  console.log('The build is up to date.');
} else {
  if (existsSync(join(root, 'renderer', 'vite.config.ts'))) {
    await build({ configFile: join(root, 'renderer', 'vite.config.ts'), mode: 'production', logLevel: 'warn' });
  }
  await build({ configFile: join(root, 'electron', 'vite.config.ts'), mode: 'production', logLevel: 'warn' });
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(stamp, state.text);
}
