import type { BatchView } from '../../contract/money.ts';
import { formatDate, formatMoment } from '../../domain/time/date-text.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import { parseZone, SYDNEY } from '../../domain/time/zone.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { BatchStage } from '../../domain/payout/batch-state.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { reasonWords } from '../referrals/reasons.ts';
import type { Refusal } from '../refusal.ts';
import { candidatesOf, matchNow } from '../statements/matching.ts';
import { storedFile } from './aba-export.ts';
import { approvalRefusal } from './approve-act.ts';
import { documentsByEntitlement, lineView } from './batch-line-view.ts';
import { personName } from './batch-sheet.ts';
import { type OwnBatch, ownBatch } from './batches.ts';
import { computedEntitlement } from './computed-entitlement.ts';
import { exportsOf } from './export-log.ts';
import { payingAccountWords } from './payouts-view.ts';
import { unknownBatch } from './refusals.ts';
import { notPermitted } from '../permitted.ts';
import { releaseRefusal } from './release-act.ts';
import { excludedRows } from './revision-rows.ts';
import { type PayoutLineTable, payoutSql } from './tables.ts';

const whenWords = (desk: DeskContext, at: string): string => {
  const instant = parseInstant(at);
  const zone = parseZone(desk.zone);
  return instant.ok ? formatMoment(instant.value, zone.ok ? zone.value : SYDNEY) : at;
};

const dateWords = (on: string): string => {
  const date = parseLocalDate(on);
  return date.ok ? formatDate(date.value) : on;
};

const stateWords = (batch: OwnBatch): string => {
  const words: Readonly<Record<BatchStage, string>> = {
    prepared: batch.counting.length === 0 ? 'Prepared' : `Approved ${String(batch.counting.length)} of ${String(batch.policy.needed)}`,
    approved: 'Approved, waits for release',
    released: 'Released, waits for the bank',
    settled: 'Settled by the bank statement',
    'partly-settled': 'Partly settled',
    'requires-repair': 'Requires repair',
    cancelled: 'Cancelled',
  };
  return words[batch.stage];
};

type Step = BatchView['approvals']['steps'][number];

const stepsOf = (desk: DeskContext, person: SignedInPerson, batch: OwnBatch): Step[] => {
  const steps: Step[] = [];
  for (const [index, revision] of batch.fold.revisions.entries()) {
    const superseded = batch.fold.revisions[index + 1];
    steps.push({
      kind: 'prepared',
      who: personName(desk, revision.person),
      at: revision.at,
      words: index === 0 ? whenWords(desk, revision.at) : `Changed ${whenWords(desk, revision.at)}, version ${String(revision.revision)}`,
    });
    for (const approval of revision.approvals) {
      const key = approval.passkey === null ? '' : `, passkey ${approval.passkey.slice(0, 4)}`;
      steps.push({
        kind: superseded === undefined ? 'approved' : 'reset',
        who: personName(desk, approval.person),
        at: approval.at,
        words:
          superseded === undefined
            ? `${whenWords(desk, approval.at)}${key}`
            : `Reset ${whenWords(desk, superseded.at)}: the batch was changed`,
      });
    }
  }
  if (batch.fold.cancelled !== null) return steps;
  if (batch.fold.released === null && !batch.approved) {
    const refused = approvalRefusal(desk, person.person, batch);
    const sole = batch.policy.kind === 'sole';
    steps.push({
      kind: 'waiting',
      who: refused === null ? person.name : 'another person',
      at: null,
      words:
        refused === null
          ? sole
            ? 'Sole signatory: your own passkey approves'
            : 'You did not prepare it, so you may approve'
          : refused.detail,
    });
  }
  const { released } = batch.fold;
  const words =
    released === null
      ? batch.approved
        ? 'Every approval is there'
        : batch.policy.needed === 1
          ? 'Opens after the approval'
          : 'Opens after the second approval'
      : `${whenWords(desk, released.at)}${released.soleSignatory ? ', sole signatory' : ''}`;
  steps.push({
    kind: 'release',
    who: released === null ? '' : desk.profile.legalName,
    at: released?.at ?? null,
    words,
  });
  return steps;
};

const bankView = (desk: DeskContext, batch: OwnBatch): BatchView['bank'] => {
  const last = batch.fold.bank.at(-1);
  if (batch.stage === 'settled' && last !== undefined)
    return {
      state: 'matched',
      words: `A bank line of ${dateWords(last.on)} agrees in account, debit, amount, reference and date`,
    };
  if (batch.fold.released === null) return { state: 'not-recorded', words: 'Not recorded: the batch is not released' };
  const asked = matchNow(desk)
    .filter(({ expectation }) => expectation.batch.row.batch === batch.row.batch && expectation.line === null)
    .flatMap(({ outcome }) => candidatesOf(outcome));
  if (asked.length > 0)
    return {
      state: 'ambiguous',
      words: asked.length === 1 ? 'One bank line agrees but for its reference: choose' : `${String(asked.length)} bank lines agree: choose`,
    };
  return { state: 'not-recorded', words: 'Not recorded: no bank line agrees yet' };
};

const historyOf = (desk: DeskContext, batch: OwnBatch): BatchView['history'] => {
  const { fold } = batch;
  const entries: BatchView['history'] = [];
  for (const [index, revision] of fold.revisions.entries()) {
    entries.push({
      at: revision.at,
      words: `${index === 0 ? 'Prepared' : 'Changed'} by ${personName(desk, revision.person)}`,
      hash: revision.hash,
    });
    for (const approval of revision.approvals)
      entries.push({
        at: approval.at,
        words: `Approved by ${personName(desk, approval.person)}`,
        hash: approval.hash,
      });
  }
  if (fold.cancelled !== null)
    entries.push({
      at: fold.cancelled.at,
      words: `Cancelled by ${personName(desk, fold.cancelled.person)}: ${reasonWords(fold.cancelled.reason)}`,
      hash: fold.cancelled.hash,
    });
  if (fold.released !== null)
    entries.push({
      at: fold.released.at,
      words: fold.released.soleSignatory ? 'Released, sole signatory' : 'Released',
      hash: fold.released.hash,
    });
  for (const { at, person } of exportsOf(desk, batch.row.batch))
    entries.push({ at, words: `ABA file exported by ${personName(desk, person)}`, hash: null });
  for (const match of fold.bank)
    entries.push({
      at: match.at,
      words: `Matched by a bank line of ${dateWords(match.on)}`,
      hash: match.hash,
    });
  for (const [line, outcome] of fold.lines)
    if (outcome.state === 'failed')
      entries.push({
        at: `${outcome.on}T00:00:00.000Z`,
        words: `Payment ${String(line + 1)} failed: ${reasonWords(outcome.reason)}`,
        hash: outcome.hash,
      });
  return entries.toSorted((a, b) => (a.at < b.at ? -1 : 1));
};

const totalsOf = (batch: OwnBatch): BatchView['totals'] => {
  const sum = (kind: PayoutLineTable['kind'], pick: (line: PayoutLineTable) => number): number =>
    batch.lines.filter((line) => line.kind === kind).reduce((total, line) => total + pick(line), 0);
  return {
    commission: sum('commission', (line) => line.ex_gst),
    gst: sum('commission', (line) => line.gst),
    platform: sum('platform-fee', (line) => line.ex_gst),
    platformGst: sum('platform-fee', (line) => line.gst),
    leaves: batch.row.total,
  };
};

const excludedOf = (desk: DeskContext, batch: OwnBatch): BatchView['excluded'] =>
  excludedRows(desk, batch).flatMap((row) => {
    const computed = computedEntitlement(desk, row.entitlement);
    return computed === undefined
      ? []
      : [
          {
            entitlement: row.entitlement,
            payee: practiceName(desk, computed.beneficiary),
            label: computed.label,
            toPay: computed.commission + computed.gst,
            reason: row.reason,
          },
        ];
  });

const closed = (batch: OwnBatch): string | null =>
  batch.fold.released !== null ? 'The batch is released' : batch.fold.cancelled !== null ? 'The batch is cancelled' : null;

/** One batch as its page shows it: lines, what is excluded and why, approvals with those that were reset, file, documents, history. */
export const batchView = (desk: DeskContext, person: SignedInPerson, id: string): Result<BatchView, Refusal> => {
  const batch = ownBatch(desk, id);
  if (batch === undefined) return err(unknownBatch);
  const documents = documentsByEntitlement(desk, batch);
  const file = storedFile(desk, id, batch.row.revision);
  const mayPrepare = notPermitted(desk, person.person, 'prepare-payouts')?.title ?? null;
  const change = closed(batch) ?? mayPrepare;
  const paying = payingAccountWords(desk);
  return ok({
    batch: id,
    label: batch.row.label,
    state: batch.stage,
    stateWords: stateWords(batch),
    revision: batch.row.revision,
    from: `Paid by ${desk.profile.legalName} ${paying.words.replace(/^From/u, 'from')}. Processing date ${dateWords(batch.row.processing_date)}.`,
    processingDate: batch.row.processing_date,
    lines: batch.lines.map((line) => lineView(desk, person.person, batch, line, documents)),
    excluded: excludedOf(desk, batch),
    totals: totalsOf(batch),
    approvals: {
      needed: batch.policy.needed,
      words: batch.policy.words,
      soleSignatory: batch.fold.released?.soleSignatory ?? batch.policy.kind === 'sole',
      steps: stepsOf(desk, person, batch),
    },
    may: {
      approve: approvalRefusal(desk, person.person, batch)?.detail ?? null,
      release: mayPrepare ?? releaseRefusal(desk, batch)?.detail ?? null,
      change,
      cancel: change,
    },
    aba: {
      sha256: file.sha256,
      bytes: file.bytes.length,
      exportedAt: exportsOf(desk, id).map((entry) => entry.at),
      changes: [...file.changes],
      bank: paying.words,
    },
    bank: bankView(desk, batch),
    documents: desk.db
      .all(payoutSql.selectFrom('document').select(['id', 'name', 'kind']).where('batch', '=', id).orderBy('made_at').orderBy('name'))
      .map((row) => ({ ...row })),
    history: historyOf(desk, batch),
  });
};
