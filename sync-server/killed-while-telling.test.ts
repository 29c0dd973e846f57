import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkAudit } from './audit/check-audit.ts';
import { endAllLeases } from './storage/lease.ts';
import { openSqliteStorage } from './storage/sqlite.ts';
import type { Storage } from './storage/storage.ts';
import { primitives, valueOf } from './testing/log-fixture.ts';
import { startServer } from './testing/start-server.ts';
import { expectDraftsKept, expectNothingLeft, expectNoticesKept } from './acceptance/told-promise.ts';
import { castOf, clockOf, newOutside, type Outside, PERSONAL, playTold, sendersTo } from './testing/told-story.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-told-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a server that is killed leaves: its files, and what others had from it by then. */
type Left = { readonly database: Buffer; readonly journal: Buffer; readonly outside: Outside; readonly handed: boolean };

/** Nothing personal in the bytes of the files, nor a code that is in somebody's hands. */
const expectBlind = ({ database, journal, outside }: Omit<Left, 'handed'>): void => {
  const codes = [...outside.mails.map(({ text }) => text), ...outside.texts].flatMap((text) => /^\d{8}/u.exec(text) ?? []);
  for (const bytes of [database, journal]) expect([...PERSONAL, ...codes].filter((text) => bytes.includes(text))).toEqual([]);
};

it('keeps each draft once and tells each member at most once, killed at any write, in the middle of one, or with a message out of its hands', async () => {
  const file = join(folder, 'server.db');
  const first = valueOf(await openSqliteStorage(file));
  const outside = newOutside();
  const kills: Left[] = [];
  let begun = false;
  let no = 0;
  const left = (isHanded = false): Left => ({
    database: readFileSync(file),
    journal: readFileSync(`${file}-wal`),
    outside: structuredClone(outside),
    handed: isHanded,
  });
  const storage: Storage = {
    ...first,
    write: async (work) => {
      if (!begun) return first.write(work);
      const before = left();
      const done = await first.write(work);
      no += 1;
      const after = left();
      kills.push(after);
      // And, now and then, one whose last frames the disk had only in part.
      const torn = before.journal.length + Math.floor(((after.journal.length - before.journal.length) * (1 + (no % 4))) / 5);
      if (no % 3 === 0 && torn > before.journal.length)
        kills.push({ ...after, outside: before.outside, journal: after.journal.subarray(0, torn) });
      return done;
    },
  };
  const handed = (): Promise<void> => {
    kills.push(left(true));
    return Promise.resolve();
  };
  const server = await startServer({ storage, clock: clockOf(outside), notices: sendersTo(outside, handed) });
  const cast = await castOf(server);
  begun = true;
  await playTold(server, outside, cast, handed, async () => {
    await expectDraftsKept(outside, server.net, cast);
    await expectNoticesKept(first, outside, 0);
    const ends = await first.db.selectFrom('nudge').select(['ended', 'channel']).orderBy('since').execute();
    expect(ends).toEqual([
      { ended: 'bounced', channel: 'email' },
      { ended: 'sent', channel: 'sms' },
    ]);
  });
  await expectNothingLeft(first);
  expectBlind(left());
  await server.close();
  expect(kills.length).toBeGreaterThan(60);
  let unknown = 0;
  let starts = 0;
  const goOn = async (kill: Left, repeatable: boolean): Promise<void> => {
    starts += 1;
    const copy = join(folder, `killed-${starts}.db`);
    writeFileSync(copy, kill.database);
    writeFileSync(`${copy}-wal`, kill.journal);
    const opened = valueOf(await openSqliteStorage(copy));
    const since = structuredClone(kill.outside);
    const nothing = (): Promise<void> => Promise.resolve();
    const again = await startServer({
      storage: opened,
      clock: clockOf(since),
      notices: sendersTo(since, nothing, repeatable),
      claim: null,
    });
    // As `main.ts` does at its start: whoever held a lease is gone.
    await endAllLeases(again.ports);
    await playTold(again, since, cast, nothing, async () => {
      await expectDraftsKept(since, server.net, cast);
      await expectNoticesKept(opened, since, 1, repeatable);
      unknown += (await opened.db.selectFrom('nudge').select('id').where('ended', '=', 'unknown').execute()).length;
    });
    await expectNothingLeft(opened);
    expect(await checkAudit(opened, primitives)).toBeNull();
    expectBlind({ database: readFileSync(copy), journal: readFileSync(`${copy}-wal`), outside: since });
    await again.close();
    rmSync(copy);
  };
  for (const kill of kills) {
    expectBlind(kill);
    await goOn(kill, false);
    if (kill.handed) await goOn(kill, true);
  }
  // Some kills did fall between handing over and hearing of it.
  expect(unknown).toBeGreaterThan(1);
}, 180_000);
