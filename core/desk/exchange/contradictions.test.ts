import { afterEach, describe, expect, it } from 'vitest';
import type { ledgerConflicts } from '../../contract/desk.ts';
import type { z } from 'zod';
import { type Bytes, bytesToBase64 } from '../../protocol/bytes.ts';
import type { JsonObject } from '../../protocol/jcs.ts';
import { eventHashOf } from '../../protocol/record.ts';
import { registerOf } from '../context.ts';
import { type AnyDraft, nextPlace, placeDraft, signEvent } from '../ledger/compose.ts';
import { forge } from './forged-file.fixture.ts';
import { carry, exportFile, importInto, type Network, ok, openNetwork, type Seat } from './network.fixture.ts';
import { append, beginReferral, personAt } from './referral-steps.fixture.ts';

let open: Network | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

const sizeOf = (seat: Seat): number => seat.host.desk().ledger.size();
const gst = (seat: Seat, from: string): AnyDraft => ({
  type: 'practice.changed',
  body: { practice: seat.practice, gst: { registered: false, from, source: 'declared' } },
});

/** A record of the seat's person at the next place of its stream that its own ledger never sees. */
const offTheBooks = (seat: Seat, draft: AnyDraft, members: JsonObject = {}): Bytes => {
  const desk = seat.host.desk();
  const { signer } = personAt(seat);
  const payload = placeDraft(desk, registerOf(desk).net, signer.key, nextPlace(desk, signer.key), draft);
  return signEvent({ ...payload, ...members }, signer);
};
const bring = async (from: Seat, to: Seat, seq: number, ...records: readonly Bytes[]) =>
  importInto(to, await forge(from, to, { seq, body: { records: records.map(bytesToBase64) } }));
const conflictsAt = async (seat: Seat): Promise<z.infer<typeof ledgerConflicts>['conflicts']> =>
  ((await ok(seat, 'GET', '/ledger/conflicts')) as z.infer<typeof ledgerConflicts>).conflicts;

describe('two records where an honest signer makes one', () => {
  it('at one place of a stream: both are kept and shown, the first counts', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    await carry(smith, abc);
    const other = offTheBooks(smith, gst(smith, '2026-08-02'));
    const [kept = ''] = append(smith, gst(smith, '2026-08-03'));
    await carry(smith, abc);
    const before = sizeOf(abc);
    const taken = await bring(smith, abc, 9, other);
    expect(taken).toMatchObject({ accepted: 0, refused: 0, conflicts: 1, kept: 0 });
    expect(taken.events[0]).toMatchObject({ state: 'conflict', why: expect.stringContaining('both are kept') });
    expect(sizeOf(abc)).toBe(before + 1);
    expect(abc.host.desk().ledger.known(kept)).toBeDefined();
    const second = eventHashOf(abc.host.desk().primitives, other);
    expect(abc.host.desk().ledger.voidOf(second)).toMatchObject({ code: 'stream.conflict' });
    expect(await conflictsAt(abc)).toMatchObject([
      {
        kind: 'place',
        first: { hash: kept, index: expect.any(Number) },
        second: { hash: second, index: before, by: 'Priya Nair, Smith & Partners' },
      },
    ]);
    // Once more it is the same conflict.
    expect(await bring(smith, abc, 10, other)).toMatchObject({ conflicts: 0, already: 1 });
    expect(await conflictsAt(abc)).toHaveLength(1);
  });

  it('with one id: both are kept, both count, and the ledger shows them', async () => {
    open = await openNetwork();
    const { smith, abc } = open;
    const [own = ''] = append(abc, gst(abc, '2026-08-02'));
    const { id } = abc.host.desk().ledger.event(own) ?? { id: '' };
    await carry(smith, abc);
    const twin = offTheBooks(smith, gst(smith, '2026-08-03'), { id });
    const before = sizeOf(abc);
    const taken = await bring(smith, abc, 9, twin);
    expect(taken).toMatchObject({ accepted: 1, refused: 0, conflicts: 1, kept: 0 });
    expect(taken.events[0]).toMatchObject({ state: 'conflict', why: expect.stringContaining('the same id') });
    expect(sizeOf(abc)).toBe(before + 1);
    const second = eventHashOf(abc.host.desk().primitives, twin);
    expect(await conflictsAt(abc)).toMatchObject([
      { kind: 'id', first: { hash: own, index: before - 1 }, second: { hash: second, index: before } },
    ]);
    expect(await bring(smith, abc, 10, twin)).toMatchObject({ accepted: 0, already: 1, conflicts: 0 });
  });

  it('nowhere in an ordinary ledger', async () => {
    open = await openNetwork();
    expect(await conflictsAt(open.abc)).toEqual([]);
  });
});

describe('an event of a type that this version does not know', () => {
  const newer = (seat: Seat, type: string, about: readonly string[]): Bytes =>
    offTheBooks(seat, gst(seat, '2026-08-02'), { type, body: { some: 'thing' }, ...(about.length === 0 ? {} : { about }) });

  it('is kept, shown as newer, and passed on once to whoever receives what it names', async () => {
    open = await openNetwork();
    const { smith, abc, office } = open;
    const { intent } = beginReferral(smith, abc, { name: 'A', email: 'a@example.com', phone: '1' });
    await carry(smith, abc);
    await carry(abc, office);
    await carry(smith, office);
    const mystery = newer(smith, 'mystery.noted', [intent]);
    const taken = await bring(smith, abc, 9, mystery);
    expect(taken).toMatchObject({ accepted: 1, refused: 0, conflicts: 0 });
    expect(taken.events[0]).toMatchObject({ state: 'newer-version', words: 'From a newer version: mystery.noted' });
    const hash = eventHashOf(abc.host.desk().primitives, mystery);

    const passed = await carry(abc, office);
    expect(passed.events).toMatchObject([{ type: 'mystery.noted', state: 'newer-version', signer: 'Priya Nair, Smith & Partners' }]);
    expect(office.host.desk().ledger.event(hash)?.known).toBe(false);
    // Not back to its signer, and not once more to the office.
    expect((await carry(abc, smith)).events.map((event) => event.type)).not.toContain('mystery.noted');
    await carry(office, abc);
    expect((await carry(abc, office)).events).toEqual([]);
    // The office had it from ABC: it goes neither back there nor to its signer.
    expect((await carry(office, abc)).events.map((event) => event.type)).not.toContain('mystery.noted');
    expect((await carry(office, smith)).events.map((event) => event.type)).not.toContain('mystery.noted');
    expect(office.host.reports).toEqual([]);
  });

  it('is passed on by what an unknown event before it names, and stays where it names nothing held', async () => {
    open = await openNetwork();
    const { smith, abc, office } = open;
    const { intent } = beginReferral(smith, abc, { name: 'A', email: 'a@example.com', phone: '1' });
    await carry(smith, abc);
    const raised = newer(smith, 'mystery.raised', [intent]);
    const raisedHash = eventHashOf(smith.host.desk().primitives, raised);
    await bring(smith, abc, 9, raised);
    const stream = abc.host.desk().ledger.head(personAt(smith).signer.key);
    const answered = offTheBooks(smith, gst(smith, '2026-08-02'), {
      type: 'mystery.answered',
      body: {},
      about: [raisedHash],
      n: (stream?.n ?? 0) + 1,
      prev: raisedHash,
    });
    const lost = offTheBooks(smith, gst(smith, '2026-08-02'), {
      type: 'mystery.lost',
      body: {},
      about: ['c'.repeat(64)],
      n: (stream?.n ?? 0) + 2,
      prev: eventHashOf(smith.host.desk().primitives, answered),
    });
    await bring(smith, abc, 10, answered, lost);
    const types = (await importInto(office, await exportFile(abc, office))).events.map((event) => event.type);
    expect(types.filter((type) => type.startsWith('mystery.'))).toEqual(['mystery.raised', 'mystery.answered']);
  });
});
