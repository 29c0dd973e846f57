import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importPreview } from '../../../contract/imports.ts';
import { settingHistory } from '../../settings/store.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import type { HeldImport } from './held-imports.ts';
import { FIRST_PAGE, previewView } from './preview-view.ts';
import { changeHeld, readBy, readFile, saveReading } from './read-file.ts';
import { forgetMapping, importMappingsSetting, saveMapping } from './saved-mappings.ts';

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const read = (header: string, line = 'Sarah Chen,0491 570 156,VIP'): HeldImport =>
  must(readFile(test.desk, 'a.csv', new TextEncoder().encode(`${header}\n${line}\n`)));
const view = (held: HeldImport) => importPreview.parse(previewView(test.desk, held, FIRST_PAGE));

const mapped = (held: HeldImport): HeldImport =>
  must(
    changeHeld(held, {
      mapping: [
        { column: 'Klient', field: 'fullName' },
        { column: 'Rufnummer', field: 'phone' },
        { column: 'Merkmal', field: 'tags' },
      ],
    }),
  );

describe('saved mappings', () => {
  it('read the next file of the same column names, in any order and spelling of them', () => {
    const saved = must(saveReading(test.desk, test.person, mapped(read('Klient,Rufnummer,Merkmal')), 'Branch list'));
    expect(view(saved).reading).toEqual({ by: 'saved', name: 'Branch list', recognised: 'Other file', saved: ['Branch list'] });
    const next = read('MERKMAL,klient,Rufnummer', 'Gold,Liam Kelly,0491 570 157');
    expect(view(next)).toMatchObject({
      format: 'Branch list',
      reading: { by: 'saved', name: 'Branch list' },
      rows: [{ name: 'Liam Kelly', state: 'new' }],
    });
    expect(view(next).findings).toContain('The columns were read by the saved mapping “Branch list”.');
    expect(next.preview.rows[0]?.contact).toMatchObject({ tags: ['Gold'], phones: [{ e164: '+61491570157' }] });
    expect(view(must(readBy(test.desk, next, null))).reading).toMatchObject({ by: 'recognised', name: 'Other file' });
    expect(view(must(readBy(test.desk, next, 'branch LIST'))).reading.by).toBe('saved');
  });

  it('are not used for a file with another column', () => {
    must(saveReading(test.desk, test.person, mapped(read('Klient,Rufnummer,Merkmal')), 'Branch list'));
    const other = read('Klient,Rufnummer,Merkmal,Ort', 'Sarah Chen,0491 570 156,VIP,Ryde');
    expect(view(other).reading).toMatchObject({ by: 'recognised', saved: [] });
    expect(readBy(test.desk, other, 'Branch list')).toMatchObject({ ok: false, error: { code: 'import.mapping-unknown' } });
  });

  it('never read a tax file number, whatever they say', () => {
    const { mapping } = read('Name,TFN', 'Sarah Chen,123 456 782').preview;
    const forged = {
      ...mapping,
      columns: mapping.columns.map((column) => (column.field === 'tfn' ? { ...column, field: 'notes' as const } : column)),
    };
    must(saveMapping(test.desk, test.person, forged, 'With numbers'));
    expect(read('Name,TFN', 'Sarah Chen,123 456 782').reading.by).toBe('saved');
    expect(JSON.stringify(read('Name,TFN', 'Sarah Chen,123 456 782').preview)).not.toContain('123 456 782');
  });

  it('are one setting with versions: saved over, removed, and in its history', () => {
    const held = mapped(read('Klient,Rufnummer,Merkmal'));
    must(saveReading(test.desk, test.person, held, 'Branch list'));
    must(saveReading(test.desk, test.person, must(changeHeld(held, { mapping: [{ column: 'Merkmal', field: null }] })), 'branch list'));
    expect(read('Klient,Rufnummer,Merkmal').preview.rows[0]?.contact?.tags).toEqual([]);
    expect(must(forgetMapping(test.desk, test.person, 'Branch list'))).toEqual({ name: 'Branch list' });
    expect(forgetMapping(test.desk, test.person, 'Branch list')).toMatchObject({ ok: false, error: { status: 404 } });
    expect(view(read('Klient,Rufnummer,Merkmal')).reading.by).toBe('recognised');
    expect(settingHistory(test.desk, importMappingsSetting).map((version) => version.note)).toEqual([
      'Removed “Branch list”',
      'Saved “branch list”',
      'Saved “Branch list”',
    ]);
  });
});
