import { afterEach, describe, expect, it } from 'vitest';
import { ABC } from '../../../test/story/network.ts';
import type { Act, Signed } from '../../contract/acts.ts';
import { BOOK_SOURCE } from '../book/queue-entries.ts';
import { registerOf } from '../context.ts';
import { packLines } from '../packs/pack-lines.ts';
import { appendOwn } from '../ledger/compose.ts';
import { computeDueEntitlements } from '../referrals/entitlements.ts';
import { batchFold, linesOf } from './batches.ts';
import { recordFailure } from './line-failed.ts';
import { moneyFor } from './money.ts';
import { openPayoutDesk, type PayoutDesk, type PayoutDeskOptions, SECOND } from './payout.fixture.ts';

const open: PayoutDesk[] = [];
afterEach(() => {
  for (const desk of open.splice(0)) desk.close();
});
const twoDesks = (options: PayoutDeskOptions = {}): readonly [PayoutDesk, PayoutDesk] => {
  const desks = [openPayoutDesk({ ...options, of: 'first' }), openPayoutDesk({ ...options, of: 'second' })] as const;
  open.push(...desks);
  return desks;
};

/** What the shared book carries of a desk to another: its events, and the openings that belong to them. */
const carry = (from: PayoutDesk, to: PayoutDesk): void => {
  const records = from.desk.ledger.rows.from(0, 10_000).map((row) => Uint8Array.from(row.record));
  for (const outcome of to.desk.ledger.accept(records, BOOK_SOURCE))
    if (outcome.outcome !== 'accepted' && outcome.outcome !== 'already') throw new Error(JSON.stringify(outcome));
  const rows = from.desk.db.statement<[], Record<string, string | null>>('select * from opening').all();
  for (const row of rows)
    to.desk.db
      .statement<readonly (string | null)[], never>(
        `insert into opening (${Object.keys(row).join(', ')}) values (${Object.keys(row)
          .map(() => '?')
          .join(', ')}) on conflict do nothing`,
      )
      .run(...Object.values(row));
};
const must = async (desk: PayoutDesk, who: string, act: Act): Promise<Signed> => {
  const done = await desk.act(who, act);
  if (!done.ok) throw new Error(`${act.act}: ${done.error.code} ${done.error.detail}`);
  return done.value;
};
const prepare = async (desk: PayoutDesk, batch: string | null = null, entitlement = entitlementAt(desk)): Promise<string> => {
  const act: Act = { act: 'batch-prepare', batch, entitlements: [entitlement], excluded: [], processingDate: '2026-09-22' };
  return (await must(desk, 'Bianca Costa', act)).batch ?? '';
};
const pay = async (desk: PayoutDesk, batch: string): Promise<void> => {
  await must(desk, 'Alex Brown', { act: 'batch-approve', batch });
  await must(desk, 'Bianca Costa', { act: 'batch-release', batch });
};
const stateAt = (desk: PayoutDesk) => {
  const state = desk.desk.ledger.referral(desk.intents[0] ?? '');
  if (state === undefined) throw new Error('no referral');
  return state;
};
const entitlementAt = (desk: PayoutDesk): string => stateAt(desk).entitlement?.hash ?? '';
const moneyAt = (desk: PayoutDesk) => {
  const { state, payable } = moneyFor(desk.desk, stateAt(desk));
  return { state, payable };
};
const handOver = (from: PayoutDesk, to: string): void => {
  const { desk } = from;
  appendOwn(desk, registerOf(desk).net, from.person('Alex Brown').signer, [
    () => ({ type: 'till.assigned', body: { practice: ABC.id, desk: to } }),
  ]);
};
const numbersAt = (desk: PayoutDesk): readonly string[] =>
  desk.desk.ledger.rows
    .ofTypes(new Set(['invoice.issued']))
    .map((row) => desk.desk.ledger.known(Buffer.from(row.hash).toString('hex')))
    .flatMap((event) => (event?.type === 'invoice.issued' ? [event.body.number] : []));

describe('an entitlement of a practice with two desks', () => {
  it('is paid by one of two batches that were prepared apart, and by neither again when the till changes hands', async () => {
    const [first, second] = twoDesks({ gross: [495_000, 120_000] });
    const mine = await prepare(first);
    const other = await prepare(second);
    await must(second, 'Alex Brown', { act: 'batch-approve', batch: other });
    expect(await second.act('Bianca Costa', { act: 'batch-release', batch: other })).toMatchObject({ ok: false });
    await pay(first, mine);
    handOver(first, SECOND.desk);
    carry(first, second);
    carry(second, first);
    expect([moneyAt(first), moneyAt(second)]).toEqual([
      { state: 'released', payable: false },
      { state: 'released', payable: false },
    ]);
    // A pack of either desk carries the line that was released, with its place in the batch.
    const shown = packLines(first.desk, stateAt(first));
    expect(shown).toMatchObject([{ line: 0, batch: batchFold(first.desk, mine)?.current.hash }]);
    expect(packLines(second.desk, stateAt(second))).toEqual(shown);
    const refused = await second.act('Bianca Costa', { act: 'batch-release', batch: other });
    expect(refused).toMatchObject({ ok: false, error: { detail: expect.stringContaining('It is in another batch (released)') as string } });
    await expect(prepare(second, other)).rejects.toThrow('not-payable');
    expect(batchFold(second.desk, other)?.released).toBeNull();
    // Its next document has the number after the one that the first desk gave.
    await pay(second, await prepare(second, null, second.entitlements[1]));
    expect(numbersAt(second)).toEqual(['AF-RCTI-2627-0001', 'AF-RCTI-2627-0002']);
  });

  it('is not payable at a desk that let go of it before the other one paid', async () => {
    const [first, second] = twoDesks();
    const other = await prepare(second);
    await must(second, 'Bianca Costa', { act: 'batch-cancel', batch: other, reason: 'changed' });
    await pay(first, await prepare(first));
    handOver(first, SECOND.desk);
    carry(first, second);
    expect(moneyAt(second)).toEqual({ state: 'released', payable: false });
    await expect(prepare(second)).rejects.toThrow('not-payable');
  });

  it('is paid again where its payment failed at the other desk, without its fee and under its document', async () => {
    const [first, second] = twoDesks();
    const batch = await prepare(first);
    await pay(first, batch);
    expect(recordFailure(first.desk, batch, { line: 0, reason: 'account-closed', on: '2026-09-21' }).ok).toBe(true);
    handOver(first, SECOND.desk);
    carry(first, second);
    expect(moneyAt(second)).toEqual({ state: 'failed', payable: true });
    const again = await prepare(second);
    await pay(second, again);
    expect(linesOf(second.desk, again, 1).map(({ kind, document }) => ({ kind, document }))).toEqual([
      { kind: 'commission', document: 'issued' },
    ]);
    expect(numbersAt(second)).toHaveLength(1);
  });

  it('is one, though two desks computed it, and the one that is not paid comes to count', async () => {
    const [first] = twoDesks();
    const computed = first.desk.ledger.known(entitlementAt(first));
    if (computed?.type !== 'entitlement.computed') throw new Error('an entitlement is computed');
    const paid = entitlementAt(first);
    await pay(first, await prepare(first));
    first.writer.append('r0 entitlement elsewhere', {
      type: 'entitlement.computed',
      at: '2026-09-04 03:25',
      by: SECOND.deskKey,
      about: computed.about,
      referral: computed.referral ?? '',
      body: computed.body,
    });
    first.take('r0 entitlement elsewhere');
    expect(entitlementAt(first)).not.toBe(paid);
    expect(moneyAt(first)).toEqual({ state: 'released', payable: false });
    await expect(prepare(first)).rejects.toThrow('not-payable');
  });

  it('is computed by the desk that holds the till alone', () => {
    const [first, second] = twoDesks({ changes: { omit: ['r0 entitlement'] } });
    expect([computeDueEntitlements(second.desk), computeDueEntitlements(first.desk)]).toEqual([0, 1]);
  });
});
