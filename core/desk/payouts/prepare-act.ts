import { isBusinessDay } from '../../domain/calendar/business-days.ts';
import { whyNotPayable } from '../../domain/payout/money-state.ts';
import { ok } from '../../domain/result.ts';
import { formatDateWithWeekday } from '../../domain/time/date-text.ts';
import type { Opening } from '../../protocol/commitment.ts';
import type { ActHandler, Plan } from '../acts/plan.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { commit, keepOpening } from '../openings/openings.ts';
import { businessCalendar } from '../referrals/calendar.ts';
import { labelRefusal, takeLabel } from '../referrals/labels.ts';
import { practiceName } from '../referrals/party.ts';
import type { Refusal } from '../refusal.ts';
import { changeWords, dollars } from './aba-file.ts';
import { lineData } from './as-signed.ts';
import { accountWords, payeeAccount } from './accounts.ts';
import { type BatchMade, makeBatch } from './batch-making.ts';
import { ownBatch } from './batches.ts';
import { computedEntitlement } from './computed-entitlement.ts';
import { lineTree } from './line-tree.ts';
import { moneyFor } from './money.ts';
import { batchChanged, batchNotNow } from './refusals.ts';
import { fileHash, storeRevision } from './revision-rows.ts';

/**
 * A new batch, or a new revision of one that is not released: any change is a new signed `batch.prepared` and resets the approvals. Each line
 * pays one entitlement to its payee's own signed account; one line pays the network office its fees. The bank's file is written now, so that
 * what is approved is what leaves.
 */
export const prepareBatch: ActHandler<'batch-prepare'> = (desk, person, act) => {
  const made = makeBatch(desk, person, act);
  return made.ok ? ok(planOf(desk, person, made.value)) : made;
};

type Openings = {
  readonly lines: readonly Opening[];
  readonly total: Opening;
  readonly account: Opening;
  readonly file: Opening;
};

const openingsOf = (desk: DeskContext, made: BatchMade): Openings => ({
  lines: made.draft.lines.map((line) =>
    commit(desk, {
      for: 'batch-line',
      referral: made.batch,
      data: lineData({ ...line, batch: made.batch }),
    }),
  ),
  total: commit(desk, { for: 'batch-total', referral: made.batch, data: { cents: made.draft.total } }),
  account: commit(desk, {
    for: 'account',
    referral: made.batch,
    data: { account: made.bank.account, bsb: made.bank.bsb, title: made.bank.title },
  }),
  file: commit(desk, { for: 'bank-file', referral: made.batch, data: { sha256: fileHash(desk, made.file) } }),
});

const planOf = (desk: DeskContext, person: SignedInPerson, made: BatchMade): Plan => {
  const openings = openingsOf(desk, made);
  const commitments = openings.lines.map((opening) => opening.commitment);
  const tree = lineTree(desk.primitives, commitments);
  const payees = [
    ...new Map(made.draft.lines.map((line) => [line.beneficiary, { practice: line.beneficiary, account: line.account }])).values(),
  ];
  const { before, draft } = made;
  const payments = draft.lines.length === 1 ? '1 payment' : `${String(draft.lines.length)} payments`;
  return {
    words: `${desk.profile.legalName} ${before === null ? 'prepares' : 'changes'} batch ${made.label}: ${payments}, ${dollars(draft.total)}, on ${formatDateWithWeekday(made.processingDate)}.`,
    facts: [
      { label: 'Leaves the account', value: dollars(draft.total) },
      { label: 'From', value: accountWords(made.bank) },
      ...draft.lines.map((line) => ({
        label: practiceName(desk, line.beneficiary),
        value: `${dollars(line.cents)}, reference ${line.reference}`,
      })),
      ...made.excluded.map((entry) => ({
        label: `Excluded: ${computedEntitlement(desk, entry.entitlement)?.label ?? ''}`,
        value: entry.reason,
      })),
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
      if (before === null) takeLabel(desk, made.label);
      for (const opening of [...openings.lines, openings.total, openings.account, openings.file]) keepOpening(desk, opening);
      storeRevision(desk, person, made, commitments, hashes[0] ?? '');
    },
    answer: { batch: made.batch },
  };
};

/** The same entitlement in another batch by now, or another revision of this batch: the draft is refused. */
const stale = (desk: DeskContext, made: BatchMade): Refusal | null => {
  if (made.before !== null) {
    const now = ownBatch(desk, made.batch);
    if (
      now === undefined ||
      now.fold.current.hash !== made.before.fold.current.hash ||
      now.fold.released !== null ||
      now.fold.cancelled !== null
    )
      return batchChanged;
  }
  for (const { payable, state } of made.items) {
    const fresh = desk.ledger.referral(state.intent);
    const money = fresh === undefined ? undefined : moneyFor(desk, fresh, made.batch);
    if (money?.payable !== true || fresh?.entitlement?.hash !== payable.entitlement) {
      const why = money === undefined ? null : whyNotPayable(money);
      return batchNotNow(
        `${state.terms.label} cannot be paid any more: ${why?.why ?? 'it went into another batch'}.`,
        'Prepare the batch again.',
      );
    }
    if (payeeAccount(desk, payable.beneficiary)?.event !== payable.accountEvent)
      return batchNotNow(`${practiceName(desk, payable.beneficiary)} has recorded another account in between.`, 'Prepare the batch again.');
  }
  return made.before === null ? labelRefusal(desk, made.label) : null;
};

const warningsOf = (desk: DeskContext, made: BatchMade): readonly string[] => {
  const warnings: string[] = [];
  const resets = made.before?.fold.current.approvals.length ?? 0;
  if (resets > 0) warnings.push(`This resets ${resets === 1 ? 'the approval' : 'the approvals'} given so far.`);
  for (const { account, state } of made.items)
    if (account.change !== null)
      warnings.push(
        `${practiceName(desk, state.terms.referrer)} has a new account: before ${accountWords(account.change.old)}, now ${accountWords(account.data)}.`,
      );
  const open = isBusinessDay(made.processingDate, businessCalendar(desk));
  if (open.ok && !open.value)
    warnings.push(`${formatDateWithWeekday(made.processingDate)} is not a business day; the bank processes the file on the next one.`);
  return [...new Set(warnings), ...changeWords(made.file.changes)];
};
