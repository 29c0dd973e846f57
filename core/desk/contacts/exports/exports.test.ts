import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { contactExport, type contactExportInput, contactExports } from '../../../contract/contact-list.ts';
import { restoreText } from '../../../domain/export/csv.ts';
import { previewImport } from '../../../domain/contact/preview.ts';
import type { JobControl } from '../../jobs.ts';
import { registerWithRoles } from '../../testing/test-api.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { addContacts } from '../list/book.fixture.ts';
import { exportContacts, exportedFile } from './export-job.ts';
import { exportHistory } from './history.ts';

type Input = z.infer<typeof contactExportInput>;

let test: TestDesk;
let ids: readonly string[] = [];
const told: string[] = [];
const control: JobControl = {
  progress: (done, of, words) => void told.push(`${String(done)}/${String(of)} ${words}`),
  cancelled: () => false,
  breathe: () => Promise.resolve(),
};

beforeEach(() => {
  test = openTestDesk();
  told.length = 0;
  ids = addContacts(test, [
    { displayName: '=HYPERLINK("http://evil.example")', notes: '@SUM(A1)\nline two', tags: ['VIP'] },
    { displayName: 'Łukasz Kowalczyk', organisationName: 'Kowalczyk Bau' },
    { displayName: 'Zoë Müller', dateOfBirth: { year: 1982, month: 1, day: 18 } },
  ]);
});
afterEach(() => test.close());

const every = (change: Partial<Input> = {}): Input => ({
  choice: { q: '', f: '', except: [], expected: 3 },
  format: 'csv',
  sort: 'name',
  columns: null,
  ...change,
});
const made = async (input: Input) => {
  const done = await exportContacts(test.desk, test.person, input, control);
  if (!done.ok) throw new Error(done.error.code);
  const file = exportedFile(test.desk, test.person, done.value.id);
  if (!file.ok) throw new Error(file.error.code);
  expect(contactExport.safeParse(done.value).error).toBeUndefined();
  return { made: done.value, file: file.value, text: Buffer.from(file.value.base64, 'base64').toString('utf8') };
};
const refusal = async (input: Input) => {
  const done = await exportContacts(test.desk, test.person, input, control);
  return done.ok ? 'made' : done.error.code;
};

describe('exportContacts', () => {
  it('writes every field as CSV without a formula, tells how far it is and records who took it out', async () => {
    const { made: row, file, text } = await made(every());
    expect(file).toMatchObject({
      name: 'contacts-2026-08-04.csv',
      mediaType: 'text/csv; charset=utf-8',
      sha256: row.sha256,
      bytes: row.bytes,
    });
    expect(row.rows).toBe(3);
    expect(text.charCodeAt(0)).toBe(0xfeff);
    for (const cell of text.split(/,|\r\n/u)) expect(cell.replace(/^"/u, '')).not.toMatch(/^[=+@\t]/u);
    expect(restoreText(`'+Cmd`)).toBe('+Cmd');
    expect(text).toContain('Łukasz Kowalczyk');
    expect(told).toEqual(['3/3 Writing contact 3']);
    const history = contactExports.parse(exportHistory(test.desk, test.person));
    expect(history).toEqual([
      { id: row.id, at: row.at, by: 'Priya Nair', format: 'csv', rows: 3, sha256: row.sha256, words: 'The whole book', columns: [] },
    ]);
  });

  it('writes the columns of a list in its order', async () => {
    const { text } = await made(every({ columns: ['organisation', 'name', 'consent', 'gone'], sort: '-organisation' }));
    expect(
      text
        .replace(/^\ufeff/u, '')
        .split('\r\n')
        .slice(0, 2),
    ).toEqual(['Organisation,Name,Consent', ',Zoë Müller,Not asked']);
    expect(exportHistory(test.desk, test.person)[0]?.columns).toEqual(['organisation', 'name', 'consent']);
  });

  it('writes cards that this program reads again, and JSON with everything', async () => {
    const cards = await made(every({ format: 'vcard' }));
    expect(cards.file.name).toBe('contacts-2026-08-04.vcf');
    const preview = previewImport(new TextEncoder().encode(cards.text), 'a.vcf', { asOf: '2026-11-21' });
    expect(preview.ok && preview.value.rows.map((row) => row.contact?.displayName)).toEqual([
      '=HYPERLINK("http://evil.example")',
      'Łukasz Kowalczyk',
      'Zoë Müller',
    ]);
    test.advance(1000);
    const json = await made(every({ format: 'json', choice: { ids: [ids[2] ?? '', ids[1] ?? ''] } }));
    const read = JSON.parse(json.text) as { readonly contacts: readonly { readonly id: string; readonly dateOfBirth: unknown }[] };
    expect(read.contacts.map((one) => one.id)).toEqual([ids[2], ids[1]]);
    expect(read.contacts[0]?.dateOfBirth).toEqual({ year: 1982, month: 1, day: 18 });
    expect(exportHistory(test.desk, test.person)[0]?.words).toBe('Selected contacts');
  });

  it('takes what fits but for some, and says in words what that was', async () => {
    const { made: row } = await made(every({ choice: { q: '', f: 'tags:none:VIP', except: [ids[1] ?? ''], expected: 2 } }));
    expect(row.rows).toBe(1);
    expect(exportHistory(test.desk, test.person)[0]?.words).toBe('Tags has not VIP');
  });

  it('refuses when the list changed, when nobody fits and when it cannot judge the filter', async () => {
    expect(await refusal(every({ choice: { q: '', f: '', except: [], expected: 2 } }))).toBe('selection-changed');
    expect(await refusal(every({ choice: { q: '', f: 'height:is:2', except: [], expected: 3 } }))).toBe('filter-not-judged');
    expect(await refusal(every({ choice: { q: '', f: '(', except: [], expected: 3 } }))).toBe('filter-not-readable');
    expect(await refusal(every({ choice: { ids: ['01989a00-0000-7000-8000-00000000000a'] } }))).toBe('nobody-selected');
    expect(exportHistory(test.desk, test.person)).toEqual([]);
  });

  it('leaves nothing behind when it is stopped, or when the role does not allow it', async () => {
    const stopped = await exportContacts(test.desk, test.person, every(), { ...control, cancelled: () => true });
    expect(stopped).toMatchObject({ ok: false, error: { code: 'export-cancelled' } });
    const register = registerWithRoles(test.desk, test.person.person, ['adviser']);
    const desk = { ...test.desk, ledger: { ...test.desk.ledger, register: () => register } };
    expect(await exportContacts(desk, test.person, every(), control)).toMatchObject({ error: { code: 'not-permitted' } });
    expect(exportHistory(test.desk, test.person)).toEqual([]);
  });

  it('keeps a file for ten minutes and for its maker alone', async () => {
    const { made: row } = await made(every());
    const another = { ...test.person, person: '01890000-0000-7000-8000-000000000009' };
    expect(exportedFile(test.desk, another, row.id)).toMatchObject({ error: { code: 'export-gone' } });
    test.advance(9 * 60_000);
    expect(exportedFile(test.desk, test.person, row.id).ok).toBe(true);
    test.advance(60_000);
    expect(exportedFile(test.desk, test.person, row.id)).toMatchObject({ error: { code: 'export-gone' } });
  });
});
