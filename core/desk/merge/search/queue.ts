import type { z } from 'zod';
import type {
  decideInput,
  DuplicateList,
  DuplicatePair,
  duplicateQuery,
  DuplicateSummary,
  PairSide,
} from '../../../contract/duplicates.ts';
import { birthDateText } from '../../../domain/contact/birth-date.ts';
import { formatAbn } from '../../../domain/identity/abn.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { uuidV7 } from '../../../ports/entropy.ts';
import { contactInUse, shownPhone, type StoredContact } from '../../contacts/stored-contact.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import { commitRecords, type Step } from '../../records/commit.ts';
import type { Refusal } from '../../refusal.ts';
import { decisionSql } from '../decision-record.ts';
import { notInBook } from '../merge-refusals.ts';
import { addressText } from '../../contacts/shown-value.ts';
import { catchUp } from './catch-up.ts';
import { shownReason } from './reason-values.ts';
import { readReasons } from './stored-pairs.ts';

type Query = z.output<typeof duplicateQuery>;
type Row = {
  readonly low: string;
  readonly high: string;
  readonly strength: 'strong' | 'likely';
  readonly reasons: string;
  readonly decision: 'different' | 'later' | null;
};

const PAIRS = `from duplicate_pair p left join duplicate_decision d on d.low = p.low and d.high = p.high`;

/** How many pairs wait, and how far the search is behind the book. `job` is the search that runs now. */
export const duplicateSummary = (desk: DeskContext, job: string | null): DuplicateSummary => {
  const { searchedAt, behind } = catchUp(desk);
  const rows = desk.db
    .statement<[], { readonly decision: 'different' | 'later' | null; readonly count: number }>(
      `select d.decision as decision, count(*) as count ${PAIRS} group by d.decision`,
    )
    .all();
  const count = (decision: 'different' | 'later' | null): number => rows.find((row) => row.decision === decision)?.count ?? 0;
  return { counts: { open: count(null), later: count('later'), different: count('different') }, searchedAt, behind, job };
};

/** A page of pairs, the surest first. */
export const duplicateList = (desk: DeskContext, query: Query, job: string | null): DuplicateList => {
  const summary = duplicateSummary(desk, job);
  const state = query.state === 'open' ? null : query.state;
  const rows = desk.db
    .statement<[string | null, string | null, string | null, string | null, number, number], Row>(
      `select p.low, p.high, p.strength, p.reasons, d.decision ${PAIRS}
       where d.decision is ? and (? is null or p.low = ? or p.high = ?) order by p.bits desc, p.low, p.high limit ? offset ?`,
    )
    .all(state, query.contact ?? null, query.contact ?? null, query.contact ?? null, query.limit, query.offset);
  return { ...summary, pairs: rows.flatMap((row) => pairOf(desk, row) ?? []) };
};

const pairOf = (desk: DeskContext, row: Row): DuplicatePair | null => {
  const [left, right] = [contactInUse(desk.db, row.low), contactInUse(desk.db, row.high)];
  if (left === undefined || right === undefined) return null;
  const sides = [sideOf(desk, left), sideOf(desk, right)] as const;
  const weight = (side: PairSide): number => side.referrals * 10 + side.records;
  const older = sides[0].addedAt <= sides[1].addedAt;
  return {
    left: sides[0],
    right: sides[1],
    strength: row.strength,
    reasons: readReasons(row.reasons).map((reason) => ({ words: shownReason(reason), against: reason.bits < 0 })),
    decision: row.decision,
    keep: weight(sides[0]) === weight(sides[1]) ? (older ? 'left' : 'right') : weight(sides[0]) > weight(sides[1]) ? 'left' : 'right',
  };
};

const FLAG_WORDS = { assuranceClient: 'Audit or assurance client', doNotContact: 'Do not contact', deceased: 'Deceased' } as const;

const sideOf = (desk: DeskContext, contact: StoredContact): PairSide => {
  const { fields } = contact;
  const count = (sql: string): number => desk.db.statement<[string], { readonly count: number }>(sql).get(contact.id)?.count ?? 0;
  return {
    id: contact.id,
    kind: fields.kind,
    name: fields.displayName,
    organisation: fields.kind === 'person' ? (fields.organisationName ?? '') : (fields.legalName ?? ''),
    emails: fields.emails.map(({ address }) => address),
    phones: fields.phones.map(shownPhone),
    address: fields.addresses[0] === undefined ? '' : addressText(fields.addresses[0]),
    born: fields.dateOfBirth === null ? '' : birthDateText(fields.dateOfBirth),
    abn: fields.abn === null ? '' : formatAbn(fields.abn),
    flags: (['assuranceClient', 'doNotContact', 'deceased'] as const).filter((flag) => fields.flags[flag]).map((flag) => FLAG_WORDS[flag]),
    source: contact.source.kind === 'import' ? `Imported, row ${String(contact.source.row)}` : `Entered by ${contact.createdByName}`,
    addedAt: contact.createdAt,
    records: count("select count(*) as count from record where subject = ? and removed_at is null and kind <> 'duplicate-decision'"),
    referrals: count('select count(*) as count from client_link where contact = ?'),
  };
};

const WORDS = {
  different: 'Said that two contacts are two clients',
  later: 'Put a pair of contacts off',
  none: 'Took back a decision about a pair',
} as const;

/**
 * Records what somebody decided about a pair: two clients, or to look at it another time; null takes the decision back. The same again changes
 * nothing. Errors: `contact-unknown`, those of `commitRecords`.
 */
export const decidePair = (
  desk: DeskContext,
  person: SignedInPerson,
  { left, right, decision }: z.output<typeof decideInput>,
): Result<{ readonly undo: string | null }, Refusal> => {
  if (left === right || contactInUse(desk.db, left) === undefined || contactInUse(desk.db, right) === undefined) return err(notInBook);
  const [low, high] = left < right ? [left, right] : [right, left];
  const held = desk.db.get(decisionSql.selectFrom('duplicate_decision').selectAll().where('low', '=', low).where('high', '=', high));
  const step: Step | null =
    held === undefined
      ? decision === null
        ? null
        : { act: 'create', kind: 'duplicate-decision', id: uuidV7(desk.entropy, desk.clock.now()), document: { low, high, decision } }
      : decision === null
        ? { act: 'remove', kind: 'duplicate-decision', id: held.id }
        : { act: 'change', kind: 'duplicate-decision', id: held.id, set: { decision }, revision: null };
  if (step === null) return ok({ undo: null });
  const done = commitRecords(desk, person, { words: WORDS[decision ?? 'none'] }, [step]);
  return done.ok ? ok({ undo: done.value.operations === 0 ? null : done.value.undo }) : done;
};
