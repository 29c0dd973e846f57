import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesToBase64 } from '../../protocol/bytes.ts';
import type { JsonObject } from '../../protocol/jcs.ts';
import { eventHashOf } from '../../protocol/record.ts';
import { registerOf } from '../context.ts';
import { type AnyDraft, placeDraft, signEvent } from '../ledger/compose.ts';
import { findOpening } from '../openings/openings.ts';
import { rebuildProjections } from '../ledger/rebuild.ts';
import { walkLedger } from '../ledger/walk.ts';
import { noteReversals } from '../network/reversals.ts';
import { networkSql } from '../network/tables.ts';
import { forge, recordOf, sealedAttachment } from './forged-file.fixture.ts';
import { importInto, type Network, openNetwork, previewAt, type Seat } from './network.fixture.ts';
import { acknowledge, append, beginReferral, personAt } from './referral-steps.fixture.ts';
import { exchangeSql } from './tables.ts';

let network: Network;
beforeEach(async () => {
  network = await openNetwork();
});
afterEach(() => network.close());

const control = { progress: () => undefined, cancelled: () => false, breathe: () => Promise.resolve() };

/** Gives events held at a desk their places in the network log, as a desk does that proved them. */
const place = (seat: Seat, hashes: readonly string[]): void => {
  const desk = seat.host.desk();
  const turned = desk.ledger.placing(() =>
    hashes.map((hash, at) => {
      const idx = desk.ledger.event(hash)?.index ?? -1;
      desk.db.run(
        networkSql.insertInto('log_place').values({ idx, log_index: at, placed_at: '2026-08-04T00:00:00.000Z', size: 500, proof: '' }),
      );
      return idx;
    }),
  );
  noteReversals(desk, turned);
};

/** Smith & Partners begin a referral and write it into a file that ABC does not get; then they revoke their desk's key, and ABC hears that first. */
const revokedFirst = async () => {
  const { smith, abc } = network;
  const begun = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  const acknowledgement = acknowledge(smith, abc, begun);
  const key = smith.host.desk().keys.desk.key;
  const size = smith.host.desk().ledger.size();
  const before = smith.host.desk().ledger.rows.hashesBetween(0, size);
  const [revoked = ''] = append(smith, { type: 'key.revoked', body: { practice: smith.practice, key, reason: 'lost-device' } });
  // Signed by whoever has the computer now, with a key of a person that nobody has revoked.
  const [after = ''] = append(smith, {
    type: 'practice.changed',
    body: { practice: smith.practice, gst: { registered: false, from: '2026-08-03', source: 'declared' } },
  });
  const opening: JsonObject = { ...begun.client };
  const late = await forge(smith, abc, {
    seq: 40,
    body: {
      records: [...before, revoked, after].map((hash) => recordOf(smith, hash)),
      attachments: [await sealedAttachment(smith, abc, begun.intent, { openings: [opening] })],
    },
  });
  await importInto(abc, await forge(smith, abc, { seq: 50, body: { records: [recordOf(smith, revoked)] } }));
  return { intent: begun.intent, client: begun.client.commitment, acknowledgement, before, revoked, after, late };
};

describe('a file whose key had ended', () => {
  it('is kept event by event and counts for nothing by itself: no event, no opening, no rule, no confirmation', async () => {
    const { abc } = network;
    const { intent, after, late } = await revokedFirst();
    const { ledger, db } = abc.host.desk();
    const opened = () => db.statement<[], { readonly n: number }>('select count(*) as n from opening').get()?.n;
    const openings = opened();
    const preview = await previewAt(abc, late);
    expect(preview.missing).toContainEqual(expect.stringContaining('The key that signed this had ended'));
    const taken = await importInto(abc, late);
    expect(taken).toMatchObject({ accepted: 0, attachments: 0, documents: [], referrals: expect.any(Array) as string[] });
    expect(new Set(taken.events.map(({ state }) => state))).toEqual(new Set(['void', 'held']));
    for (const hash of [intent, after])
      expect(ledger.voidOf(hash)).toMatchObject({ code: expect.stringMatching(/paper.key-ended|named.void/u) as string });
    expect(ledger.referral(intent)).toBeUndefined();
    expect(opened()).toBe(openings);
    expect(
      db.all(
        exchangeSql
          .selectFrom('ticket')
          .selectAll()
          .where('idx', '=', ledger.event(after)?.index ?? -1),
      ),
    ).toEqual([]);
    expect(await importInto(abc, late)).toMatchObject({ accepted: 0 });
    expect(await rebuildProjections(abc.host.desk(), control)).toMatchObject({ value: { same: true } });
    expect(await walkLedger(abc.host.desk(), control)).toMatchObject({ value: { ok: true } });
  });

  it('counts for what the network log shows to stand before the end of its key, with what came for it; what was signed after it stays void', async () => {
    const { abc } = network;
    const { intent, client, acknowledgement, before, revoked, after, late } = await revokedFirst();
    await importInto(abc, late);
    const desk = abc.host.desk();
    const waiting = () => desk.db.all(exchangeSql.selectFrom('held_attachment').select('event')).map(({ event }) => event);
    expect(waiting()).toContain(intent);
    expect(findOpening(desk, client)).toBeUndefined();
    place(
      abc,
      [...before, revoked, after].filter((hash) => desk.ledger.event(hash) !== undefined),
    );
    expect(
      desk.ledger
        .referral(intent)
        ?.steps.map((step) => step?.hash ?? null)
        .slice(0, 2),
    ).toEqual([intent, acknowledgement]);
    expect(waiting()).not.toContain(intent);
    expect(findOpening(desk, client)).toBeDefined();
    expect(desk.ledger.voidOf(after)).toMatchObject({ code: 'paper.key-ended' });
    expect(await rebuildProjections(desk, control)).toMatchObject({ value: { same: true } });
  });

  it('takes nothing away from what comes another way: it counts then, also where a thief had signed in its place', async () => {
    const { abc, smith, office } = network;
    const { intent, before, after, late } = await revokedFirst();
    const desk = abc.host.desk();
    const { signer } = personAt(smith);
    const { n, prev } = smith.host.desk().ledger.event(intent) ?? { n: 0, prev: '' };
    const other: AnyDraft = {
      type: 'practice.changed',
      body: { practice: smith.practice, gst: { registered: false, from: '2026-08-09', source: 'declared' } },
    };
    const instead = signEvent(placeDraft(smith.host.desk(), registerOf(desk).net, signer.key, { n, prev }, other), signer);
    await importInto(abc, await forge(smith, abc, { seq: 45, body: { records: [bytesToBase64(instead)] } }));
    expect(desk.ledger.voidOf(eventHashOf(desk.primitives, instead))).toMatchObject({ code: 'paper.key-ended' });
    await importInto(abc, late);
    const records = before.filter((hash) => desk.ledger.voidOf(hash) !== undefined).map((hash) => recordOf(smith, hash));
    expect(await importInto(abc, await forge(office, abc, { seq: 60, body: { records } }))).toMatchObject({ refused: 0 });
    expect(desk.ledger.referral(intent)?.steps[0]?.hash).toBe(intent);
    expect(desk.ledger.known(after)).toBeUndefined();
    expect(await rebuildProjections(desk, control)).toMatchObject({ value: { same: true } });
  });
});
