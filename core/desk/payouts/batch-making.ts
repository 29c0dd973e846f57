import { type BatchDraft, batchReference, composeBatch, type FeePayee } from '../../domain/payout/batch-lines.ts';
import type { AbaFile } from '../../domain/payment/aba.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { formatDateWithWeekday } from '../../domain/time/date-text.ts';
import { type LocalDate, parseLocalDate } from '../../domain/time/local-date.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { ActOf } from '../acts/plan.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { nextLabel } from '../referrals/labels.ts';
import { practiceName } from '../referrals/party.ts';
import type { Refusal } from '../refusal.ts';
import { type BankSettings, bankSettings } from '../settings/settings.ts';
import { abaOf, type PayingLine } from './aba-file.ts';
import { type AccountData, payeeAccount, standingOf } from './accounts.ts';
import { type BatchItem, batchItem, referralOfEntitlement } from './batch-items.ts';
import { type OwnBatch, ownBatch } from './batches.ts';
import { registeredForGst } from './registrations.ts';
import { excludedRows, lastRevision } from './revision-rows.ts';
import { batchNotNow, unknownBatch } from './refusals.ts';
import { notPermitted } from '../permitted.ts';
import { voidReleaseRefusal } from './void-release.ts';

type Prepare = ActOf<'batch-prepare'>;

/** Everything that one revision of a batch says. */
export type BatchMade = {
  readonly batch: string;
  readonly label: string;
  readonly reference: string;
  readonly revision: number;
  readonly before: OwnBatch | null;
  readonly items: readonly BatchItem[];
  readonly draft: BatchDraft;
  readonly file: AbaFile;
  readonly processingDate: LocalDate;
  readonly bank: BankSettings;
  readonly excluded: Prepare['excluded'];
};

/** Decides one revision: who may, what is payable, the lines, and the file of the bank. Writes nothing. */
export const makeBatch = (desk: DeskContext, person: SignedInPerson, act: Prepare): Result<BatchMade, Refusal> => {
  const refused = notPermitted(desk, person.person, 'prepare-payouts');
  if (refused !== null) return err(refused);
  const before = act.batch === null ? null : ownBatch(desk, act.batch);
  if (before === undefined) return err(unknownBatch);
  if (before !== null && (before.fold.released !== null || before.fold.cancelled !== null))
    return err(batchNotNow(`The batch is ${before.fold.cancelled === null ? 'released' : 'cancelled'}.`, 'Prepare a new batch.'));
  const paid = before === null ? null : voidReleaseRefusal(desk, before, 'Nothing was prepared.');
  if (paid !== null) return err(paid);
  const date = processingDate(desk, act.processingDate);
  if (!date.ok) return date;
  const bank = bankSettings(desk);
  if (bank === null)
    return err(batchNotNow('The account that payouts leave from is not set.', 'Enter it and the bank’s file profile under Settings.'));
  const batch = before?.row.batch ?? uuidV7(desk.entropy, desk.clock.now());
  const items = itemsOf(desk, act, batch, before);
  if (!items.ok) return items;
  const label = before?.row.label ?? nextLabel(desk, 'PB');
  const reference = batchReference(label);
  const lines = composed(desk, items.value, reference);
  if (!lines.ok) return lines;
  const file = abaOf(desk, bank, lines.value.paying, date.value, reference);
  if (!file.ok) return file;
  return ok({
    batch,
    label,
    reference,
    revision: lastRevision(desk, batch) + 1,
    before,
    items: items.value,
    draft: lines.value.draft,
    file: file.value,
    processingDate: date.value,
    bank,
    excluded: act.excluded,
  });
};

const processingDate = (desk: DeskContext, text: string): Result<LocalDate, Refusal> => {
  const date = parseLocalDate(text);
  const today = dateIn(desk.zone, desk.clock.now());
  return date.ok && date.value >= today
    ? date
    : err({
        status: 422,
        code: 'processing-date',
        title: 'Check the processing date',
        detail: 'It is not a day from today on.',
        where: 'processingDate',
        kept: 'Nothing was prepared.',
        next: 'Choose a business day from today on.',
      });
};

const itemsOf = (desk: DeskContext, act: Prepare, batch: string, before: OwnBatch | null): Result<readonly BatchItem[], Refusal> => {
  if (new Set(act.entitlements).size !== act.entitlements.length)
    return err({
      status: 422,
      code: 'entitlement-twice',
      title: 'One entitlement stands in the batch twice',
      detail: 'Each entitlement is paid by one line.',
      where: 'entitlements',
      kept: 'Nothing was prepared.',
      next: 'Take the second one out.',
    });
  const both = act.excluded.find((entry) => act.entitlements.includes(entry.entitlement));
  // What counts no longer may be taken out, and stays named among what was taken out.
  const stands = new Set(before === null ? [] : [...before.lines, ...excludedRows(desk, before)].map(({ entitlement }) => entitlement));
  const strange = act.excluded.find(
    (entry) => !stands.has(entry.entitlement) && referralOfEntitlement(desk, entry.entitlement)?.terms.receiver !== desk.profile.practice,
  );
  if (both !== undefined || strange !== undefined)
    return err({
      status: 422,
      code: 'excluded-entitlement',
      title: 'Check what is excluded',
      detail: both === undefined ? 'An excluded entitlement is not one of this practice.' : 'An entitlement is both paid and excluded.',
      where: 'excluded',
      kept: 'Nothing was prepared.',
      next: 'Open the batch again.',
    });
  const items: BatchItem[] = [];
  for (const entitlement of act.entitlements) {
    const item = batchItem(desk, entitlement, batch);
    if (!item.ok) return item;
    items.push(item.value);
  }
  return ok(items);
};

const feePayee = (desk: DeskContext): { readonly payee: FeePayee; readonly account: AccountData; readonly changed: boolean } | Refusal => {
  const { office } = registerOf(desk);
  const name = practiceName(desk, office);
  const account = payeeAccount(desk, office);
  const today = dateIn(desk.zone, desk.clock.now());
  const standing = standingOf(account);
  if (account === undefined || account.data === null)
    return batchNotNow(
      `${name} has not recorded an account for its fee, or its details have not arrived.`,
      'Exchange files with the network office.',
    );
  if (standing.kind === 'changed' && (!standing.calledBack || today < standing.paysFrom))
    return batchNotNow(
      `${name} has a new account: it pays from ${formatDateWithWeekday(standing.paysFrom)} and after a recorded call-back.`,
      'Call the office back on a number you already had, and record it.',
    );
  return {
    payee: {
      practice: office,
      account: account.commitment,
      accountEvent: account.event,
      registered: registeredForGst(desk, office, today),
    },
    account: account.data,
    changed: account.change !== null,
  };
};

const composed = (
  desk: DeskContext,
  items: readonly BatchItem[],
  reference: string,
): Result<{ readonly draft: BatchDraft; readonly paying: readonly PayingLine[] }, Refusal> => {
  const owed = items.some((item) => item.payable.platform > 0 && !item.payable.feeElsewhere);
  const fee = owed ? feePayee(desk) : null;
  if (fee !== null && 'status' in fee) return err(fee);
  const draft = composeBatch(
    items.map((item) => item.payable),
    fee?.payee ?? null,
    reference,
  );
  if (!draft.ok)
    return err({
      status: 422,
      code: `batch-${draft.error.code}`,
      title: 'This batch cannot be prepared',
      detail: draft.error.code === 'over-limit' ? 'A file may not exceed $99,999,999.99 in total.' : 'It has no payment.',
      kept: 'Nothing was prepared.',
      next: 'Split the batch.',
    });
  const paying: PayingLine[] = [];
  for (const line of draft.value.lines) {
    const item = items[line.line];
    if (line.kind === 'commission' && item !== undefined)
      paying.push({ draft: line, account: item.account.data, newDetails: item.account.change !== null });
    else if (fee !== null) paying.push({ draft: line, account: fee.account, newDetails: fee.changed });
  }
  return ok({ draft: draft.value, paying });
};
