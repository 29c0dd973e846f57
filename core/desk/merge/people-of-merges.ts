import { type MergeDocument, mergeSchema } from '../../domain/merge/merge-document.ts';
import { joinConsents, separateConsents } from '../consents/merged.ts';
import type { DeskContext } from '../context.ts';

type Merge = Pick<MergeDocument, 'merged' | 'survivor' | 'at'> & {
  readonly referrals: readonly string[];
  readonly openings: readonly string[];
};

/** Hands what is signed about the merged contact to the survivor: consents, referrals, openings. Inside the caller's transaction. */
export const joinPeople = (desk: DeskContext, { merged, survivor, at, referrals, openings }: Merge): void => {
  joinConsents(desk, { from: merged, into: survivor, at });
  const link = desk.db.statement<[string, string], never>('update client_link set contact = ? where intent = ?');
  for (const intent of referrals) link.run(survivor, intent);
  const opening = desk.db.statement<[string, string], never>('update opening set subject = ? where commitment = ?');
  for (const commitment of openings) opening.run(survivor, commitment);
};

/** Hands it back. What came to the survivor since stays there. Inside the caller's transaction. */
export const partPeople = (desk: DeskContext, { merged, survivor, referrals, openings }: Merge): void => {
  separateConsents(desk, merged);
  const link = desk.db.statement<[string, string, string], never>('update client_link set contact = ? where intent = ? and contact = ?');
  for (const intent of referrals) link.run(merged, intent, survivor);
  const opening = desk.db.statement<[string, string, string], never>('update opening set subject = ? where commitment = ? and subject = ?');
  for (const commitment of openings) opening.run(merged, commitment, survivor);
};

const read = (document: string): MergeDocument => mergeSchema.parse(JSON.parse(document));

/**
 * Carries out what merges of other desks mean for what is signed, and what taking them apart means: until then a person would have the consents of the
 * survivor alone, and not the narrower of both. One transaction; nothing to do costs two look-ups.
 */
export const followMerges = (desk: DeskContext): void => {
  const apart = desk.db
    .statement<[], { readonly origin: string; readonly parent: string }>(
      'select origin, parent from contact_joined where not exists (select 1 from contact_redirect where contact_redirect.merged = contact_joined.origin)',
    )
    .all();
  const removed = desk.db.statement<[string, string], { readonly document: string }>(
    `select document from record where kind = 'merge' and removed_at is not null
     and json_extract(document, '$.merged') = ? and json_extract(document, '$.survivor') = ? order by id desc limit 1`,
  );
  const ended = apart.flatMap(({ origin, parent }) => removed.get(origin, parent) ?? []);
  const begun = desk.db
    .statement<[], { readonly document: string }>(
      `select record.document from contact_redirect join record on record.id = contact_redirect.merge
       where not exists (select 1 from contact_joined where contact_joined.origin = contact_redirect.merged) order by record.id`,
    )
    .all();
  if (ended.length + begun.length === 0) return;
  desk.db.transaction(() => {
    for (const { document } of ended) partPeople(desk, read(document));
    for (const { document } of begun) joinPeople(desk, read(document));
  });
};
