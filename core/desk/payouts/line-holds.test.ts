import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { softwareKey, uuidOf } from '../../../test/story/keys.ts';
import { ABC, SMITH } from '../../../test/story/network.ts';
import type { Draft } from '../../../test/story/writer.ts';
import type { Act } from '../../contract/acts.ts';
import { noteReversals } from '../network/reversals.ts';
import { networkSql } from '../network/tables.ts';
import { exportAba } from './aba-export.ts';
import { batchView } from './batch-view.ts';
import { recordFailure } from './line-failed.ts';
import { openPayoutDesk, type PayoutDesk, SECOND } from './payout.fixture.ts';
import { payoutsView } from './payouts-view.ts';

const ALEX = 'Alex Brown';
const BIANCA = 'Bianca Costa';
const opened: PayoutDesk[] = [];
afterEach(() => {
  for (const made of opened.splice(0)) made.close();
});

/** Alex's key at the second desk, which signed the settlement of the second referral; the desk's own key computed its entitlement. */
const second = softwareKey('abc second Alex Brown');

/** Two referrals; of the second one, what the practice signs comes from its second desk. */
const open = (): PayoutDesk => {
  const desk = openPayoutDesk({
    of: 'first',
    gross: [495_000, 120_000],
    changes: {
      change: {
        'r1 settlement': (draft) => ({ ...draft, by: second }),
        'r1 entitlement': (draft) => ({ ...draft, by: SECOND.deskKey }),
      },
    },
  });
  opened.push(desk);
  return desk;
};

const signed = async (desk: PayoutDesk, who: string, act: Act): Promise<string> => {
  const done = await desk.act(who, act);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.detail}`);
  return done.value.batch ?? '';
};
const prepare = (
  desk: PayoutDesk,
  batch: string | null = null,
  entitlements: readonly string[] = desk.entitlements,
  excluded: readonly { entitlement: string; reason: string }[] = [],
): Act => ({ act: 'batch-prepare', batch, entitlements: [...entitlements], excluded: [...excluded], processingDate: '2026-09-22' });

const STAGES = ['prepared', 'approved', 'released'] as const;
const batchAt = async (desk: PayoutDesk, stage: (typeof STAGES)[number]): Promise<string> => {
  const batch = await signed(desk, BIANCA, prepare(desk));
  if (stage !== 'prepared') await signed(desk, ALEX, { act: 'batch-approve', batch });
  if (stage === 'released') await signed(desk, BIANCA, { act: 'batch-release', batch });
  return batch;
};
const view = (desk: PayoutDesk, batch: string) => {
  const found = batchView(desk.desk, desk.person(BIANCA), batch);
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
};
const write = (desk: PayoutDesk, name: string, draft: Draft): void => {
  desk.writer.append(name, draft);
  desk.take(name);
};

/** Gives events their places in the network log, as a desk does that proved them, and tells people what turned. */
const place = ({ desk, writer }: PayoutDesk, places: readonly (readonly [name: string, place: number])[]): void => {
  const turned = desk.ledger.placing(() =>
    places.map(([name, at]) => {
      const idx = desk.ledger.event(writer.hash(name))?.index ?? -1;
      desk.db.run(
        networkSql.insertInto('log_place').values({ idx, log_index: at, placed_at: '2026-09-21T00:00:00.000Z', size: 500, proof: '' }),
      );
      return idx;
    }),
  );
  noteReversals(desk, turned);
};
const revoke = (desk: PayoutDesk, key: string, by: Draft['by'] = second, practice = ABC.id): void =>
  write(desk, 'revoked', { type: 'key.revoked', at: '2026-09-21 00:00', by, body: { practice, key, reason: 'lost-device' } });

/** What may happen under the second payment of a batch, and how it is told. */
const ENDINGS: Readonly<Record<string, { readonly happens: (desk: PayoutDesk) => void; readonly why: RegExp }>> = {
  'what it rests on was signed after a revocation': {
    happens: (desk) => {
      revoke(desk, second.keyid);
      place(desk, [
        ['revoked', 9],
        ['r1 settlement', 10],
      ]);
    },
    why: /counts no longer, because “.+” by Alex Brown, ABC Finance.*, which it rests on, does not count: the key was revoked before this event/u,
  },
  'it was computed after a revocation': {
    happens: (desk) => {
      revoke(desk, SECOND.deskKey.keyid);
      place(desk, [
        ['revoked', 9],
        ['r1 entitlement', 10],
      ]);
    },
    why: /the entitlement counts no longer, because the key was revoked before this event/u,
  },
  'its amount is disputed': {
    happens: (desk) =>
      write(desk, 'disagreed', {
        type: 'attestation',
        at: '2026-09-21 00:00',
        by: SMITH.people[0].key,
        about: [desk.writer.hash('r1 settlement')],
        referral: uuidOf('referral r1'),
        body: { agrees: false, reason: 'wrong-amount' },
      }),
    why: /nothing is owed as things stand\. .*disagrees with the settlement: dispute/u,
  },
  'it was rejected': {
    happens: (desk) =>
      write(desk, 'rejected', {
        type: 'entitlement.rejected',
        at: '2026-09-21 00:00',
        by: second,
        about: [desk.entitlements[1] ?? ''],
        referral: uuidOf('referral r1'),
        body: { reason: 'not-as-agreed' },
      }),
    why: /nothing is owed as things stand\. The entitlement was rejected/u,
  },
};
const CASES = STAGES.flatMap((stage) => Object.entries(ENDINGS).map(([name, ending]) => [name, stage, ending] as const));

const refusals = async (desk: PayoutDesk, batch: string) => {
  const acts = {
    approve: await desk.act(ALEX, { act: 'batch-approve', batch }),
    release: await desk.act(BIANCA, { act: 'batch-release', batch }),
    export: exportAba(desk.desk, desk.person(BIANCA), batch, false),
  };
  return Object.fromEntries(Object.entries(acts).map(([name, done]) => [name, done.ok ? null : done.error]));
};

describe('a payment whose ground is gone', () => {
  it.each(CASES)('%s: is held in a batch that is %s, and the others are paid', async (_name, stage, { happens, why }) => {
    const desk = open();
    const batch = await batchAt(desk, stage);
    const [fine = '', gone = ''] = desk.entitlements;
    happens(desk);

    const shown = view(desk, batch);
    expect(shown.state).toBe(stage);
    expect(shown.lines.map(({ hold }) => hold !== null)).toEqual([false, true, false]);
    expect(shown.lines[1]?.hold?.why).toMatch(why);
    expect(payoutsView(desk.desk, desk.person(ALEX).person).batches).toMatchObject([{ batch, held: 1 }]);
    const refused = await refusals(desk, batch);
    const held = {
      code: 'line-held',
      detail: expect.stringMatching(/^Payment 2, to Smith & Partners.* for REF-SMI-2026-R1: /u) as string,
      next: shown.lines[1]?.hold?.next,
    };
    if (stage === 'prepared') expect(refused['approve']).toMatchObject(held);
    if (stage === 'approved') expect(refused['release']).toMatchObject(held);
    if (stage === 'released') expect(refused['export']).toMatchObject(held);
    expect(Object.values(refused)).not.toContain(null);

    if (stage === 'released') {
      expect(shown.lines[1]?.hold?.next).toContain('Record each of its payments as failed');
      for (const { line } of shown.lines)
        expect(recordFailure(desk.desk, batch, { line, reason: 'not-sent', on: '2026-09-21' }).ok).toBe(true);
      const again = await signed(desk, BIANCA, prepare(desk, null, [fine]));
      await signed(desk, ALEX, { act: 'batch-approve', batch: again });
      await signed(desk, BIANCA, { act: 'batch-release', batch: again });
      expect(exportAba(desk.desk, desk.person(BIANCA), again, false).ok).toBe(true);
      return;
    }
    expect(shown.lines[1]?.hold?.next).toContain('Exclude this payment');
    await signed(desk, BIANCA, prepare(desk, batch, [fine], [{ entitlement: gone, reason: 'it counts no longer' }]));
    expect(view(desk, batch)).toMatchObject({ excluded: [{ entitlement: gone, label: 'REF-SMI-2026-R1', toPay: 33_000 }] });
    await signed(desk, ALEX, { act: 'batch-approve', batch });
    await signed(desk, BIANCA, { act: 'batch-release', batch });
    expect(exportAba(desk.desk, desk.person(BIANCA), batch, false).ok).toBe(true);
  });

  it('ends the batch where it is the only one: the batch is cancelled', async () => {
    const desk = open();
    const batch = await signed(desk, BIANCA, prepare(desk, null, [desk.entitlements[1] ?? '']));
    ENDINGS['its amount is disputed']?.happens(desk);
    expect(view(desk, batch).lines[0]?.hold?.next).toBe('It goes on once that is settled. It is the only payment of the batch: cancel it.');
    await signed(desk, BIANCA, { act: 'batch-cancel', batch, reason: 'not-to-be-paid' });
    expect(view(desk, batch)).toMatchObject({ state: 'cancelled', lines: [{ hold: null }, { hold: null }] });
  });

  it('is held where the account it goes to was stated after a revocation, and so is no other', async () => {
    const desk = open();
    const batch = await batchAt(desk, 'approved');
    revoke(desk, SMITH.people[0].key.keyid, SMITH.people[0].key, SMITH.id);
    place(desk, [
      ['revoked', 9],
      ['payee account', 10],
    ]);
    expect(view(desk, batch).lines.map(({ hold }) => hold?.why ?? null)).toEqual([
      'the account it would go to counts no longer, because the key was revoked before this event',
      'the account it would go to counts no longer, because the key was revoked before this event',
      null,
    ]);
    expect((await refusals(desk, batch))['release']).toMatchObject({
      code: 'line-held',
      detail: expect.stringContaining('One more payment is held') as string,
    });
  });

  it('is an alarm that says whether it was released, and what to do', async () => {
    for (const stage of STAGES) {
      const desk = open();
      const batch = await batchAt(desk, stage);
      ENDINGS['what it rests on was signed after a revocation']?.happens(desk);
      const alarms = desk.desk.db.all(networkSql.selectFrom('network_alarm').select('words').where('kind', '=', 'payment-held'));
      const stands = stage === 'released' ? 'was released' : 'is held';
      expect(alarms.map(({ words }) => words)).toEqual([
        expect.stringMatching(
          new RegExp(`^Payment 2, to Smith & Partners.*, of batch ${view(desk, batch).label} ${stands}, and the entitlement counts`, 'u'),
        ),
      ]);
    }
  });

  it('of a file that went out is stopped at the bank, and the same file is not exported again', async () => {
    const desk = open();
    const batch = await batchAt(desk, 'released');
    expect(exportAba(desk.desk, desk.person(BIANCA), batch, false).ok).toBe(true);
    ENDINGS['it was computed after a revocation']?.happens(desk);
    expect(exportAba(desk.desk, desk.person(BIANCA), batch, true)).toMatchObject({
      ok: false,
      error: { code: 'line-held', next: expect.stringContaining('Ask the bank to stop this payment') as string },
    });
    expect(view(desk, batch)).toMatchObject({ state: 'released', lines: [{ hold: null }, { document: { kind: 'rcti' } }, {}] });
  });

  it('is held or not by where events stand in the network log alone, in whatever order the places become known', async () => {
    const names = ['revoked', 'r1 settlement', 'r1 entitlement', 'r0 settlement'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(20), { minLength: 4, maxLength: 4 }),
        fc.shuffledSubarray([...names], { minLength: 4 }),
        async (at, order) => {
          const places = new Map(names.map((name, index) => [name, at[index] ?? 0]));
          const desk = open();
          const batch = await batchAt(desk, 'prepared');
          revoke(desk, second.keyid);
          for (const name of order) place(desk, [[name, places.get(name) ?? 0]]);
          const gone = (places.get('r1 settlement') ?? 0) > (places.get('revoked') ?? 0);
          expect(view(desk, batch).lines.map(({ hold }) => hold !== null)).toEqual([false, gone, false]);
          const approved = await desk.act(ALEX, { act: 'batch-approve', batch });
          expect(approved.ok ? null : approved.error.code).toBe(gone ? 'line-held' : null);
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('a batch that counts no longer itself', () => {
  const withBianca = async (stage: (typeof STAGES)[number]) => {
    const desk = open();
    const batch = await batchAt(desk, stage);
    const { key } = desk.person(BIANCA).signer;
    revoke(desk, key);
    const prepared = desk.desk.db.statement<[], { readonly idx: number }>(`select idx from event where type = 'batch.prepared'`).get();
    const revoked = desk.desk.ledger.event(desk.writer.hash('revoked'))?.index ?? -1;
    noteReversals(
      desk.desk,
      desk.desk.ledger.placing(() =>
        [
          [revoked, 9],
          [prepared?.idx ?? -1, 10],
        ].map(([idx = -1, at = 0]) => {
          desk.desk.db.run(
            networkSql.insertInto('log_place').values({ idx, log_index: at, placed_at: '2026-09-21T00:00:00.000Z', size: 500, proof: '' }),
          );
          return idx;
        }),
      ),
    );
    return { desk, batch };
  };

  it('lets go of what it reserved, so that it is paid by another', async () => {
    const { desk } = await withBianca('approved');
    expect(payoutsView(desk.desk, desk.person(ALEX).person)).toMatchObject({
      batches: [],
      payable: [{ state: 'payable' }, { state: 'payable' }],
    });
    expect(view(desk, await signed(desk, ALEX, prepare(desk))).state).toBe('prepared');
  });

  it('keeps it reserved where it was released: nothing is paid a second time', async () => {
    const { desk } = await withBianca('released');
    expect(payoutsView(desk.desk, desk.person(ALEX).person).payable).toEqual([]);
    const alarms = desk.desk.db.all(networkSql.selectFrom('network_alarm').select('words').where('kind', '=', 'payment-held'));
    expect(alarms).toEqual([
      { words: expect.stringMatching(/^Batch AF-PB-2026-0001 was released, and the release counts no longer: /u) as string },
    ]);
  });
});
