import { isBusinessDay } from '../../domain/calendar/business-days.ts';
import { type BatchDraft, batchReference, composeBatch, type FeePayee } from '../../domain/payout/batch-lines.ts';
import { whyNotPayable } from '../../domain/payout/money-state.ts';
import type { AbaFile } from '../../domain/payment/aba.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { formatDateWithWeekday } from '../../domain/time/date-text.ts';
import { type LocalDate, parseLocalDate } from '../../domain/time/local-date.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { Opening } from '../../protocol/commitment.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { ActHandler, ActOf, Plan } from '../acts/plan.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { commit, keepOpening } from '../openings/openings.ts';
import { businessCalendar, dateIn } from '../referrals/calendar.ts';
import { nextLabel } from '../referrals/labels.ts';
import { practiceName } from '../referrals/party.ts';
import type { Refusal } from '../refusal.ts';
import { type BankSettings, bankSettings } from '../settings/settings.ts';
import { abaOf, changeWords, dollars, type PayingLine } from './aba-file.ts';
import { type AccountData, accountWords, payeeAccount, standingOf } from './accounts.ts';
import { type BatchItem, batchItem, referralOfEntitlement } from './batch-items.ts';
import { type OwnBatch, ownBatch } from './batches.ts';
import { lineTree } from './line-tree.ts';
import { moneyFor } from './money.ts';
import { registeredForGst } from './registrations.ts';
import { batchChanged, batchNotNow, notPermitted, unknownBatch } from './refusals.ts';
import { payoutSql } from './tables.ts';

type Prepare = ActOf<'batch-prepare'>;

/** Everything that one revision of a batch says. */
type Made = {
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

/**
 * A new batch, or a new revision of one that is not released: any change is a new signed `batch.prepared` and resets the approvals. Each line
 * pays one entitlement to its payee's own signed account; one line pays the network office its fees. The bank's file is written now, so that
 * what is approved is what leaves.
 */
export const prepareBatch: ActHandler<'batch-prepare'> = (desk, person, act) => {
  const made = makeBatch(desk, person, act);
  return made.ok ? ok(planOf(desk, person, made.value)) : made;
};

const makeBatch = (desk: DeskContext, person: SignedInPerson, act: Prepare): Result<Made, Refusal> => {
  const refused = notPermitted(desk, person.person, 'prepare-payouts');
  if (refused !== null) return err(refused);
  const before = act.batch === null ? null : ownBatch(desk, act.batch);
  if (before === undefined) return err(unknownBatch);
  if (before !== null && (before.fold.released !== null || before.fold.cancelled !== null)) return err(batchNotNow(`The batch is ${before.fold.cancelled === null ? 'released' : 'cancelled'}.`, 'Prepare a new batch.'));
  const date = processingDate(desk, act.processingDate);
  if (!date.ok) return date;
  const bank = bankSettings(desk);
  if (bank === null) return err(batchNotNow('The account that payouts leave from is not set.', 'Enter it and the bank’s file profile under Settings.'));
  const batch = before?.row.batch ?? uuidV7(desk.entropy, desk.clock.now());
  const items = itemsOf(desk, act, batch);
  if (!items.ok) return items;
  const label = before?.row.label ?? nextLabel(desk, 'PB');
  const reference = batchReference(label);
  const lines = composed(desk, items.value, reference);
  if (!lines.ok) return lines;
  const file = abaOf(bank, lines.value.paying, date.value, reference);
  if (!file.ok) return file;
  return ok({ batch, label, reference, revision: (before?.fold.current.revision ?? 0) + 1, before, items: items.value, draft: lines.value.draft, file: file.value, processingDate: date.value, bank, excluded: act.excluded });
};

const processingDate = (desk: DeskContext, text: string): Result<LocalDate, Refusal> => {
  const date = parseLocalDate(text);
  const today = dateIn(desk.zone, desk.clock.now());
  return date.ok && date.value >= today ? date : err({ status: 422, code: 'processing-date', title: 'Check the processing date', detail: 'It is not a day from today on.', where: 'processingDate', kept: 'Nothing was prepared.', next: 'Choose a business day from today on.' });
};

const itemsOf = (desk: DeskContext, act: Prepare, batch: string): Result<readonly BatchItem[], Refusal> => {
  if (new Set(act.entitlements).size !== act.entitlements.length) return err({ status: 422, code: 'entitlement-twice', title: 'One entitlement stands in the batch twice', detail: 'Each entitlement is paid by one line.', where: 'entitlements', kept: 'Nothing was prepared.', next: 'Take the second one out.' });
  const both = act.excluded.find((entry) => act.entitlements.includes(entry.entitlement));
  const strange = act.excluded.find((entry) => referralOfEntitlement(desk, entry.entitlement)?.terms.receiver !== desk.profile.practice);
  if (both !== undefined || strange !== undefined) return err({ status: 422, code: 'excluded-entitlement', title: 'Check what is excluded', detail: both === undefined ? 'An excluded entitlement is not one of this practice.' : 'An entitlement is both paid and excluded.', where: 'excluded', kept: 'Nothing was prepared.', next: 'Open the batch again.' });
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
  if (account === undefined || account.data === null) return batchNotNow(`${name} has not recorded an account for its fee, or its details have not arrived.`, 'Exchange files with the network office.');
  if (standing.kind === 'changed' && (!standing.calledBack || today < standing.paysFrom)) return batchNotNow(`${name} has a new account: it pays from ${formatDateWithWeekday(standing.paysFrom)} and after a recorded call-back.`, 'Call the office back on a number you already had, and record it.');
  return { payee: { practice: office, account: account.commitment, accountEvent: account.event, registered: registeredForGst(desk, office, today) }, account: account.data, changed: account.change !== null };
};

const composed = (desk: DeskContext, items: readonly BatchItem[], reference: string): Result<{ readonly draft: BatchDraft; readonly paying: readonly PayingLine[] }, Refusal> => {
  const owed = items.some((item) => item.payable.platform > 0 && !item.payable.feeElsewhere);
  const fee = owed ? feePayee(desk) : null;
  if (fee !== null && 'status' in fee) return err(fee);
  const draft = composeBatch(items.map((item) => item.payable), fee?.payee ?? null, reference);
  if (!draft.ok) return err({ status: 422, code: `batch-${draft.error.code}`, title: 'This batch cannot be prepared', detail: draft.error.code === 'over-limit' ? 'A file may not exceed $99,999,999.99 in total.' : 'It has no payment.', kept: 'Nothing was prepared.', next: 'Split the batch.' });
  const paying: PayingLine[] = [];
  for (const line of draft.value.lines) {
    const item = items[line.line];
    if (line.kind === 'commission' && item !== undefined) paying.push({ draft: line, account: item.account.data, newDetails: item.account.change !== null });
    else if (fee !== null) paying.push({ draft: line, account: fee.account, newDetails: fee.changed });
  }
  return ok({ draft: draft.value, paying });
};

type Openings = { readonly lines: readonly Opening[]; readonly total: Opening; readonly account: Opening; readonly file: Opening };

const openingsOf = (desk: DeskContext, made: Made): Openings => ({
  lines: made.draft.lines.map((line) =>
    commit(desk, {
      for: 'batch-line',
      referral: made.batch,
      data: { account: line.account, batch: made.batch, beneficiary: line.beneficiary, cents: line.cents, entitlement: line.entitlement, gst: line.gst, kind: line.kind, line: line.line, reference: line.reference },
    }),
  ),
  total: commit(desk, { for: 'batch-total', referral: made.batch, data: { cents: made.draft.total } }),
  account: commit(desk, { for: 'account', referral: made.batch, data: { account: made.bank.account, bsb: made.bank.bsb, title: made.bank.title } }),
  file: commit(desk, { for: 'bank-file', referral: made.batch, data: { sha256: fileHash(desk, made.file) } }),
});

const fileHash = (desk: DeskContext, file: AbaFile): string => bytesToHex(desk.primitives.sha256(Uint8Array.from(file.bytes)));

const planOf = (desk: DeskContext, person: SignedInPerson, made: Made): Plan => {
  const openings = openingsOf(desk, made);
  const commitments = openings.lines.map((opening) => opening.commitment);
  const tree = lineTree(desk.primitives, commitments);
  const payees = [...new Map(made.draft.lines.map((line) => [line.beneficiary, { practice: line.beneficiary, account: line.account }])).values()];
  const { before, draft } = made;
  const payments = draft.lines.length === 1 ? '1 payment' : `${String(draft.lines.length)} payments`;
  return {
    words: `${desk.profile.legalName} ${before === null ? 'prepares' : 'changes'} batch ${made.label}: ${payments}, ${dollars(draft.total)}, on ${formatDateWithWeekday(made.processingDate)}.`,
    facts: [
      { label: 'Leaves the account', value: dollars(draft.total) },
      { label: 'From', value: accountWords(made.bank) },
      ...draft.lines.map((line) => ({ label: practiceName(desk, line.beneficiary), value: `${dollars(line.cents)}, reference ${line.reference}` })),
      ...made.excluded.map((entry) => ({ label: `Excluded: ${referralOfEntitlement(desk, entry.entitlement)?.terms.label ?? ''}`, value: entry.reason })),
      { label: 'Payment file', value: fileHash(desk, made.file) },
    ],
    ticks: [],
    warnings: warningsOf(desk, made),
    events: [
      () => ({
        type: 'batch.prepared',
        ...(before === null ? {} : { about: [before.fold.current.hash] }),
        body: {
          batch: made.batch,
          revision: made.revision,
          label: made.label,
          lines: draft.lines.length,
          total: openings.total.commitment,
          root: tree.root,
          account: openings.account.commitment,
          payees,
          processingDate: made.processingDate,
          file: openings.file.commitment,
        },
      }),
    ],
    assertion: { need: 'offered', why: null },
    check: () => stale(desk, made),
    store: (hashes) => {
      for (const opening of [...openings.lines, openings.total, openings.account, openings.file]) keepOpening(desk, opening);
      storeRevision(desk, person, made, commitments, hashes[0] ?? '');
    },
    answer: { batch: made.batch },
  };
};

/** The same entitlement in another batch by now, or another revision of this batch: the draft is refused. */
const stale = (desk: DeskContext, made: Made): Refusal | null => {
  if (made.before !== null) {
    const now = ownBatch(desk, made.batch);
    if (now === undefined || now.fold.current.hash !== made.before.fold.current.hash || now.fold.released !== null || now.fold.cancelled !== null) return batchChanged;
  }
  for (const { payable, state } of made.items) {
    const fresh = desk.ledger.referral(state.intent);
    const money = fresh === undefined ? undefined : moneyFor(desk, fresh, made.batch);
    if (money?.payable !== true || fresh?.entitlement?.hash !== payable.entitlement) {
      const why = money === undefined ? null : whyNotPayable(money);
      return batchNotNow(`${state.terms.label} cannot be paid any more: ${why?.why ?? 'it went into another batch'}.`, 'Prepare the batch again.');
    }
    if (payeeAccount(desk, payable.beneficiary)?.event !== payable.accountEvent) return batchNotNow(`${practiceName(desk, payable.beneficiary)} has recorded another account in between.`, 'Prepare the batch again.');
  }
  return null;
};

const warningsOf = (desk: DeskContext, made: Made): readonly string[] => {
  const warnings: string[] = [];
  const resets = made.before?.fold.current.approvals.length ?? 0;
  if (resets > 0) warnings.push(`This resets ${resets === 1 ? 'the approval' : 'the approvals'} given so far.`);
  for (const { account, state } of made.items)
    if (account.change !== null) warnings.push(`${practiceName(desk, state.terms.referrer)} has a new account: before ${accountWords(account.change.old)}, now ${accountWords(account.data)}.`);
  const open = isBusinessDay(made.processingDate, businessCalendar());
  if (open.ok && !open.value) warnings.push(`${formatDateWithWeekday(made.processingDate)} is not a business day; the bank processes the file on the next one.`);
  return [...new Set(warnings), ...changeWords(made.file.changes)];
};

const storeRevision = (desk: DeskContext, person: SignedInPerson, made: Made, commitments: readonly string[], prepared: string): void => {
  const { batch, revision } = made;
  freeLines(desk, batch);
  desk.db.run(
    payoutSql.insertInto('payout_batch').values({
      batch,
      revision,
      prepared,
      label: made.label,
      reference: made.reference,
      person: person.person,
      at: desk.clock.now(),
      processing_date: made.processingDate,
      total: made.draft.total,
      bank: JSON.stringify(made.bank),
    }),
  );
  for (const line of made.draft.lines)
    desk.db.run(
      payoutSql.insertInto('payout_line').values({
        batch,
        revision,
        line: line.line,
        kind: line.kind,
        entitlement: line.entitlement,
        intent: line.intent,
        beneficiary: line.beneficiary,
        ex_gst: line.exGst,
        gst: line.gst,
        cents: line.cents,
        reference: line.reference,
        account: line.account,
        account_event: line.accountEvent,
        document: line.document,
        commitment: commitments[line.line] ?? '',
        live: 1,
      }),
    );
  for (const fee of made.draft.fees) desk.db.run(payoutSql.insertInto('payout_fee').values({ batch, revision, entitlement: fee.entitlement, ex_gst: fee.exGst, gst: fee.gst, live: 1 }));
  for (const { entitlement, reason } of made.excluded) desk.db.run(payoutSql.insertInto('payout_excluded').values({ batch, revision, entitlement, reason }));
  const bytes = Uint8Array.from(made.file.bytes);
  desk.db.run(
    payoutSql.insertInto('payout_file').values({ batch, revision, sha256: fileHash(desk, made.file), bytes, totals: JSON.stringify(made.file.totals), changes: JSON.stringify(changeWords(made.file.changes)) }),
  );
};

/** Lets the entitlements of a batch go: its lines are superseded or cancelled. Runs inside the act's transaction. */
export const freeLines = (desk: Pick<DeskContext, 'db'>, batch: string): void => {
  desk.db.run(payoutSql.updateTable('payout_line').set({ live: 0 }).where('batch', '=', batch).where('live', '=', 1));
  desk.db.run(payoutSql.updateTable('payout_fee').set({ live: 0 }).where('batch', '=', batch).where('live', '=', 1));
};
