// `npm test`: installs what is missing, then proves everything on Node 24.
// Runs on whatever Node (20 or newer) the person has: no dependencies, no TypeScript.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensurePackages, findNode24, node24Env, root } from './setup/platform.mjs';
import { ensureSystemTools } from './setup/system-tools.mjs';

const fail = () => {
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
};

if (!ensurePackages()) fail();
const node = findNode24();
if (node === undefined) fail();
if (!ensureSystemTools()) fail();
const run = spawnSync(node, [join(root, 'scripts', 'verify.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: node24Env(node),
});
process.exit(run.status ?? 1);
