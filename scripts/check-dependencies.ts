import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { classificationFaults, readDependencyClasses } from './dependency-classes.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

const packages = z.record(z.string(), z.string()).default({});
const manifest = z
  .object({ dependencies: packages, optionalDependencies: packages, devDependencies: packages })
  .parse(read('package.json'));
const classes = readDependencyClasses();

const faults = classificationFaults(
  {
    shipped: Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }),
    development: Object.keys(manifest.devDependencies),
  },
  classes,
);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
