import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { guideFaults } from './guide-claims.ts';

const root = join(import.meta.dirname, '..');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

const faults = guideFaults(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'), {
  pathExists: (path) => existsSync(join(root, path)),
  scripts: Object.keys(scripts),
});
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
