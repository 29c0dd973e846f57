import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrationFaults, readMigrations } from './migration-hashes.ts';

describe('migrationFaults', () => {
  it('lets steps be written until they are released, and added after', () => {
    expect(migrationFaults({ '0010-events.ts': 'a' }, {})).toEqual([]);
    expect(migrationFaults({ '0010-events.ts': 'a', '0020-leaf.ts': 'b' }, { '0010-events.ts': 'a' })).toEqual([]);
  });

  it.each([
    [{ '0010-events.ts': 'b' }, { '0010-events.ts': 'a' }, 'is changed'],
    [{}, { '0010-events.ts': 'a' }, 'is gone'],
    [{ '0010-a.ts': 'a', '0010-b.ts': 'b' }, {}, 'has the number of another step'],
    [{ '0010-a.ts': 'a', '0005-b.ts': 'b' }, { '0010-a.ts': 'a' }, 'before a released step'],
  ])('names the fault in %j against %j', (present, frozen, fault) => {
    expect(migrationFaults(present, frozen).join('\n')).toContain(fault);
  });
});

describe('readMigrations', () => {
  it('hashes the steps and leaves tests out', () => {
    const folder = mkdtempSync(join(tmpdir(), 'flip360-migrations-'));
    writeFileSync(join(folder, '0010-a.ts'), 'abc');
    writeFileSync(join(folder, '0010-a.test.ts'), 'abc');
    expect(readMigrations(folder)).toEqual({
      '0010-a.ts': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
    expect(readMigrations(join(folder, 'none'))).toEqual({});
  });
});
