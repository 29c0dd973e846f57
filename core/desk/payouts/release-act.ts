import { warmPrinter } from '../../adapters/pdf/print.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { tillAt } from '../../protocol/register/state.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { ActHandler, Plan } from '../acts/plan.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { storeDocument } from '../exchange/attachments.ts';
import { keepOpening } from '../openings/openings.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import type { Refusal } from '../refusal.ts';
import { payeeAccount } from './accounts.ts';
import { dayWords, money } from './approve-act.ts';
import { alteredRefusal } from './as-signed.ts';
import { batchItem } from './batch-items.ts';
import { printBatchSheet } from './batch-sheet.ts';
import { type OwnBatch, ownBatch } from './batches.ts';
import { sendDocument, sendLines } from './deliveries.ts';
import { holdRefusal } from './line-holds.ts';
import { nextSequence, type PrintedDocument, printDocuments } from './invoices.ts';
import { registeredForGst } from './registrations.ts';
import { batchChanged, batchNotNow, unknownBatch } from './refusals.ts';
import { notPermitted } from '../permitted.ts';
import { type PayoutLineTable, payoutSql } from './tables.ts';
import { voidReleaseRefusal } from './void-release.ts';

/** True when this desk holds the till: releases and numbers come from one desk of a practice only. */
export const tillIsHere = (desk: DeskContext): boolean =>
  tillAt(registerOf(desk), desk.profile.practice, desk.ledger.size()) === desk.profile.desk;

/** Why a batch cannot be released now; null when it can. Everything a line was prepared on is looked at again. */
export const releaseRefusal = (desk: DeskContext, batch: OwnBatch): Refusal | null => {
  if (batch.fold.released !== null)
    return batchNotNow('The batch is released already.', 'If a payment did not arrive, look at the bank statement before anything else.');
  if (batch.fold.cancelled !== null) return batchNotNow('The batch is cancelled.', 'Prepare a new batch.');
  if (!tillIsHere(desk))
    return batchNotNow('Another desk of your practice holds the till.', 'Release the batch there, or hand the till over.');
  if (!batch.approved) return batchNotNow(`The approvals are not complete: ${batch.policy.words}.`, 'Wait until they are given.');
  if (batch.row.processing_date < dateIn(desk.zone, desk.clock.now()))
    return batchNotNow('The processing date has passed.', 'Prepare the batch again with a new date.');
  const stopped =
    alteredRefusal(desk, batch) ??
    voidReleaseRefusal(desk, batch, 'Nothing was released.') ??
    holdRefusal(desk, batch, 'Nothing was released.');
  if (stopped !== null) return stopped;
  for (const line of batch.lines) {
    const changed = lineRefusal(desk, batch, line);
    if (changed !== null) return changed;
  }
  return null;
};

const lineRefusal = (desk: DeskContext, batch: OwnBatch, line: PayoutLineTable): Refusal | null => {
  const name = practiceName(desk, line.beneficiary);
  const again = 'Prepare the batch again.';
  if (payeeAccount(desk, line.beneficiary)?.event !== line.account_event)
    return batchNotNow(`${name} has recorded another account since the batch was prepared.`, again);
  if (line.entitlement === null)
    return line.gst > 0 === registeredForGst(desk, line.beneficiary, dateIn(desk.zone, desk.clock.now()))
      ? null
      : batchNotNow(`The GST registration of ${name} has changed.`, again);
  const item = batchItem(desk, line.entitlement, batch.row.batch);
  if (!item.ok) return { ...item.error, kept: 'Nothing was released.', next: again };
  return item.value.payable.document === line.document
    ? null
    : batchNotNow(
        `The document for ${item.value.state.terms.label} would be another one now: a GST registration or agreement has changed.`,
        again,
      );
};

/**
 * Releases an approved batch from the till: its tax documents get their numbers and are printed, then one transaction holds their events, the
 * signed release, the papers, and what each payee receives. Signed by the desk's key; the file was fixed when the batch was prepared.
 */
export const releaseBatch: ActHandler<'batch-release'> = (desk, person, act) => {
  const refused = notPermitted(desk, person.person, 'prepare-payouts');
  if (refused !== null) return err(refused);
  const batch = ownBatch(desk, act.batch);
  if (batch === undefined) return err(unknownBatch);
  const cannot = releaseRefusal(desk, batch);
  if (cannot !== null) return err(cannot);
  // Its papers are printed when it is signed: by then the thread has loaded its modules.
  warmPrinter();
  const documents = batch.lines.filter((line) => line.document === 'rcti' || line.document === 'statement').length;
  const plan: Plan = {
    words: `Batch ${batch.row.label} is released: ${money(batch.row.total)} is to leave the account of ${desk.profile.legalName} on ${dayWords(batch.row.processing_date)}.`,
    facts: [
      { label: 'Documents issued with it', value: String(documents) },
      { label: 'Approvals', value: `${String(batch.counting.length)} of ${String(batch.policy.needed)}` },
      ...(batch.policy.kind === 'sole' ? [{ label: 'Sole signatory', value: 'The register shows one active person' }] : []),
    ],
    ticks: [],
    warnings: ['A release cannot be taken back. Numbers given with it are never used again.'],
    events: [],
    assertion: { need: 'none', why: null },
    ready: () => readyPlan(desk, batch, plan),
    answer: { batch: act.batch },
  };
  return ok(plan);
};

const readyPlan = async (desk: DeskContext, batch: OwnBatch, plan: Plan): Promise<Result<Plan, Refusal>> => {
  const before = releaseRefusal(desk, batch);
  if (before !== null) return err(before);
  const printed = await printDocuments(desk, batch);
  if (!printed.ok) return printed;
  const numbers = new Map(printed.value.map((document) => [document.line.entitlement ?? '', document.number]));
  const sheet = await printBatchSheet(desk, batch, numbers);
  return ok({
    ...plan,
    deskEvents: [
      ...printed.value.map(
        (document) => () =>
          ({
            type: 'invoice.issued',
            about: [document.line.entitlement ?? ''],
            body: document.body,
          }) as const,
      ),
      () => ({
        type: 'batch.released',
        about: [batch.fold.current.hash],
        body: {
          batch: batch.row.batch,
          approvals: batch.counting.map((approval) => approval.hash),
          soleSignatory: batch.policy.kind === 'sole',
          file: batch.fold.current.body.file,
          attempt: 1,
        },
      }),
    ],
    check: () => {
      const now = ownBatch(desk, batch.row.batch);
      if (now === undefined || now.fold.current.hash !== batch.fold.current.hash || now.counting.length !== batch.counting.length)
        return batchChanged;
      const taken = printed.value.find((document) => nextSequence(desk, document.kind, document.year) > document.seq);
      return taken === undefined
        ? releaseRefusal(desk, now)
        : batchNotNow(`Number ${taken.number} was given to another document in between.`, 'Release again: the next numbers are taken.');
    },
    store: (hashes) => {
      printed.value.forEach((document, index) => {
        storeIssued(desk, batch, document, hashes[index] ?? '');
      });
      storeSheet(desk, batch, sheet, hashes.at(-1) ?? '');
      sendLines(desk, hashes.at(-1) ?? '', batch);
    },
  });
};

const storeIssued = (desk: DeskContext, batch: OwnBatch, printed: PrintedDocument, event: string): void => {
  const { body, kind, number, opening, pdf, state } = printed;
  const name = `${number}.pdf`;
  keepOpening(desk, opening);
  const document = storeDocument(desk, {
    kind,
    name,
    mediaType: 'application/pdf',
    bytes: pdf,
    event,
    intent: state.intent,
    batch: batch.row.batch,
    source: 'own',
  });
  desk.db.run(
    payoutSql.insertInto('tax_number').values({
      year: printed.year,
      kind,
      seq: printed.seq,
      number,
      entitlement: printed.line.entitlement ?? '',
      supplier: body.supplier,
      event,
      document,
      issued_on: body.issuedOn,
      ex_gst: body.exGst,
      gst: body.gst,
    }),
  );
  sendDocument(desk, event, printed, name);
};

const storeSheet = (desk: DeskContext, batch: OwnBatch, pdf: Bytes, event: string): void => {
  storeDocument(desk, {
    kind: 'batch-sheet',
    name: `${batch.row.label}.pdf`,
    mediaType: 'application/pdf',
    bytes: pdf,
    event,
    intent: null,
    batch: batch.row.batch,
    source: 'own',
  });
};
