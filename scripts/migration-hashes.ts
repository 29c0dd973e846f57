import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** File name to SHA-256, hex. */
export type MigrationHashes = Readonly<Record<string, string>>;

/** Hashes of the migration steps in a folder, tests aside; empty if there is no such folder. */
export const readMigrations = (folder: string): MigrationHashes => {
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return Object.fromEntries(
    names.sort().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
};

/** What breaks the freeze: steps that changed or vanished after their release, and names out of order. */
export const migrationFaults = (present: MigrationHashes, frozen: MigrationHashes): readonly string[] => {
  const steps = Object.keys(present).filter((name) => /^\d/.test(name));
  const numbers = steps.map((name) => Number.parseInt(name, 10));
  const lastFrozen = Math.max(0, ...Object.keys(frozen).map((name) => Number.parseInt(name, 10) || 0));
  return [
    ...Object.entries(frozen).flatMap(([name, hash]) => {
      if (present[name] === undefined) return [`${name} was released and is gone: restore it`];
      return present[name] === hash ? [] : [`${name} was released and is changed: restore it and add a new step`];
    }),
    ...steps
      .filter((name, index) => numbers.indexOf(numbers[index] ?? 0) !== index)
      .map((name) => `${name} has the number of another step`),
    ...steps
      .filter((name, index) => frozen[name] === undefined && (numbers[index] ?? 0) <= lastFrozen)
      .map((name) => `${name} would run before a released step: give it a higher number`),
  ];
};
