import { type LineHold, lineHold } from '../../domain/payout/line-hold.ts';
import { hashesOfEntitlement } from '../../domain/referral/state.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import type { DeskContext } from '../context.ts';
import { signerWords } from '../ledger/ledger-views.ts';
import { practiceName } from '../referrals/party.ts';
import type { Refusal } from '../refusal.ts';
import { labelOf } from './computed-entitlement.ts';
import { exportsOf } from './export-log.ts';
import type { OwnBatch } from './batches.ts';
import { moneyFor } from './money.ts';
import type { PayoutLineTable } from './tables.ts';

/** Most events between a void one and the one that ended it: a referral has five steps, and what rests on them. */
const FURTHEST = 16;

/** Why an event that is held does not count, named after the event that brought it down; null where it counts. */
export const whyVoid = (desk: DeskContext, hash: string): string | null => {
  const own = desk.ledger.voidOf(hash);
  if (own === undefined) return null;
  let at = hash;
  for (let step = 0; step < FURTHEST && desk.ledger.voidOf(at)?.code === 'named.void'; step += 1) {
    const event = desk.ledger.event(at);
    const below = [...(event?.about ?? []), ...(event?.prevStep === undefined ? [] : [event.prevStep])];
    const next = below.find((name) => desk.ledger.voidOf(name) !== undefined);
    if (next === undefined) break;
    at = next;
  }
  const root = at === hash ? undefined : desk.ledger.event(at);
  return root === undefined
    ? own.why
    : `“${eventWords(root)}” by ${signerWords(desk, root.stream)}, which it rests on, does not count: ${desk.ledger.voidOf(at)?.why ?? ''}`;
};

/** Why this payment may not go out as things stand; null when nothing stands against it. */
export const holdOf = (desk: DeskContext, { row, fold }: Pick<OwnBatch, 'row' | 'fold'>, line: PayoutLineTable): LineHold | null => {
  const released = fold.released !== null;
  const state = line.intent === null ? undefined : desk.ledger.referral(line.intent);
  const entitled = state === undefined ? [] : hashesOfEntitlement(state);
  return lineHold({
    entitlementVoid: line.entitlement === null ? null : whyVoid(desk, line.entitlement),
    accountVoid: whyVoid(desk, line.account_event),
    replaced: line.entitlement !== null && !entitled.includes(line.entitlement),
    letGo: line.entitlement !== null && line.live === 0 && !released,
    conditions: state === undefined ? [] : moneyFor(desk, state, row.batch).conditions,
  });
};

/** What to do about held payments, by how far the batch has gone. */
export const holdNext = (desk: Pick<DeskContext, 'db'>, batch: OwnBatch, { code }: LineHold): string => {
  if (code === 'let-go') return 'Change the batch, for instance its date: the new version reserves its payments again.';
  if (batch.fold.released === null) {
    const wait = code === 'claim' ? 'It goes on once that is settled. ' : '';
    return batch.lines.filter(({ kind }) => kind === 'commission').length > 1
      ? `${wait}Exclude this payment, so that the others can be approved and paid, or cancel the batch.`
      : `${wait}It is the only payment of the batch: cancel it.`;
  }
  return exportsOf(desk, batch.row.batch).length === 0
    ? 'Hand nothing of this batch to the bank. Record each of its payments as failed, “The file was not sent”; what is still owed is then paid by a new batch.'
    : 'Ask the bank to stop this payment, or the payee to pay it back. If the bank took nothing of the file, record each of its payments as failed and pay the others by a new batch.';
};

/** The held payments of a batch, in order. */
export const heldPayments = (desk: DeskContext, batch: OwnBatch): readonly { readonly line: PayoutLineTable; readonly hold: LineHold }[] =>
  batch.lines.flatMap((line) => {
    const hold = holdOf(desk, batch, line);
    return hold === null ? [] : [{ line, hold }];
  });

/** "Payment 2, to Smith & Partners for ABC-2026-0001". */
export const paymentName = (desk: DeskContext, line: PayoutLineTable): string => {
  const label = line.intent === null ? null : labelOf(desk, line.intent);
  return `Payment ${String(line.line + 1)}, to ${practiceName(desk, line.beneficiary)}${label === null ? '' : ` for ${label}`}`;
};

/** The refusal of an act on a batch with a held payment, naming the first; null when none is held. */
export const holdRefusal = (desk: DeskContext, batch: OwnBatch, kept: string): Refusal | null => {
  const held = heldPayments(desk, batch);
  const [first] = held;
  if (first === undefined) return null;
  const more =
    held.length === 1 ? '' : ` ${held.length === 2 ? 'One more payment is' : `${String(held.length - 1)} more payments are`} held.`;
  const name = paymentName(desk, first.line);
  return {
    status: 409,
    code: 'line-held',
    title: 'A payment of this batch is held',
    detail: `${name}: ${first.hold.why}.${more}`,
    where: name,
    kept,
    next: holdNext(desk, batch, first.hold),
  };
};
