import { z } from 'zod';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { type Committed, type CommitmentPurpose, openingOf, openingSchema, type Opening } from '../../protocol/commitment.ts';
import { canonicalText, type JsonValue } from '../../protocol/jcs.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { currentContact } from '../merge/redirect.ts';

/** Commits to private facts with a fresh salt. Nothing is stored yet: `keepOpening` runs inside the act's transaction. */
export const commit = (desk: DeskContext, committed: Committed): Opening =>
  openingOf(desk.primitives, registerOf(desk).net, committed, desk.entropy.bytes(32));

/** Stores an opening; `subject` is the contact it speaks of, for erasure. The same commitment again changes nothing. */
export const keepOpening = (desk: DeskContext, opening: Opening, subject: string | null = null): void => {
  const row = {
    commitment: opening.commitment,
    purpose: opening.for,
    referral: opening.referral,
    salt: opening.salt,
    data: canonicalText(opening.data),
    // The contact may have become part of another while the act was being signed.
    subject: subject === null ? null : currentContact(desk.db, subject),
  };
  desk.db.run(
    ledgerSql
      .insertInto('opening')
      .values(row)
      .onConflict((conflict) => conflict.column('commitment').doNothing()),
  );
};

/** The opening of a commitment, if this desk holds it and it was not erased. */
export const findOpening = (desk: Pick<DeskContext, 'db'>, commitment: string): Opening | undefined => {
  const row = desk.db.get(ledgerSql.selectFrom('opening').selectAll().where('commitment', '=', commitment));
  if (row === undefined) return undefined;
  const parsed = openingSchema.safeParse({
    commitment: row.commitment,
    data: z.json().parse(JSON.parse(row.data)),
    for: row.purpose,
    referral: row.referral,
    salt: row.salt,
  });
  return parsed.success ? parsed.data : undefined;
};

/** Data of an opening, checked by the caller's schema. */
export const openedData = (desk: Pick<DeskContext, 'db'>, commitment: string | null, purpose: CommitmentPurpose): JsonValue | undefined => {
  const opening = commitment === null ? undefined : findOpening(desk, commitment);
  return opening?.for === purpose ? opening.data : undefined;
};
