import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { migrationFaults, readMigrations } from './migration-hashes.ts';

/** `--freeze` records the hashes of new steps, at a release; recorded ones are never rewritten. */
const folders = [
  ['core', 'adapters', 'sqlite', 'migrations'],
  ['sync-server', 'storage', 'migrations'],
].map((parts) => join(import.meta.dirname, '..', ...parts));
for (const folder of folders) {
  const record = join(folder, 'frozen.json');
  const frozen = existsSync(record) ? z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(record, 'utf8'))) : {};
  const present = readMigrations(folder);
  const faults = migrationFaults(present, frozen);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) {
    process.exitCode = 1;
  } else if (process.argv.includes('--freeze')) {
    writeFileSync(record, `${JSON.stringify(present, null, 2)}\n`);
    console.log(`${Object.keys(present).length} migrations are frozen.`);
  }
}
