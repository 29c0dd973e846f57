import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkBoundaries } from './boundaries.ts';

const root = join(import.meta.dirname, '..');
const folders = ['core', 'electron', 'renderer', 'sync-server', 'scripts', 'bench', 'test', 'e2e'].filter((folder) =>
  existsSync(join(root, folder)),
);
const sources = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'),
  ),
);

const { violations, modules } = await checkBoundaries(root, folders);
for (const { rule, from, to, advice } of violations) console.error(`${rule}: ${from} → ${to}\n  ${advice}`);
// Without a usable TypeScript the tool reads no module, finds nothing and reports success.
const blind = modules < sources.length;
if (blind) console.error(`Only ${modules} modules were read, but there are ${sources.length} source files.`);
else console.log(`${modules} modules read`);
process.exitCode = violations.length > 0 || blind ? 1 : 0;
