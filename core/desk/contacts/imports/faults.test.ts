import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReferralState } from '../../../domain/referral/state.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { contactPage } from '../contact-page.ts';
import { bookOf } from '../list/book.fixture.ts';
import { searchContacts } from '../search.ts';
import { batchResult, type ImportResult } from './batches.ts';
import { commitImport } from './commit.ts';
import type { HeldImport } from './held-imports.ts';
import { FIRST_PAGE, previewView } from './preview-view.ts';
import { readFile } from './read-file.ts';
import { revertImport } from './revert.ts';

const nobody = () => new Map<string, readonly ReferralState[]>();

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const read = (name: string, content: string): HeldImport => {
  const held = readFile(test.desk, name, new TextEncoder().encode(content));
  if (!held.ok) throw new Error(JSON.stringify(held.error));
  return held.value;
};
const commit = (held: HeldImport): ImportResult => {
  const result = commitImport(test.desk, test.person, held, { name: held.fileName, skipBlocked: true });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const states = (held: HeldImport) => previewView(test.desk, held, FIRST_PAGE).rows.map((row) => row.state);

const NAMES: readonly (readonly [string, string])[] = [
  ['Arabic', 'فاطمة الزهراء'],
  ['Hebrew', 'יעל כהן'],
  ['Chinese', '陈 小明'],
  ['Japanese', '山田 花子'],
  ['Korean', '김 민준'],
  ['Hindi', 'प्रिया शर्मा'],
  ['Tamil', 'கண்ணன் முருகன்'],
  ['Thai', 'สมชาย ใจดี'],
  ['Khmer', 'សុខ សុភា'],
  ['Russian', 'Анна Кузнецова'],
  ['Greek', 'Ελένη Παπαδοπούλου'],
  ['Georgian', 'ნინო ბერიძე'],
  ['Armenian', 'Անի Պետրոսյան'],
  ['Amharic', 'አበበ ቢቂላ'],
  ['Vietnamese', 'Nguyễn Thị Ánh'],
  ['Turkish', 'Işıl Gündoğdu'],
  ['Icelandic', 'Þórður Æðey'],
  ['beyond the basic plane', '𐌰𐌻𐌰 𐌱𐌰𐌽𐌳𐍃'],
  ['with a slip of an apostrophe', "D'Arcy O’Shea-Ōtomo"],
];

describe('names in every script', () => {
  it('are imported, shown, sorted, found and known again', () => {
    const content = `Name,Email\n${NAMES.map(([, name], at) => `${name},p${String(at)}@example.com`).join('\n')}\n`;
    const result = commit(read('names.csv', content));
    expect(result.counts.imported).toBe(NAMES.length);
    for (const [at, [script, name]] of NAMES.entries()) {
      const page = contactPage(test.desk, test.person, result.rows[at]?.contact ?? '', nobody);
      expect([script, page.ok ? page.value.name : null]).toEqual([script, name.normalize('NFC')]);
      const word = name.split(' ')[0] ?? name;
      expect([script, searchContacts(test.desk, word, 8).some((found) => found.title === name.normalize('NFC'))]).toEqual([script, true]);
    }
    expect(bookOf(test, { sort: 'name' }).rows.length).toBe(NAMES.length);
    const decomposed = content.normalize('NFD');
    expect(new Set(states(read('again.csv', decomposed)))).toEqual(new Set(['same']));
  });
});

describe('a note of ten megabytes', () => {
  it('keeps its row out, says so, and lets the others in', () => {
    const held = read(
      'notes.csv',
      `Name,Email,Notes\nSarah Chen,s@example.com,${'x'.repeat(10_485_760)}\nLiam Kelly,l@example.com,Short\n`,
    );
    const result = commit(held);
    expect(result.counts).toMatchObject({ imported: 1, refused: 1 });
    expect(result.rows[0]).toMatchObject({ result: 'refused', why: 'Notes: The cell is larger than 64 KiB.' });
  });
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heapMb = (): number => {
  collect();
  collect();
  return process.memoryUsage().heapUsed / 1_048_576;
};

const CARDS = 5000;
const card = (at: number, photo: string): string =>
  `BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//macOS 14.5//EN\r\nN:Nguyễn;P${String(at)};;;\r\nFN:P${String(at)} Nguyễn\r\nEMAIL:p${String(at)}@example.com\r\n${photo}END:VCARD\r\n`;
// Folded as phones write it: 75 characters a line, a space before each further one.
const PHOTO = `PHOTO;ENCODING=b;TYPE=JPEG:${Array.from({ length: 110 }, () => `${'A1b+'.repeat(18)}\r\n `).join('')}==\r\n`;

const fileOf = (photo: string): Uint8Array => {
  const cards = Array.from({ length: CARDS }, (_, at) => new TextEncoder().encode(card(at, photo)));
  const file = new Uint8Array(cards.reduce((sum, bytes) => sum + bytes.length, 0));
  let at = 0;
  for (const bytes of cards) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
};

describe('5,000 cards with photos', () => {
  it('are imported; the pictures are named as left out and stay in no memory', () => {
    const grownBy = (name: string, photo: string): { readonly held: HeldImport; readonly grown: number } => {
      const content = fileOf(photo);
      const before = heapMb();
      const held = readFile(test.desk, name, content);
      if (!held.ok) throw new Error(held.error.code);
      return { held: held.value, grown: heapMb() - before };
    };
    const bare = grownBy('plain.vcf', '');
    const { held, grown } = grownBy('photos.vcf', PHOTO);
    expect([bare.held.preview.rows.length, held.preview.rows.length]).toEqual([CARDS, CARDS]);
    expect(held.bytes.length).toBeGreaterThan(40_000_000);
    process.stdout.write(
      `5,000 cards: the preview keeps ${bare.grown.toFixed(0)} MB without photos, ${grown.toFixed(0)} MB with 42 MB of them\n`,
    );
    expect(grown).toBeLessThan(Math.max(bare.grown, 10) + 10);
    const view = previewView(test.desk, held, FIRST_PAGE);
    expect(view.format).toBe('vCard from Apple Contacts');
    expect(view.findings.join(' ')).toContain('PHOTO (5,000)');
    expect(view.counts).toMatchObject({ rows: CARDS, new: CARDS });
    expect(commit(held).counts.imported).toBe(CARDS);
  }, 120_000);
});

describe('an import that is reverted while another is open', () => {
  const FIRST = 'Name,Email\nSarah Chen,sarah@example.com\nLiam Kelly,liam@example.com\n';
  const SECOND = 'Name,Email,Job Title\nSarah Chen,sarah@example.com,Director\nNoah Kelly,noah@example.com,\n';

  it('leaves the other whole: what it would have changed is new to it', () => {
    const first = commit(read('first.csv', FIRST));
    const open = read('second.csv', SECOND);
    expect(states(open)).toEqual(['changed', 'new']);
    expect(revertImport(test.desk, test.person, first.import, nobody)).toMatchObject({ ok: true, value: { removed: 2 } });
    expect(states(open)).toEqual(['new', 'new']);
    expect(commit(open).counts).toEqual({ rows: 2, imported: 2, updated: 0, refused: 0, skipped: 0 });
    expect(
      bookOf(test, {})
        .rows.map((row) => row.name)
        .toSorted(),
    ).toEqual(['Noah Kelly', 'Sarah Chen']);
  });

  it('keeps what the other changed since, and the other is reverted afterwards', () => {
    const first = commit(read('first.csv', FIRST));
    const second = commit(read('second.csv', SECOND));
    expect(revertImport(test.desk, test.person, first.import, nobody)).toMatchObject({
      ok: true,
      value: { removed: 1, kept: [{ name: 'Sarah Chen', why: 'Stays: it was edited after the import.' }] },
    });
    expect(revertImport(test.desk, test.person, second.import, nobody)).toMatchObject({
      ok: true,
      value: { removed: 1, restored: 1, kept: [] },
    });
    expect(bookOf(test, {}).rows.map((row) => row.name)).toEqual(['Sarah Chen']);
    const listed = batchResult(test.desk, second.import);
    expect(listed.ok && listed.value.rows.map((row) => row.reverted)).toEqual(['removed', 'removed']);
  });

  it('asked for twice at once, each is done once', () => {
    const first = commit(read('first.csv', FIRST));
    const open = read('second.csv', SECOND);
    const answers = [
      revertImport(test.desk, test.person, first.import, nobody),
      commitImport(test.desk, test.person, open, { name: 'B', skipBlocked: true }),
      revertImport(test.desk, test.person, first.import, nobody),
      commitImport(test.desk, test.person, open, { name: 'B', skipBlocked: true }),
    ];
    expect(answers.map((answer) => (answer.ok ? 'done' : answer.error.code))).toEqual(['done', 'done', 'import.already-reverted', 'done']);
    expect(bookOf(test, {}).total).toBe(2);
  });
});
