import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, deflateSync } from 'node:zlib';
import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AMOUNTS, type BlindStory, CANARIES, playBlindStory } from './blind-story.ts';
import { FORMS, type Found, inForm, searchFor } from './plaintext-search.ts';

let base = '';
let story: BlindStory | undefined;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'flip360-blind-'));
  story = await playBlindStory(base);
}, 120_000);
afterAll(async () => {
  await story?.close();
  rmSync(base, { recursive: true, force: true });
});

const played = (): BlindStory => {
  if (story === undefined) throw new Error('the story was not played');
  return story;
};

const search = searchFor(CANARIES);

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Canaries in the bytes of every file: also in pages that the database has given free. */
const inFiles = (folder: string): readonly Found[] =>
  filesIn(folder).flatMap((path) => search(path.slice(folder.length + 1), readFileSync(path)));

type Value = string | number | bigint | Buffer | null;

/** Canaries in every value of every table: a value that spans pages is whole here. Amounts are also looked for among the numbers. */
const inValues = (file: string): readonly Found[] => {
  const db = new BetterSqlite(file, { readonly: true });
  const tables = db.prepare<[], { readonly name: string }>("select name from sqlite_schema where type = 'table'").all();
  const found = tables.flatMap(({ name }) =>
    db
      .prepare<[], Record<string, Value>>(`select * from "${name}"`)
      .all()
      .flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) => {
          const where = `${name}.${column}`;
          if (typeof value === 'number') return AMOUNTS.has(value) ? [{ canary: String(value), form: 'number', where }] : [];
          return value === null || typeof value === 'bigint' ? [] : search(where, Buffer.from(value as string));
        }),
      ),
  );
  db.close();
  return found;
};

describe('the search', () => {
  it('finds a canary in every form that it states, and in compressed streams', () => {
    const [{ text } = { text: '' }] = CANARIES;
    const around = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from('\u0001before'), bytes, Buffer.from('after')]);
    for (const form of FORMS)
      expect(search('planted', around(inForm(text, form))).map((found) => found.canary)).toContain(CANARIES[0]?.name);
    const letter = Buffer.from(`Dear ${text}, ${'we write to you. '.repeat(40)}`);
    for (const stream of [gzipSync(letter), deflateSync(letter), gzipSync(deflateSync(letter))])
      expect(search('planted', around(stream)).some(({ where }) => where.includes('inflated'))).toBe(true);
    expect(search('nothing', around(Buffer.from('nothing of the story')))).toEqual([]);
  });

  it('finds every canary of the story on its own', () => {
    for (const { name, text } of CANARIES)
      expect(search('planted', Buffer.from(JSON.stringify({ planted: 1 }) + text)).map((found) => found.canary)).toContain(name);
  });
});

describe('a server after a whole story', () => {
  it('has carried it: paid, confirmed, signed by link', () => {
    expect(played().steps).toContain('Smith confirms that the payment arrived');
    expect([played().answered, played().drafts]).toEqual([true, 1]);
    const files = filesIn(played().folder).map((path) => path.slice(played().folder.length + 1));
    expect(files).toEqual(expect.arrayContaining(['server.db', 'server.db-wal', 'server.log', 'backup.db']));
    const db = new BetterSqlite(join(played().folder, 'backup.db'), { readonly: true });
    const count = (table: string): unknown => db.prepare(`select count(*) from ${table}`).pluck().get();
    expect([count("feed_item where kind = 'answer'"), count('signing_request')]).toEqual([2, 1]);
    expect(count('feed_item')).toBeGreaterThan(20);
    db.close();
  });

  it('holds no name, contact point, purpose or amount of it, in no file and no value, in no form', () => {
    expect(inFiles(played().folder)).toEqual([]);
    expect(inValues(join(played().folder, 'backup.db'))).toEqual([]);
  });

  it('has told a member by mail that something came, and nothing more than that', () => {
    const [notice, ...more] = played().notices;
    expect([notice?.subject, more]).toEqual(['Something waits for you in Flip 360 Desk', []]);
    const { to: _to, headers, ...said } = notice ?? { to: [], headers: '' };
    // The envelope names the member; nothing else does.
    const withoutTo = headers.replaceAll(/^To: .*$/gmu, '');
    expect(search('mail', Buffer.from(JSON.stringify({ ...said, withoutTo })))).toEqual([]);
    expect(search('mail', Buffer.from(headers)).map(({ canary }) => canary)).toContain('e-mail of a member');
    const db = new BetterSqlite(join(played().folder, 'backup.db'), { readonly: true });
    expect(db.prepare('select count(*) from notice_point where confirmed_at is not null').pluck().get()).toBe(2);
    db.close();
  });

  it('has heard from the provider of mail, address and all, that two mails were returned, and told the member by telephone', () => {
    expect(played().texts).toHaveLength(1);
    expect(search('message', Buffer.from(played().texts.join('')))).toEqual([]);
    const log = readFileSync(join(played().folder, 'server.log'), 'utf8');
    expect(log.match(/"event":"notice.report","kind":"bounced"/gu)).toHaveLength(2);
    expect(log).toContain('"event":"notice.reports","state":"without headers"');
    const db = new BetterSqlite(join(played().folder, 'backup.db'), { readonly: true });
    expect(db.prepare("select bounces from notice_point where channel = 'email'").pluck().get()).toBe(2);
    db.close();
  });

  it('would be found out by one column of plaintext, one number, one line of its log', () => {
    const file = join(base, 'planted.db');
    const db = new BetterSqlite(join(played().folder, 'backup.db'));
    db.exec(`vacuum into '${file}'`);
    db.close();
    const planted = new BetterSqlite(file);
    planted.exec("alter table practice add column name text; update practice set name = 'Smith & Partners Accounting'");
    planted.exec(`alter table feed add column amount integer; update feed set amount = ${[...AMOUNTS][1] ?? 0}`);
    planted.close();
    expect(new Set(inValues(file).map(({ where }) => where))).toEqual(new Set(['practice.name', 'feed.amount']));
    expect(search('planted.db', readFileSync(file)).length).toBeGreaterThan(0);
    const log = readFileSync(join(played().folder, 'server.log'), 'utf8');
    expect(search('server.log', Buffer.from(`${log}\n{"event":"request","from":"quillabeth.canary@zanzotto.example.com"}`))).not.toEqual(
      [],
    );
  });
});
