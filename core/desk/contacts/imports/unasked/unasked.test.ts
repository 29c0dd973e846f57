import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unaskedFile } from '../../../../contract/imports.ts';
import { accessPack } from '../../../rights/access.ts';
import { erasePerson, erasuresOf, planErasure } from '../../../rights/erase.ts';
import { registerWithRoles } from '../../../testing/test-api.ts';
import { openTestDesk, type TestDesk } from '../../../testing/test-desk.ts';
import { searchContacts } from '../../search.ts';
import { addContacts, bookOf } from '../../list/book.fixture.ts';
import { commitImport } from '../commit.ts';
import type { HeldImport } from '../held-imports.ts';
import { readFile } from '../read-file.ts';
import { holdUnasked, keepUnasked, purgeUnasked, unaskedFiles } from './unasked.ts';

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const LIST = 'Name,Email,Mobile,Notes\nCanary Quillfeather,canary@example.com,0491 570 110,=1+1\nNoah Kelly,,+61 491 570 156,\n';
const read = (content = LIST): HeldImport => must(readFile(test.desk, 'leaver.csv', new TextEncoder().encode(content)));
const came = { came: 'Mailed by a broker who left', receivedOn: '2026-08-01' };
const hold = (held = read()): string => must(holdUnasked(test.desk, test.person, held, came)).id;
const all = { name: 'All', skipBlocked: true };
const everywhere = (): string =>
  test.desk.db
    .statement<[], { readonly name: string }>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .all()
    .flatMap(({ name }) => test.desk.db.statement<[], Readonly<Record<string, unknown>>>(`select * from "${name}"`).all())
    .flatMap((row) =>
      Object.values(row).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value))),
    )
    .join('\n');

describe('a file that nobody asked for', () => {
  it('is held out of the book with its day, and cannot be imported by the side door', () => {
    const id = hold();
    const [file] = unaskedFiles(test.desk);
    expect(unaskedFile.parse(file)).toMatchObject({
      id,
      fileName: 'leaver.csv',
      rows: 2,
      decideBy: '2026-08-31',
      late: false,
      state: 'waiting',
    });
    expect(bookOf(test, {}).total).toBe(0);
    expect(searchContacts(test.desk, 'quill', 8)).toEqual([]);
    expect(commitImport(test.desk, test.person, read(), all)).toMatchObject({
      ok: false,
      error: { code: 'import.waits-unasked', status: 409 },
    });
    expect(holdUnasked(test.desk, test.person, read(), came)).toMatchObject({ ok: false, error: { code: 'import.waits-unasked' } });
    test.advance(40 * 86_400_000);
    expect(unaskedFiles(test.desk)[0]?.late).toBe(true);
  });

  it('is kept: opens as it was and goes the way of every import; its held copy is gone then', () => {
    const id = hold();
    const held = must(keepUnasked(test.desk, test.person, id, 'They are clients of this office'));
    expect(held.preview.rows.map((row) => row.contact)).toEqual(read().preview.rows.map((row) => row.contact));
    expect(must(keepUnasked(test.desk, test.person, id, 'again')).preview.rows.length).toBe(2);
    expect(holdUnasked(test.desk, test.person, held, came)).toMatchObject({ ok: false, error: { code: 'unasked-kept' } });
    expect(must(commitImport(test.desk, test.person, held, all)).counts.imported).toBe(2);
    expect(unaskedFiles(test.desk)[0]).toMatchObject({
      state: 'imported',
      decision: { by: 'Priya Nair', why: 'They are clients of this office' },
    });
    expect(test.desk.db.statement('select original from unasked_file').all()).toEqual([{ original: null }]);
    expect(keepUnasked(test.desk, test.person, id, 'x')).toMatchObject({ ok: false, error: { status: 404 } });
  });

  it('is purged: nothing of it is left, not after a restore either, nor through a preview that is still open', () => {
    const id = hold();
    const row =
      test.desk.db.statement<[], Readonly<Record<string, string | Uint8Array | number | null>>>('select * from unasked_file').all()[0] ??
      {};
    const open = must(keepUnasked(test.desk, test.person, id, 'Perhaps'));
    expect(everywhere()).toContain('Quillfeather');
    expect(must(purgeUnasked(test.desk, test.person, id, 'We could not have asked them'))).toMatchObject({
      state: 'purged',
      fileName: '',
      came: '',
      rows: 2,
      decision: { by: 'Priya Nair', why: 'We could not have asked them' },
    });
    for (const word of ['Quillfeather', 'canary@', '570 110', 'leaver', 'broker']) expect(everywhere()).not.toContain(word);
    test.desk.db.pragma('wal_checkpoint(TRUNCATE)');
    expect(readFileSync(join(test.folder, 'desk.db')).includes('Quillfeather')).toBe(false);
    expect(commitImport(test.desk, test.person, open, all)).toMatchObject({ ok: false, error: { code: 'unasked-unknown' } });
    expect(test.desk.erasures.read()).toContain(id);
    // A backup of the day before comes back: the list outside the database purges it again.
    test.desk.db.exec('delete from unasked_file');
    const names = Object.keys(row);
    test.desk.db
      .statement<(string | Uint8Array | number | null)[], never>(
        `insert into unasked_file (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
      )
      .run(...Object.values(row));
    expect(everywhere()).toContain('Quillfeather');
    test.advance(1000);
    expect(erasePerson(test.desk, test.person, id, 'after-restore').ok).toBe(true);
    expect(everywhere()).not.toContain('Quillfeather');
    expect(erasuresOf(test.desk).map((one) => one.reason)).toContain('retention');
  });

  it('never keeps a tax file number, and is otherwise read again cell by cell', () => {
    const content = 'Name,Mobile,Notes,TFN\n"Chen, ""Sally"" Sarah",+61 491 570 156,"=cmd|\nline two",123 456 782\n';
    const held = read(content);
    const id = hold(held);
    expect(everywhere()).not.toContain('123 456 782');
    expect(must(keepUnasked(test.desk, test.person, id, 'Ours')).preview.rows[0]?.contact).toEqual(held.preview.rows[0]?.contact);
  });

  it('opens a vCard as the cards were', () => {
    const cards = 'BEGIN:VCARD\nVERSION:3.0\nFN:Sarah Chen\nEMAIL:s@example.com\nNOTE:TFN 123 456 782\nEND:VCARD\n';
    const held = must(readFile(test.desk, 'cards.vcf', new TextEncoder().encode(cards)));
    const id = hold(held);
    expect(must(keepUnasked(test.desk, test.person, id, 'Ours')).preview.rows[0]?.contact).toEqual(held.preview.rows[0]?.contact);
  });

  it('is told to whom it names, and goes whole when that person is erased', () => {
    const [contact = ''] = addContacts(test, [
      { displayName: 'C. Quill', phones: [{ raw: '0491570110', e164: '+61491570110', extension: null, label: null }] },
    ]);
    const [other = ''] = addContacts(test, [{ displayName: 'Somebody Else' }]);
    hold();
    const lines = (id: string) => planErasure(test.desk, id).lines.find((line) => line.code === 'unasked')?.erased;
    expect([lines(contact), lines(other)]).toEqual([1, 0]);
    expect(JSON.stringify(accessPack(test.desk, test.person, contact))).toContain('A file that came unasked');
    expect(must(erasePerson(test.desk, test.person, contact, 'request')).complete).toBe(true);
    expect(unaskedFiles(test.desk)[0]).toMatchObject({ state: 'purged', decision: { why: 'Purged with a person it named' } });
    expect(everywhere()).not.toContain('Quillfeather');
  });

  it('is refused for a day to come, and decided by those who look after privacy alone', () => {
    expect(holdUnasked(test.desk, test.person, read(), { ...came, receivedOn: '2026-12-24' })).toMatchObject({
      ok: false,
      error: { code: 'unasked-later', status: 422 },
    });
    const id = hold();
    const register = registerWithRoles(test.desk, test.person.person, ['adviser']);
    const desk = { ...test.desk, ledger: { ...test.desk.ledger, register: () => register } };
    expect(keepUnasked(desk, test.person, id, 'x')).toMatchObject({ ok: false, error: { code: 'not-permitted' } });
    expect(purgeUnasked(desk, test.person, id, 'x')).toMatchObject({ ok: false, error: { code: 'not-permitted' } });
    expect(purgeUnasked(test.desk, test.person, 'nothing', 'x')).toMatchObject({ ok: false, error: { status: 404 } });
  });
});
