import { ledgerSql } from '../../../adapters/sqlite/schema.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import { currentContact } from '../../merge/redirect.ts';
import { commitRecords, type Step } from '../../records/commit.ts';
import { recordsClosed } from '../../records/refusals.ts';
import type { Refusal } from '../../refusal.ts';
import type { ReferralsOfContact } from '../referral-facts.ts';
import { contactInUse, removingMany } from '../stored-contact.ts';
import { contactSql } from '../tables.ts';
import { findBatch, type ImportBatch } from './batches.ts';
import { batchUnknown } from './import-refusals.ts';
import { type UpdateBack, updatesBack } from './revert-updates.ts';

/** The batch, how many contacts went, how many are as they were, and the rows of which something stays because it was used or edited since. */
export type Reverted = ImportBatch & {
  readonly removed: number;
  readonly restored: number;
  readonly kept: readonly {
    readonly row: number;
    readonly contact: string;
    readonly name: string;
    readonly why: string;
  }[];
};

type Member = {
  readonly no: number;
  readonly id: string;
  readonly row: number;
  readonly name: string;
  readonly revision: number;
};

const ASKED_AT_ONCE = 500;

const referredOf = (desk: DeskContext, members: readonly Member[], referralsOf: ReferralsOfContact): ReadonlySet<string> => {
  const referred = new Set<string>();
  for (let at = 0; at < members.length; at += ASKED_AT_ONCE) {
    const ids = members.slice(at, at + ASKED_AT_ONCE).map((member) => member.id);
    for (const [id, states] of referralsOf(desk, ids)) if (states.length > 0) referred.add(id);
  }
  return referred;
};

const already: Refusal = {
  status: 409,
  code: 'import.already-reverted',
  title: 'This import was reverted before',
  detail: 'Its contacts are out of the book, but for those that were used.',
  kept: 'Nothing was changed now.',
  next: 'Open the result of the import: it lists what stayed.',
};

const allUsed = (count: number): Refusal => ({
  status: 409,
  code: 'import.all-used',
  title: 'Nothing can be taken back',
  detail: `All ${count} contacts of this import were edited or referred since.`,
  kept: 'All of them stay.',
  next: 'Change or remove them one by one.',
});

/** Why a contact that the import added stays; null where nothing was done with it since. */
const whyUsed = (desk: DeskContext, members: readonly Member[], referralsOf: ReferralsOfContact): ((member: Member) => string | null) => {
  const referred = referredOf(desk, members, referralsOf);
  const disclosed = new Set(
    desk.db.all(ledgerSql.selectFrom('opening').select('subject').distinct().where('subject', 'is not', null)).map((row) => row.subject),
  );
  const written = desk.db.statement<[string, string], { readonly one: number }>(
    'select 1 as one from operation where subject = ? and record <> ? limit 1',
  );
  return (member) => {
    if (referred.has(member.id) || disclosed.has(member.id)) return 'Stays: a referral or consent names this contact.';
    if (member.revision > 1) return 'Stays: it was edited after the import.';
    return written.get(member.id, member.id) === undefined ? null : 'Stays: notes, tasks or other entries were made about it since.';
  };
};

type RowNote = { readonly row: number; readonly contact: string | null; readonly why: string; readonly kept: boolean };

/** Rows whose contact left the book before: merged, removed or erased. */
const goneRows = (desk: DeskContext, id: string): readonly RowNote[] =>
  desk.db
    .statement<[string], { readonly row: number; readonly contact: string }>(
      `select r.row, r.contact from import_row r left join contact c on c.id = r.contact
       where r.import = ? and r.result = 'imported' and r.updated = 0 and r.contact is not null and c.id is null`,
    )
    .all(id)
    .map(({ row, contact }) => {
      const current = currentContact(desk.db, contact);
      const survivor = current === contact ? undefined : contactInUse(desk.db, current)?.fields.displayName;
      return survivor === undefined
        ? { row, contact: null, why: 'Had left the book before the import was reverted.', kept: false }
        : { row, contact: current, why: `Stays: it was merged with ${survivor} since.`, kept: true };
    });

const updateNote = ({ row, contact, why, kept }: UpdateBack): RowNote => ({ row, contact, why, kept });

const noteRows = (desk: DeskContext, id: string, notes: readonly RowNote[]): void => {
  const note = desk.db.statement<[string | null, string, string, string, number], never>(
    'update import_row set contact = ?, why = ?, reverted = ? where import = ? and row = ?',
  );
  for (const { row, contact, why, kept } of notes) note.run(contact, why, kept ? 'kept' : 'removed', id, row);
};

const markReverted = (desk: DeskContext, person: SignedInPerson, id: string): void => {
  desk.db.run(
    contactSql
      .updateTable('import_batch')
      .set({
        state: 'reverted',
        original: null,
        original_kind: 'removed',
        reverted_at: desk.clock.now(),
        reverted_by: person.person,
        reverted_by_name: person.name,
      })
      .where('id', '=', id),
  );
};

/**
 * Takes a batch out of the book, in one transaction: every contact it added that was not used since leaves, and every field it changed that still
 * says what the import wrote is as it was before. What was edited since stays and is listed row by row. The kept copy of the file goes too: nothing
 * needs it any more. Errors: `import-unknown`, `import.already-reverted`, `import.all-used`, `recovery`.
 */
export const revertImport = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  referralsOf: ReferralsOfContact,
): Result<Reverted, Refusal> => {
  const closed = recordsClosed(desk);
  if (closed !== null) return err(closed);
  const { db } = desk;
  return db.transaction(() => {
    const batch = findBatch(desk, id);
    if (batch === undefined) return err(batchUnknown);
    if (batch.state === 'reverted') return err(already);
    const members = db
      .statement<[string], Member>('select no, id, batch_row as row, name, revision from contact where batch = ? order by batch_row')
      .all(id);
    const why = whyUsed(desk, members, referralsOf);
    const added = members.map((member) => ({ member, why: why(member) }));
    const leaving = added.filter((one) => one.why === null).map((one) => one.member);
    const back = updatesBack(desk, id);
    const kept: Reverted['kept'] = [
      ...added.flatMap(({ member, why: stays }) =>
        stays === null ? [] : [{ row: member.row, contact: member.id, name: member.name, why: stays }],
      ),
      ...back.rows.filter((row) => row.kept).map(({ row, contact, name, why: stays }) => ({ row, contact, name, why: stays })),
    ].toSorted((left, right) => left.row - right.row);
    if (kept.length > 0 && leaving.length === 0 && back.steps.length === 0) return err(allUsed(kept.length));
    noteRows(desk, id, [
      ...added.map(({ member, why: stays }) => ({
        row: member.row,
        contact: stays === null ? null : member.id,
        why: stays ?? 'Taken out again when the import was reverted.',
        kept: stays !== null,
      })),
      ...goneRows(desk, id),
      ...back.rows.map(updateNote),
    ]);
    const steps: readonly Step[] = [
      ...back.steps,
      ...leaving.map(({ id: contact }) => ({ act: 'remove', kind: 'contact', id: contact }) as const),
    ];
    const written = removingMany(db, leaving.length, () =>
      commitRecords(desk, person, { words: `Reverted the import “${batch.name}”`, program: true, within: true }, steps),
    );
    // The contacts were read in this transaction, so nothing can refuse their removal.
    if (!written.ok) throw new Error(`a revert was not written: ${written.error.code} ${written.error.detail}`);
    markReverted(desk, person, id);
    const left = db.get(
      contactSql
        .selectFrom('contact')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('batch', '=', id),
    )?.count;
    if (left !== members.length - leaving.length) throw new Error('the counts of a reverted import do not agree');
    return ok({
      ...batch,
      state: 'reverted' as const,
      removed: leaving.length,
      restored: back.rows.filter((row) => !row.kept).length,
      kept,
    });
  });
};
