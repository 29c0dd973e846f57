import type { LineStage } from '../../domain/payout/money-state.ts';
import type { BatchFold } from '../../domain/payout/batch-state.ts';
import { hashesOfEntitlement, type ReferralState } from '../../domain/referral/state.ts';
import type { LoggedOf } from '../../protocol/event/event.ts';
import type { DeskContext } from '../context.ts';
import { batchFold, type OwnBatch } from './batches.ts';
import { eventsNaming, practiceOf } from './event-lookup.ts';
import { payoutSql } from './tables.ts';

/** The batch line that holds an entitlement, or the last one that failed to pay it. */
export type HeldLine = { readonly batch: string; readonly line: number; readonly stage: LineStage };

type Entitled = Pick<ReferralState, 'terms' | 'entitlement'>;

const outcomeStage = (fold: BatchFold, line: number): LineStage => fold.lines.get(line)?.state ?? 'released';

/** The invoice or statement that the payer has issued for an entitlement and the supplier has not rejected. */
export const issuedDocument = (desk: Pick<DeskContext, 'ledger'>, state: Entitled): LoggedOf<'invoice.issued'> | undefined =>
  hashesOfEntitlement(state)
    .flatMap((hash) => eventsNaming(desk, hash))
    .filter(
      (event): event is LoggedOf<'invoice.issued'> =>
        event.type === 'invoice.issued' && practiceOf(desk, event.hash) === state.terms.receiver,
    )
    .findLast(
      (event) =>
        !eventsNaming(desk, event.hash).some(
          (named) => named.type === 'invoice.rejected' && practiceOf(desk, named.hash) === state.terms.referrer,
        ),
    );

/** Lines of batches that were prepared at this desk. `issued`: one of them was released, so that its document was issued here. */
const heldHere = (
  desk: DeskContext,
  hashes: readonly string[],
  batchOf: (batch: string) => OwnBatch | undefined,
): { readonly line: HeldLine | null; readonly issued: boolean } => {
  const rows = desk.db.all(
    payoutSql
      .selectFrom('payout_line')
      .select(['batch', 'line', 'live', 'revision'])
      .where('entitlement', 'in', hashes)
      .orderBy('live', 'desc')
      .orderBy('batch', 'desc')
      .orderBy('revision', 'desc'),
  );
  let held: HeldLine | null = null;
  let issued = false;
  for (const { batch, line, live } of rows) {
    const own = batchOf(batch);
    if (own === undefined) continue;
    const released = own.fold.released !== null;
    issued ||= released;
    const stage = released ? outcomeStage(own.fold, line) : own.approved ? 'approved' : 'reserved';
    if (held === null && (live === 1 || (released && stage === 'failed'))) held = { batch, line, stage };
  }
  return { line: held, issued };
};

type Opened = { readonly batch: string; readonly line: number };

/** Lines of an entitlement whose openings are held: the payer sends them to the earner with the release, and its desks share them. */
const openedLines = (desk: Pick<DeskContext, 'db'>, entitlement: string): readonly Opened[] =>
  desk.db
    .statement<[string], { readonly data: string }>(
      `select data from opening where purpose = 'batch-line' and json_extract(data, '$.entitlement') = ?`,
    )
    .all(entitlement)
    .flatMap(({ data }) => {
      const read: unknown = JSON.parse(data);
      if (typeof read !== 'object' || read === null || !('batch' in read) || !('line' in read)) return [];
      const { batch, line } = read;
      return typeof batch === 'string' && typeof line === 'number' ? [{ batch, line }] : [];
    });

const preparedHere = (desk: Pick<DeskContext, 'db'>, batch: string): boolean =>
  desk.db.get(payoutSql.selectFrom('payout_batch').select('batch').where('batch', '=', batch).limit(1)) !== undefined;

/** The line of a batch that was prepared and released at another desk, as its openings show it: one that did not fail before one that did. */
const heldByOpening = (desk: DeskContext, state: Entitled): HeldLine | null => {
  let failed: HeldLine | null = null;
  for (const { batch, line } of hashesOfEntitlement(state).flatMap((hash) => openedLines(desk, hash))) {
    const fold = preparedHere(desk, batch) ? undefined : batchFold(desk, batch);
    if (fold === undefined || fold.released === null || fold.practice !== state.terms.receiver) continue;
    const held = { batch, line, stage: outcomeStage(fold, line) };
    if (held.stage !== 'failed') return held;
    failed = held;
  }
  return failed;
};

/**
 * What another desk of the payer released: its line where the opening is here. A document is issued with a release only; one that no release known here
 * explains went out in a batch whose rows this desk does not have, as when it went back to a backup: the entitlement counts as released.
 */
const heldElsewhere = (desk: DeskContext, state: Entitled, issuedHere: boolean): HeldLine | null => {
  const line = heldByOpening(desk, state);
  if (line !== null || issuedHere || issuedDocument(desk, state) === undefined) return line;
  return { batch: '', line: -1, stage: 'released' };
};

/**
 * The line that holds an entitlement at the payer's desk. What went out, at whichever of its desks, stands before what is prepared here: an entitlement
 * that one desk paid is not payable at another, whatever was prepared there.
 */
export const heldByPayer = (desk: DeskContext, state: Entitled, batchOf: (batch: string) => OwnBatch | undefined): HeldLine | null => {
  const here = heldHere(desk, hashesOfEntitlement(state), batchOf);
  if (here.line?.stage === 'released' || here.line?.stage === 'settled') return here.line;
  const elsewhere = heldElsewhere(desk, state, here.issued);
  return elsewhere !== null && elsewhere.stage !== 'failed' ? elsewhere : (here.line ?? elsewhere);
};

/** At the earner's desk the line is known once the payer has sent its opening, with the release. */
export const heldByEarner = heldByOpening;

/** True when another desk of this practice released a batch with this entitlement: its platform fee stood on that batch. */
export const releasedAtAnotherDesk = (desk: DeskContext, state: Entitled): boolean => heldByOpening(desk, state) !== null;
