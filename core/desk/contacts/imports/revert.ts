import { ledgerSql } from '../../../adapters/sqlite/schema.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import type { ReferralsOfContact } from '../referral-facts.ts';
import { recordsClosed } from '../../records/refusals.ts';
import { commitRecords } from '../../records/commit.ts';
import { removingMany } from '../stored-contact.ts';
import { contactSql } from '../tables.ts';
import { findBatch, type ImportBatch } from './batches.ts';
import { batchUnknown } from './import-refusals.ts';

/** The batch, how many contacts went, and those that stay because they were used since. */
export type Reverted = ImportBatch & {
  readonly removed: number;
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

/**
 * Takes a batch out of the book, in one transaction: every contact of it that was not used since. Edited contacts, and those that a
 * referral or a consent names, stay and are listed. The kept copy of the file goes too: nothing needs it any more.
 * Errors: `import-unknown`, `import.already-reverted`, `import.all-used`, `recovery`.
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
    const referred = referredOf(desk, members, referralsOf);
    const disclosed = new Set(
      db.all(ledgerSql.selectFrom('opening').select('subject').distinct().where('subject', 'is not', null)).map((row) => row.subject),
    );
    const whyUsed = (member: Member): string | null =>
      referred.has(member.id) || disclosed.has(member.id)
        ? 'Stays: a referral or consent names this contact.'
        : member.revision > 1
          ? 'Stays: it was edited after the import.'
          : null;
    const kept = members.flatMap((member) => {
      const why = whyUsed(member);
      return why === null ? [] : [{ row: member.row, contact: member.id, name: member.name, why }];
    });
    if (members.length > 0 && kept.length === members.length) return err(allUsed(members.length));
    const stays = new Map(kept.map((one) => [one.contact, one.why]));
    const noteRow = db.statement<[string | null, string, string, string, number], never>(
      'update import_row set contact = ?, why = ?, reverted = ? where import = ? and row = ?',
    );
    for (const member of members) {
      const why = stays.get(member.id);
      noteRow.run(
        why === undefined ? null : member.id,
        why ?? 'Taken out again when the import was reverted.',
        why === undefined ? 'removed' : 'kept',
        id,
        member.row,
      );
    }
    const leaving = members.filter((member) => !stays.has(member.id));
    const removed = removingMany(db, leaving.length, () =>
      commitRecords(
        desk,
        person,
        { words: `Reverted the import “${batch.name}”`, program: true, within: true },
        leaving.map(({ id: contact }) => ({ act: 'remove', kind: 'contact', id: contact })),
      ),
    );
    // The contacts were read in this transaction, so nothing can refuse their removal.
    if (!removed.ok) throw new Error(`a revert was not written: ${removed.error.code} ${removed.error.detail}`);
    db.run(
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
    const left = db.get(
      contactSql
        .selectFrom('contact')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('batch', '=', id),
    )?.count;
    if (left !== kept.length) throw new Error('the counts of a reverted import do not agree');
    return ok({ ...batch, state: 'reverted' as const, removed: members.length - kept.length, kept });
  });
};
