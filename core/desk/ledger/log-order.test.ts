import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { primitives, uuidOf } from '../../../test/story/keys.ts';
import { ABC, OFFICE, REGISTRAR, SMITH } from '../../../test/story/network.ts';
import { networkEvidence, networkTrust } from '../../../test/story/network-pack.ts';
import { packOf } from '../../../test/story/pack.ts';
import { buildStory, type Story } from '../../../test/story/story.ts';
import type { Draft } from '../../../test/story/writer.ts';
import { type Database, openDatabase } from '../../adapters/sqlite/database.ts';
import { migrate } from '../../adapters/sqlite/migrate.ts';
import { migrations } from '../../adapters/sqlite/migrations/all.ts';
import { readEvent } from '../../protocol/event/read.ts';
import { verifyPack } from '../../protocol/pack/verify.ts';
import { statusAt } from '../../protocol/register/membership.ts';
import { rolesAt } from '../../protocol/register/state.ts';
import { networkSql } from '../network/tables.ts';
import { type Ledger, openLedger } from './ledger.ts';

type Desk = { readonly db: Database; readonly ledger: Ledger };

const folders: string[] = [];
const open: Database[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const newDesk = (): Desk => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-order-'));
  folders.push(folder);
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  open.push(opened.value);
  expect(migrate(opened.value, migrations).ok).toBe(true);
  const ledger = openLedger({
    db: opened.value,
    primitives,
    clock: { now: () => '2026-10-01T00:00:00.000Z' },
    highWater: { advance: () => undefined, read: () => null },
    self: () => null,
  });
  return { db: opened.value, ledger };
};

const [ALEX, BIANCA] = ABC.people;
if (BIANCA === undefined) throw new Error('one person');
const at = '2026-08-01 00:00';
const office = { by: OFFICE.people[0].id, reason: 'fees' };
const revoked = (key: string, by = ALEX.key): Draft => ({
  type: 'key.revoked',
  at,
  by,
  body: { practice: ABC.id, key, reason: 'device.lost' },
});

/** Acts that end or change what lets somebody sign, and one that ends it for the person who signs it. */
const ENDINGS: Readonly<Record<string, Draft>> = {
  'key revoked': revoked(BIANCA.key.keyid),
  'own key revoked': revoked(ALEX.key.keyid),
  'passkey revoked': revoked(ALEX.passkey.keyid),
  'key retired': { type: 'key.retired', at, by: ALEX.key, body: { practice: ABC.id, key: ALEX.key.keyid, n: 6, hash: 'e'.repeat(64) } },
  'person left': { type: 'person.left', at, by: ALEX.key, body: { practice: ABC.id, person: BIANCA.id, reason: 'resigned' } },
  'role changed': { type: 'role.changed', at, by: ALEX.key, body: { practice: ABC.id, person: ALEX.id, roles: ['principal'] } },
  'desk revoked': revoked(ABC.deskKey.keyid),
  suspended: { type: 'membership.suspended', at, by: REGISTRAR, body: { practice: SMITH.id, ...office } },
  reinstated: { type: 'membership.reinstated', at, by: REGISTRAR, body: { practice: SMITH.id, ...office } },
  'till moved': { type: 'till.assigned', at, by: ALEX.key, body: { practice: ABC.id, desk: uuidOf('second desk') } },
};
const NAMES = Object.keys(ENDINGS);

const withEndings = (names: readonly string[]): Story =>
  buildStory({ before: { used: () => names.map((name) => [name, ENDINGS[name] ?? revoked('')] as const) } });

/** Hashes in the order of the network log: that of the story, with each ending moved to a place of its own. */
const logOf = (story: Story, moved: ReadonlyMap<string, number>): readonly string[] => {
  const order = story.entries.map(({ hash, name }, position) => ({ hash, place: moved.get(name) ?? position }));
  return order.toSorted((a, b) => a.place - b.place).map(({ hash }) => hash);
};

/** Gives these entries their places, as a desk does that proved them. */
const place = ({ db, ledger }: Desk, log: readonly string[], hashes: readonly string[]) =>
  ledger.placing(() =>
    hashes.flatMap((hash) => {
      const idx = ledger.event(hash)?.index;
      if (idx === undefined || db.get(networkSql.selectFrom('log_place').select('idx').where('idx', '=', idx)) !== undefined) return [];
      db.run(networkSql.insertInto('log_place').values({ idx, log_index: log.indexOf(hash), placed_at: at, size: 500, proof: '' }));
      return [idx];
    }),
  );

const indexFree = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null, (key, member: unknown) => (key === 'index' || key === 'lastIndex' ? undefined : member)));

/** What a desk says: which events count, the referral, who may do what. */
const said = ({ ledger }: Desk, story: Story) => {
  const register = ledger.register();
  return {
    counts: story.entries.filter(({ hash }) => ledger.known(hash) !== undefined).map(({ name }) => name),
    referral: indexFree(ledger.referral(story.intent)),
    consent: indexFree(ledger.refoldConsent(story.hash('consent'))),
    roles: [...(register?.people.values() ?? [])].map((person) => `${person.name}: ${rolesAt(person, 1e9).join(' ')}`).toSorted(),
    status: register === null ? null : statusAt(register, SMITH.id, 1e9),
    keys: [...(register?.keys.values() ?? [])]
      .map(({ key, revokedAt, retiredAfter }) => `${key} ${String(revokedAt !== null)} ${String(retiredAfter)}`)
      .toSorted(),
    till: register?.practices.get(ABC.id)?.till,
  };
};

const recordOf = (story: Story, hash: string) => story.entries.filter((entry) => entry.hash === hash).map(({ bytes }) => bytes);

/** What the log order says: a desk that heard everything in that order. */
const inLogOrder = (story: Story, log: readonly string[]) => {
  const desk = newDesk();
  for (const hash of log) desk.ledger.accept(recordOf(story, hash), 'file');
  return said(desk, story);
};

describe('the order of the network log', () => {
  it('decides what counts, whatever order events and their places came in and however often', () => {
    const founding = buildStory().entries.findIndex(({ name }) => name === 'intent');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.double({ min: founding - 0.5, max: 60, noNaN: true })),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (names, slots, draws) => {
          const draw = (): number => Number(draws.next().value);
          const story = withEndings(names);
          const log = logOf(story, new Map(names.map((name) => [name, Number(slots.next().value)])));
          const network = story.entries.slice(0, founding).map(({ hash }) => hash);
          const rest = story.entries
            .slice(founding)
            .map(({ hash }) => ({ hash, key: draw() }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ hash }) => hash);
          const desk = newDesk();
          for (const hash of network) desk.ledger.accept(recordOf(story, hash), 'file');
          for (const hash of rest) {
            desk.ledger.accept(recordOf(story, hash), 'file');
            // Some places are known early, some only in the end; a place is never known before its event.
            if (draw() < 0.2) place(desk, log, [hash, network[Math.floor(draw() * network.length)] ?? '']);
          }
          for (const hash of rest.slice(0, 8)) desk.ledger.accept(recordOf(story, hash), 'again');
          for (let waits = true; waits;) {
            const before = desk.ledger.size();
            place(
              desk,
              log,
              story.entries.map(({ hash }) => hash).filter(() => draw() < 0.7),
            );
            place(desk, log, log);
            waits = desk.ledger.size() > before;
          }
          expect(desk.ledger.refold(story.intent)).toEqual(desk.ledger.referral(story.intent));
          expect({ names, ...said(desk, story) }).toEqual({ names, ...inLogOrder(story, log) });
          // Whoever verifies a pack of all of it, with the proofs of that log, says of it what the desk says.
          const proofs = networkEvidence(story, { order: log });
          const pack = packOf(story, { input: (input) => ({ ...input, network: proofs }) });
          const { recognised } = verifyPack(pack.zip, networkTrust(story.trust, 2), primitives);
          const allCount = story.entries.every(({ hash }) => desk.ledger.known(hash) !== undefined);
          expect({ names, recognised: recognised.verdict }).toEqual({ names, recognised: allCount ? 'recognised' : 'not-recognised' });
        },
      ),
      { numRuns: 5 },
    );
  });

  it('decides which of two branches of a stream stands, whatever arrived first, also where a part of one never arrived', () => {
    const founding = buildStory().entries.findIndex(({ name }) => name === 'intent');
    const branches = (from: string): readonly [Story, Story] => [
      buildStory(),
      buildStory({ change: { [from]: (draft) => ({ ...draft, at: `${draft.at.slice(0, -1)}${draft.at.endsWith('9') ? '8' : '9'}` }) } }),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom('intake', 'settlement', 'invited 4', 'settlement attested', 'entitlement', 'acknowledgement'),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (from, draws) => {
          const draw = (): number => Number(draws.next().value);
          const [one, other] = branches(from);
          const all = new Map([...one.entries, ...other.entries].map((entry) => [entry.hash, entry]));
          expect(all.size).toBeGreaterThan(one.entries.length);
          const read = (hash: string) => {
            const found = readEvent(all.get(hash)?.bytes ?? new Uint8Array(), primitives);
            if (!found.ok) throw new Error(found.error.code);
            return found.value.event;
          };
          // The server takes the next of each stream, whichever of the two is handed in first.
          const heads = new Map<string, string>();
          const log: string[] = [];
          const queues = [one.entries.map(({ hash }) => hash), other.entries.map(({ hash }) => hash)];
          while (queues.some((queue) => queue.length > 0)) {
            const hash = queues[draw() < 0.5 ? 0 : 1]?.shift();
            if (hash === undefined || log.includes(hash)) continue;
            const { stream, n, prev } = read(hash);
            if (n !== 0 && heads.get(stream) !== prev) continue;
            if (n === 0 && heads.has(stream)) continue;
            heads.set(stream, hash);
            log.push(hash);
          }
          const lost = draw() < 0.5 ? [...all.keys()].find((hash) => !log.includes(hash) || log.indexOf(hash) > founding) : undefined;
          const hashes = [...all.keys()].filter((hash) => hash !== lost);
          const counts = (order: readonly string[], early: () => boolean) => {
            const desk = newDesk();
            for (const hash of order) {
              desk.ledger.accept([all.get(hash)?.bytes ?? new Uint8Array()], 'file');
              if (early())
                place(
                  desk,
                  log,
                  [hash, log[Math.floor(draw() * log.length)] ?? ''].filter((one) => log.includes(one)),
                );
            }
            for (let grown = -1; grown < desk.ledger.size();) {
              grown = desk.ledger.size();
              place(desk, log, log);
            }
            expect(desk.ledger.refold(one.intent)).toEqual(desk.ledger.referral(one.intent));
            for (const hash of hashes) {
              const held = desk.ledger.event(hash);
              if (held !== undefined && desk.ledger.voidOf(hash)?.code === 'stream.conflict')
                expect(desk.ledger.rivalOf(held)).toBeDefined();
            }
            return {
              counts: hashes.filter((hash) => desk.ledger.known(hash) !== undefined).map((hash) => all.get(hash)?.name),
              referral: indexFree(desk.ledger.referral(one.intent)),
              forks: desk.ledger.forked().length,
            };
          };
          const network = one.entries.slice(0, founding).map(({ hash }) => hash);
          const rest = hashes.filter((hash) => !network.includes(hash));
          const shuffled = rest.map((hash) => ({ hash, key: draw() })).toSorted((a, b) => a.key - b.key);
          const inOrder = counts([...log.filter((hash) => hash !== lost), ...rest.filter((hash) => !log.includes(hash))], () => false);
          const arrived = counts([...network, ...shuffled.map(({ hash }) => hash)], () => draw() < 0.2);
          expect({ from, ...arrived }).toEqual({ from, ...inOrder });
        },
      ),
      { numRuns: 12 },
    );
  });

  it('decides what counts of a paper whose key had ended, whatever order it came in; without it all of the paper is void', () => {
    const founding = buildStory().entries.findIndex(({ name }) => name === 'intent');
    fc.assert(
      fc.property(
        fc.double({ min: founding - 0.5, max: 40, noNaN: true }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (slot, draws) => {
          const draw = (): number => Number(draws.next().value);
          const story = withEndings(['desk revoked']);
          const ending = story.hash('desk revoked');
          const log = logOf(story, new Map([['desk revoked', slot]]));
          const network = story.entries.slice(0, founding).map(({ hash }) => hash);
          const rest = story.entries.slice(founding).map(({ hash }) => hash);
          const late = new Set(rest.filter((hash) => hash !== ending && draw() < 0.4));
          const hear = (desk: Desk, hash: string): void => {
            desk.ledger.accept(recordOf(story, hash), 'file', undefined, late.has(hash) ? ABC.deskKey.keyid : undefined);
          };
          const settled = (desk: Desk): ReturnType<typeof said> => {
            for (let grown = -1; grown < desk.ledger.size();) {
              grown = desk.ledger.size();
              // What waited for something is not kept of such a paper: it is sent again.
              for (const hash of rest) hear(desk, hash);
              place(desk, log, log);
            }
            return said(desk, story);
          };
          const arrived = newDesk();
          for (const hash of [...network, ending]) hear(arrived, hash);
          const shuffled = rest.map((hash) => ({ hash, key: draw() })).toSorted((a, b) => a.key - b.key);
          for (const { hash } of shuffled) {
            hear(arrived, hash);
            if (late.has(hash)) expect(arrived.ledger.known(hash)).toBeUndefined();
          }
          const inOrder = newDesk();
          for (const hash of [...network, ending, ...rest]) hear(inOrder, hash);
          const answer = settled(arrived);
          expect(answer).toEqual(settled(inOrder));
          const isTooLate = (hash: string): boolean => log.indexOf(hash) > log.indexOf(ending);
          for (const hash of late) if (isTooLate(hash)) expect(arrived.ledger.voidOf(hash)).toBeDefined();
          // A position before the end by the word of another party counts too: only then may more count than stands before it.
          if (![...late].some(isTooLate)) expect(answer).toEqual(inLogOrder(story, log));
          // Another way brings what had come so as well.
          for (const hash of rest) arrived.ledger.accept(recordOf(story, hash), 'another way');
          expect(said(arrived, story)).toEqual(inLogOrder(story, log));
        },
      ),
      { numRuns: 6 },
    );
  });

  it('counts what was logged before a revocation and arrived after it, and takes back what was logged after and arrived before', () => {
    const story = withEndings(['own key revoked']);
    const settlement = story.hash('settlement');
    const late = logOf(story, new Map([['own key revoked', 1000]]));
    const early = logOf(story, new Map([['own key revoked', story.entries.findIndex(({ name }) => name === 'settlement') - 0.5]]));
    const arrived = newDesk();
    for (const { bytes } of story.entries) arrived.ledger.accept([bytes], 'file');
    expect(arrived.ledger.known(settlement)).toBeUndefined();
    expect(arrived.ledger.voidOf(settlement)).toMatchObject({ code: expect.stringMatching(/key.revoked|named.void/u) as string });
    expect(arrived.ledger.event(settlement)).toBeDefined();
    expect(arrived.ledger.referral(story.intent)?.steps.map((step) => step !== null)).toEqual([true, true, false, false, false]);
    place(arrived, late, late.slice(0, 40));
    const turned = place(arrived, late, late);
    expect(turned.find(({ event }) => event.hash === settlement)).toMatchObject({ now: null });
    expect(arrived.ledger.referral(story.intent)?.complete).toBe(true);

    const before = newDesk();
    for (const { bytes, name } of story.entries) if (name !== 'own key revoked') before.ledger.accept([bytes], 'file');
    expect(before.ledger.referral(story.intent)?.complete).toBe(true);
    before.ledger.accept(recordOf(story, story.hash('own key revoked')), 'file');
    expect(before.ledger.referral(story.intent)?.complete).toBe(true);
    const back = place(before, early, early);
    expect(back.find(({ event }) => event.hash === settlement)).toMatchObject({ now: { code: 'key.revoked' } });
    expect(before.ledger.referral(story.intent)).toMatchObject({ complete: false, agreed: null, entitlement: null });
  });

  it('takes the place of an event from another party that named it before', () => {
    const story = withEndings(['own key revoked']);
    const names = story.entries.map(({ name }) => name);
    // The settlement itself is logged last; the referrer's attestation of it stands before the revocation.
    const log = logOf(
      story,
      new Map([
        ['settlement', 900],
        ['own key revoked', names.indexOf('settlement attested') + 0.5],
      ]),
    );
    const desk = newDesk();
    for (const { bytes } of story.entries) desk.ledger.accept([bytes], 'file');
    place(desk, log, log);
    expect(desk.ledger.known(story.hash('settlement'))).toBeDefined();
    expect(desk.ledger.known(story.hash('invited 4'))).toBeUndefined();
  });
});
