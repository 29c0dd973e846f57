import { formatDateWithWeekday } from '../../domain/time/date-text.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import { toCents } from '../../domain/money/cents.ts';
import { formatCents } from '../../domain/money/amount-text.ts';
import { err, ok } from '../../domain/result.ts';
import type { ActHandler } from '../acts/plan.ts';
import type { DeskContext } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { reasonWords } from '../referrals/reasons.ts';
import type { Refusal } from '../refusal.ts';
import { alteredRefusal } from './as-signed.ts';
import { type OwnBatch, ownBatch } from './batches.ts';
import { holdRefusal } from './line-holds.ts';
import { freeLines } from './revision-rows.ts';
import { batchChanged, batchNotNow, unknownBatch } from './refusals.ts';
import { notPermitted } from '../permitted.ts';
import { voidReleaseRefusal } from './void-release.ts';

/** "$1,361.25" of stored cents. */
export const money = (cents: number): string => {
  const amount = toCents(cents);
  return amount.ok ? formatCents(amount.value) : String(cents);
};

/** "Thu 15 Oct 2026" of a stored date. */
export const dayWords = (date: string): string => {
  const parsed = parseLocalDate(date);
  return parsed.ok ? formatDateWithWeekday(parsed.value) : date;
};

/** Why this person may not approve this batch now; null when they may. */
export const approvalRefusal = (desk: DeskContext, person: string, batch: OwnBatch): Refusal | null => {
  const refused = notPermitted(desk, person, 'approve-payouts');
  if (refused !== null) return refused;
  if (batch.fold.cancelled !== null) return batchNotNow('The batch is cancelled.', 'Prepare a new batch.');
  if (batch.fold.released !== null) return batchNotNow('The batch is released.', 'Nothing more is to be approved.');
  if (batch.policy.kind === 'short')
    return batchNotNow(batch.policy.words, 'A principal enrols a further person under People and keys; nothing is released before that.');
  if (batch.fold.current.person === person && batch.policy.kind !== 'sole')
    return {
      status: 403,
      code: 'preparer-approves',
      title: 'Another person approves this batch',
      detail: 'You prepared it as it stands, so you cannot approve it.',
      kept: 'Nothing was signed.',
      next: 'Ask a colleague who may approve payouts to sign in with their own PIN and passkey.',
    };
  const stopped =
    alteredRefusal(desk, batch) ??
    voidReleaseRefusal(desk, batch, 'Nothing was approved.') ??
    holdRefusal(desk, batch, 'Nothing was approved.');
  if (stopped !== null) return stopped;
  if (batch.counting.some((approval) => approval.person === person))
    return batchNotNow(
      'You have approved this batch already.',
      batch.approved ? 'It can be released.' : 'A further person has to approve.',
    );
  return null;
};

/** Another person's approval, with their passkey; a sole signatory's own where the policy allows it. It is about one revision and dies with it. */
export const approveBatch: ActHandler<'batch-approve'> = (desk, person, act) => {
  const batch = ownBatch(desk, act.batch);
  if (batch === undefined) return err(unknownBatch);
  const refused = approvalRefusal(desk, person.person, batch);
  if (refused !== null) return err(refused);
  const { current } = batch.fold;
  const number = batch.counting.length + 1;
  const payments = batch.lines.map((line) => ({
    label: practiceName(desk, line.beneficiary),
    value: money(line.cents),
  }));
  return ok({
    words: `You approve batch ${batch.row.label}: ${money(batch.row.total)} leaves the account of ${desk.profile.legalName} on ${dayWords(batch.row.processing_date)}.`,
    facts: [
      { label: 'Approval', value: `${String(number)} of ${String(batch.policy.needed)}` },
      { label: 'Prepared version', value: `${String(current.revision)}, ${current.hash.slice(0, 16)}` },
      ...payments,
    ],
    ticks: [{ id: 'looked', text: 'I looked at each payee, account and amount' }],
    warnings: batch.policy.kind === 'sole' ? ['Sole signatory: the register shows one active person. Batch, invoice and pack say so.'] : [],
    events: [() => ({ type: 'batch.approved', about: [current.hash], body: { approval: number } })],
    assertion: {
      need: 'required',
      why: 'Every approval of a payout carries the passkey of the person who approves.',
    },
    check: () => {
      const now = ownBatch(desk, act.batch);
      if (now === undefined || now.fold.current.hash !== current.hash) return batchChanged;
      return approvalRefusal(desk, person.person, now);
    },
    answer: { batch: act.batch },
  });
};

/** Takes a batch back before its release; its entitlements are payable again. */
export const cancelBatch: ActHandler<'batch-cancel'> = (desk, person, act) => {
  const refused = notPermitted(desk, person.person, 'prepare-payouts');
  if (refused !== null) return err(refused);
  const batch = ownBatch(desk, act.batch);
  if (batch === undefined) return err(unknownBatch);
  const open = (found: OwnBatch | undefined): Refusal | null => {
    if (found === undefined || found.fold.current.hash !== batch.fold.current.hash) return batchChanged;
    if (found.fold.released !== null)
      return batchNotNow(
        'The batch is released; a payment that went out is not cancelled here.',
        'Ask the bank to recall it, or record that it failed.',
      );
    return found.fold.cancelled === null ? null : batchNotNow('The batch is cancelled already.', 'Prepare a new batch.');
  };
  const closed = open(batch);
  if (closed !== null) return err(closed);
  return ok({
    words: `${desk.profile.legalName} cancels batch ${batch.row.label}: ${reasonWords(act.reason)}. Nothing of it is paid.`,
    facts: [{ label: 'Payments let go', value: String(batch.lines.length) }],
    ticks:
      voidReleaseRefusal(desk, batch, '') === null
        ? []
        : [{ id: 'not-taken', text: 'I looked at the bank statement: the bank took nothing of the file that was exported' }],
    warnings: [],
    events: [
      () => ({
        type: 'batch.cancelled',
        about: [batch.fold.current.hash],
        body: { batch: act.batch, reason: act.reason },
      }),
    ],
    assertion: { need: 'none', why: null },
    check: () => open(ownBatch(desk, act.batch)),
    store: () => freeLines(desk, act.batch),
    answer: { batch: act.batch },
  });
};
