import { cpSync, rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileAnswer } from '../../core/contract/scalars.ts';
import type { DesksView } from '../../core/contract/shared-book.ts';
import { exportFile, importInto, input, ok, type Seat, sign } from '../../core/desk/exchange/network.fixture.ts';
import { acknowledge, append, beginReferral, intakeDraft, personAt } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { openTestHost, signInAs } from '../../core/desk/open-desk.fixture.ts';
import { commitRecords, type Step } from '../../core/desk/records/commit.ts';
import { kindOf } from '../../core/desk/records/definition.ts';
import { readRecord } from '../../core/desk/records/stored-record.ts';
import { uuidV7 } from '../../core/ports/entropy.ts';
import { kindsOf } from './seen.ts';
import { addDesk } from './second-desk.ts';
import { openWiredNetwork, type WiredNetwork } from './wired-network.ts';

const NEW_PIN = '778899';

let network: WiredNetwork;
let first: Seat;
let second: Seat;
let third: Seat;
let contact = '';
beforeAll(async () => {
  network = await openWiredNetwork();
  first = network.abc;
  await network.rounds();
  await network.rounds();
});
afterAll(async () => {
  for (const seat of desks()) await seat.host.close();
  await network.close();
});

const desks = (): readonly Seat[] => [first, second, third];
const db = (seat: Seat) => seat.host.desk().db;
const view = async (seat: Seat): Promise<DesksView> => (await ok(seat, 'GET', '/desks')) as unknown as DesksView;
/** Every desk has what every other wrote. */
const settle = async (...seats: readonly Seat[]): Promise<void> => {
  for (let round = 0; round < 3; round += 1) await network.rounds(...(seats.length === 0 ? desks() : seats));
};
const commit = (seat: Seat, ...steps: readonly Step[]): void => {
  const done = commitRecords(seat.host.desk(), personAt(seat), { words: 'Did something' }, steps);
  if (!done.ok) throw new Error(`${done.error.code} ${done.error.detail}`);
};
const addDeal = (seat: Seat, title: string): string => {
  const { entropy, clock } = seat.host.desk();
  const id = uuidV7(entropy, clock.now());
  const open = { pipeline: 'sales', stage: 'new', status: 'open', stageSince: '2026-08-04T00:00:00.000Z', closedAt: null };
  const rest = { purpose: '', amount: 100_00, settledAmount: null, expectedClose: null, lostReason: '', owner: null, referral: null };
  commit(seat, { act: 'create', kind: 'deal', id, document: { contact, title, ...open, ...rest } });
  return id;
};
const set = (id: string, fields: Readonly<Record<string, string | number>>): Step => ({
  act: 'change',
  kind: 'deal',
  id,
  set: fields,
  revision: null,
});
const deal = (seat: Seat, id: string) => readRecord(db(seat), kindOf(seat.host.desk().kinds, 'deal'), id);
const dump = (seat: Seat): unknown =>
  [
    'select kind, id, subject, revision, document, created_at, created_by, updated_at, removed_at from record order by id',
    'select id, name, stage, revision, created_at, updated_at, fields from contact order by id',
    'select operation, record, fields from record_conflict order by operation',
    'select hash from event order by hash',
    'select commitment, data from opening order by commitment',
  ].map((sql) => db(seat).statement<[], unknown>(sql).all());
const same = (): void => {
  for (const seat of [second, third]) expect(dump(seat)).toEqual(dump(first));
};

describe('three desks of one practice', () => {
  it('share one book, also where a desk that joined itself lets the third one in', async () => {
    const empty = { organisation: '', emails: [], phones: [], abn: '', suburb: '', state: '', postcode: '', street: '', note: '' };
    const person = { kind: 'person', givenName: 'Sarah', familyName: 'Chen', ...empty, assuranceClient: false, doNotContact: false };
    await ok(first, 'POST', '/contacts', person);
    contact = db(first).statement<[], { id: string }>('select id from contact').get()?.id ?? '';
    second = await addDesk(network, first);
    third = await addDesk(network, second, 'third desk');
    await settle();
    same();
    for (const seat of desks()) {
      expect((await view(seat)).desks.map(({ state, shares }) => ({ state, shares }))).toEqual(
        Array.from({ length: 3 }, () => ({ state: 'active', shares: true })),
      );
      expect(await kindsOf(seat)).toEqual([]);
    }
  });

  it('show one conflict for each of two values that came too late, and choose once for all', async () => {
    const id = addDeal(first, 'Home loan');
    await settle();
    commit(first, set(id, { amount: 200_00 }));
    commit(second, set(id, { amount: 300_00 }));
    network.clock.advance(1000);
    commit(third, set(id, { amount: 400_00 }));
    await settle();
    same();
    for (const seat of desks()) {
      const { conflicts } = await view(seat);
      expect(conflicts.map(({ fields }) => fields.map(({ stands, wanted }) => [stands, wanted]))).toEqual([
        [['20000', '30000']],
        [['20000', '40000']],
      ]);
    }
    const [one] = (await view(third)).conflicts;
    await ok(third, 'POST', `/desks/conflicts/${one?.operation}`, { choice: 'wanted' });
    await settle();
    for (const seat of desks()) {
      const { conflicts } = await view(seat);
      expect(conflicts.map(({ fields }) => fields.map(({ stands, wanted }) => [stands, wanted]))).toEqual([[['30000', '40000']]]);
    }
    const [other] = (await view(first)).conflicts;
    await ok(first, 'POST', `/desks/conflicts/${other?.operation}`, { choice: 'stands' });
    await settle();
    for (const seat of desks()) expect((await view(seat)).conflicts).toEqual([]);
    same();
  });

  it('end alike whatever each does apart and in whichever order they meet', async () => {
    const edit = fc.record({
      desk: fc.nat(2),
      act: fc.constantFrom('title', 'amount', 'stage', 'remove', 'return', 'new', 'round', 'round'),
      which: fc.nat(2),
      value: fc.nat(3),
    });
    const deals = [addDeal(first, 'One'), addDeal(second, 'Two'), addDeal(third, 'Three')];
    await settle();
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 5, maxLength: 20 }), async (edits) => {
        for (const { desk, act, which, value } of edits) {
          const seat = desks()[desk] ?? first;
          const id = deals[which] ?? '';
          const removed = deal(seat, id)?.removedAt !== null;
          if (act === 'round') await network.rounds(seat);
          else if (act === 'new') addDeal(seat, `New ${value}`);
          else if (act === 'remove' || act === 'return') commit(seat, { act, kind: 'deal', id });
          else if (!removed && act === 'amount') commit(seat, set(id, { amount: value * 100 }));
          else if (!removed && act === 'stage') commit(seat, set(id, { stage: `stage-${value}` }));
          else if (!removed) commit(seat, set(id, { title: `Title ${value}` }));
          network.clock.advance(1000);
        }
        await settle();
        same();
      }),
      { numRuns: 8 },
    );
    for (const seat of desks()) expect(await kindsOf(seat)).toEqual([]);
  });

  it('give a desk that went back to a backup everything back by the book, its own too, and it goes on', async () => {
    const { dataFolder } = second.host.folders;
    const unsent = addDeal(second, 'Not sent when the backup was made');
    const reopen = async (seed: string): Promise<void> => {
      const host = await openTestHost(second.host.folders, {
        clock: network.clock,
        seed,
        network: { fetch: (url, init) => network.wire.fetch(url, init), live: false },
      });
      second = { ...second, host, token: await signInAs(host, second.person) };
    };
    await second.host.close();
    cpSync(dataFolder, `${dataFolder}-backup`, { recursive: true });
    await reopen('after the backup');
    commit(second, set(unsent, { title: 'Changed after the backup' }));
    const lost = addDeal(second, 'Written after the backup');
    const begun = beginReferral(network.smith, second, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
    const acknowledgement = acknowledge(network.smith, second, begun);
    await settle(network.smith, second);
    const [intake = ''] = append(second, intakeDraft(begun, acknowledgement, '2026-08-04'));
    await sign(second, { act: 'gst', registered: false, from: null });
    await settle();
    commit(first, set(lost, { amount: 700_00 }));
    await settle();
    await second.host.close();
    rmSync(dataFolder, { recursive: true });
    cpSync(`${dataFolder}-backup`, dataFolder, { recursive: true });
    rmSync(`${dataFolder}-backup`, { recursive: true });

    await reopen('restored');
    expect(second.host.desk().recovery).not.toBeNull();
    await network.rounds(second);
    await network.rounds(second);
    expect(deal(second, lost)?.document).toMatchObject({ title: 'Written after the backup', amount: 700_00 });
    expect(second.host.desk().ledger.event(intake)?.hash).toBe(intake);
    same();
    expect(await ok(second, 'GET', '/recovery')).toMatchObject({ active: true, caughtUp: true, canEnd: true });
    await ok(second, 'POST', '/recovery/end');
    await second.host.close();
    await reopen('recovered');
    expect(second.host.desk().recovery).toBeNull();
    commit(second, set(unsent, { title: 'Goes on' }));
    await sign(second, { act: 'gst', registered: true, from: '2026-07-01' });
    await settle();
    same();
    for (const seat of desks()) {
      expect(deal(seat, unsent)?.document).toMatchObject({ title: 'Goes on' });
      expect((await view(seat)).book).toMatchObject({ stopped: null, waiting: 0, notTakenIn: [] });
      expect(await kindsOf(seat)).toEqual([]);
    }
  });

  it('go on without one that lost its keys and got fresh ones: it adds nothing and says why', async () => {
    const made = await ok(first, 'POST', '/recovery/new-key');
    const recoveryKey = (made['recoveryGroups'] as readonly string[]).join('');
    const { host: lost } = first;
    await lost.close();
    await lost.folders.store.delete(lost.runtime.install());
    const wire = { fetch: (url: string, init: RequestInit) => network.wire.fetch(url, init), live: false };
    const host = await openTestHost(lost.folders, { clock: network.clock, seed: 'first desk, lost', network: wire });
    expect((await host.call('POST', '/recovery/open', { recoveryKey })).json).toEqual({ ok: true });
    const asked = await host.call('POST', '/recovery/fresh-keys', { person: first.person, pin: NEW_PIN, recoveryKey });
    expect(asked.status).toBe(200);
    await ok(network.office, 'POST', '/office/requests', input(asked.json as unknown as FileAnswer));
    first = { ...first, host, token: await signInAs(host, first.person, NEW_PIN) };
    // Without its keys it is not let in at the server: what the office stated comes as a file.
    await settle(network.office, second, third);
    expect(await importInto(first, await exportFile(network.office, first, { resend: true }))).toMatchObject({ refused: 0, conflicts: 0 });
    network.clock.advance(73 * 3_600_000);
    first = { ...first, token: await signInAs(host, first.person, NEW_PIN) };
    third = { ...third, token: await signInAs(third.host, third.person) };
    second = { ...second, token: await signInAs(second.host, second.person) };
    expect(await ok(first, 'POST', '/recovery/end')).toEqual({ ok: true });
    first = { ...first, token: await signInAs(host, first.person, NEW_PIN) };
    const kept = addDeal(first, 'Written with fresh keys');
    await settle();
    expect((await view(first)).book?.stopped).toMatchObject({
      code: 'book-desk-keys',
      why: expect.stringContaining('set it up anew') as string,
    });
    expect(deal(first, kept)?.document).toMatchObject({ title: 'Written with fresh keys' });
    const id = addDeal(third, 'Goes on');
    await settle();
    expect(deal(second, id)).toBeDefined();
    expect(deal(first, id)).toBeDefined();
    for (const seat of desks()) expect(await kindsOf(seat)).toEqual([]);
    expect((await view(third)).book?.stopped).toBeNull();
  });
});
