import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { buildChainPage } from './build-chain-page.ts';
import { buildServerPage } from './build-server-page.ts';
import { buildVerifyPage } from './build-verify-page.ts';
import { sourceState } from './source-state.ts';

/**
 * Builds what runs from `build/`: the window, and the two bundles of the Electron shell. `--if-stale` leaves
 * everything alone when no source changed since the last build; `--parts` adds the page that shows every part of the
 * window, which the browser tests open.
 */
const root = join(import.meta.dirname, '..');
const stamp = join(root, 'build', 'sources.json');
const state = sourceState(root);

if (process.argv.includes('--if-stale') && state.matches(stamp)) {
  console.log('The build is up to date.');
} else {
  // A module that was renamed would otherwise stay in the package under its old name.
  for (const folder of ['core', 'electron', 'resources']) rmSync(join(root, 'build', folder), { recursive: true, force: true });
  await build({
    configFile: join(root, 'renderer', 'vite.config.ts'),
    mode: 'production',
    logLevel: 'warn',
    // Loaded from this computer; the budget of the whole is an ADR's, not the bundler's.
    build: { chunkSizeWarningLimit: 2_000 },
  });
  if (process.argv.includes('--parts')) {
    await build({ configFile: join(root, 'renderer', 'vite.config.ts'), mode: 'parts', logLevel: 'error' });
  }
  await buildVerifyPage();
  await buildServerPage('sign-page', '/s/');
  await buildServerPage('office-page', '/office/');
  await buildChainPage();
  await build({ configFile: join(root, 'electron', 'vite.config.ts'), mode: 'production', logLevel: 'warn' });
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(stamp, state.text);
}
