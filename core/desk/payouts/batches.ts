import { type ApprovalPolicy, approvalPolicy, countingApprovals } from '../../domain/payout/approval-policy.ts';
import { type Approval, type BatchFold, type BatchStage, foldBatch, stageOf } from '../../domain/payout/batch-state.ts';
import type { KnownEvent, Logged } from '../../protocol/event/event.ts';
import { activePeople } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { eventsNaming, eventsOf } from './event-lookup.ts';
import { type PayoutBatchTable, type PayoutLineTable, payoutSql } from './tables.ts';

/** A batch of this practice with its private rows, its policy and where it stands. */
export type OwnBatch = {
  readonly fold: BatchFold;
  readonly row: PayoutBatchTable;
  readonly lines: readonly PayoutLineTable[];
  readonly policy: ApprovalPolicy;
  readonly counting: readonly Approval[];
  readonly approved: boolean;
  readonly stage: BatchStage;
};

const preparedOf = (desk: Pick<DeskContext, 'db' | 'ledger'>, batch: string): readonly string[] => {
  const own = desk.db.all(payoutSql.selectFrom('payout_batch').select('prepared').where('batch', '=', batch).orderBy('revision'));
  if (own.length > 0) return own.map((row) => row.prepared);
  return eventsOf(desk, 'batch.prepared')
    .filter((event) => event.body.batch === batch)
    .map((event) => event.hash);
};

/** The fold of a batch from the events held here: of this practice, or of one that pays this practice. */
export const batchFold = (desk: Pick<DeskContext, 'db' | 'ledger'>, batch: string): BatchFold | undefined => {
  const events: Logged<KnownEvent>[] = [];
  for (const hash of preparedOf(desk, batch)) {
    const prepared = desk.ledger.known(hash);
    if (prepared === undefined) continue;
    events.push(prepared);
    for (const named of eventsNaming(desk, hash)) {
      events.push(named);
      if (named.type === 'batch.released') events.push(...eventsNaming(desk, named.hash));
    }
  }
  return foldBatch(events, desk.ledger.author);
};

/** What other batches of this practice have released on a day, in cents. */
const releasedOn = (desk: DeskContext, day: string, except: string): number => {
  let total = 0;
  for (const row of currentRows(desk)) {
    if (row.batch === except) continue;
    const released = batchFold(desk, row.batch)?.released ?? null;
    if (released !== null && dateIn(desk.zone, released.at) === day) total += row.total;
  }
  return total;
};

/** The newest revision of each batch of this practice, newest batch first. */
export const currentRows = (desk: Pick<DeskContext, 'db'>): readonly PayoutBatchTable[] => {
  const newest = new Map<string, PayoutBatchTable>();
  for (const row of desk.db.all(payoutSql.selectFrom('payout_batch').selectAll().orderBy('revision'))) newest.set(row.batch, row);
  return [...newest.values()].toSorted((a, b) => (a.label < b.label ? 1 : -1));
};

/** People of this practice who are active in the register now. */
export const peopleHere = (desk: DeskContext): number => activePeople(registerOf(desk), desk.profile.practice, desk.ledger.size()).length;

/** The policy for a batch of this practice with this total, on the day of its release or else today. */
export const policyFor = (desk: DeskContext, batch: string, total: number, releasedAt: string | null): ApprovalPolicy =>
  approvalPolicy({
    total,
    releasedThatDay: peopleHere(desk) > 1 ? 0 : releasedOn(desk, dateIn(desk.zone, releasedAt ?? desk.clock.now()), batch),
    people: peopleHere(desk),
  });

/** Lines of one revision, in order. */
export const linesOf = (desk: Pick<DeskContext, 'db'>, batch: string, revision: number): readonly PayoutLineTable[] =>
  desk.db.all(payoutSql.selectFrom('payout_line').selectAll().where('batch', '=', batch).where('revision', '=', revision).orderBy('line'));

/** A batch that this practice pays; undefined for another's and for an unknown one. */
export const ownBatch = (desk: DeskContext, batch: string): OwnBatch | undefined => {
  const fold = batchFold(desk, batch);
  if (fold === undefined || fold.practice !== desk.profile.practice) return undefined;
  const row = desk.db.get(payoutSql.selectFrom('payout_batch').selectAll().where('prepared', '=', fold.current.hash));
  if (row === undefined) return undefined;
  const policy = policyFor(desk, batch, row.total, fold.released?.at ?? null);
  const counting = countingApprovals(fold.current.approvals, fold.current.person, policy);
  const approved = policy.kind !== 'short' && counting.length >= policy.needed;
  return {
    fold,
    row,
    lines: linesOf(desk, batch, row.revision),
    policy,
    counting,
    approved,
    stage: stageOf(fold, approved),
  };
};
