import type { DeskContext } from '../context.ts';
import { consentSql } from './tables.ts';

/**
 * Hands the consents of a contact to the one it is merged into. Each keeps the contact that it was given under, so that what both had answered is
 * weighed: the narrower counts until the person is asked again. Runs inside the merge's transaction, before referrals are moved.
 */
export const joinConsents = (desk: DeskContext, merge: { readonly from: string; readonly into: string; readonly at: string }): void => {
  const { from, into, at } = merge;
  for (const { intent } of desk.db.all(consentSql.selectFrom('client_link').select('intent').where('contact', '=', from))) {
    const label = desk.ledger.known(intent)?.referral;
    if (label !== undefined)
      desk.db.run(
        consentSql
          .insertInto('consent_link')
          .values({ label, contact: from, origin: from, at })
          .onConflict((conflict) => conflict.column('label').doNothing()),
      );
  }
  desk.db.run(consentSql.updateTable('consent_link').set({ contact: into }).where('contact', '=', from));
  desk.db.run(consentSql.updateTable('contact_joined').set({ contact: into }).where('contact', '=', from));
  desk.db.run(consentSql.insertInto('contact_joined').values({ origin: from, parent: into, contact: into, joined_at: at }));
  desk.db.run(consentSql.updateTable('consent_request').set({ contact: into }).where('contact', '=', from));
};

/** Takes a merge back: what was given under the contact, and under those merged into it before, is its own again. Inside the un-merge's transaction. */
export const separateConsents = (desk: DeskContext, contact: string): void => {
  const back = new Set([contact]);
  for (let grown = true; grown;) {
    const children = desk.db
      .all(
        consentSql
          .selectFrom('contact_joined')
          .select('origin')
          .where('parent', 'in', [...back]),
      )
      .map(({ origin }) => origin)
      .filter((origin) => !back.has(origin));
    for (const child of children) back.add(child);
    grown = children.length > 0;
  }
  const origins = [...back];
  desk.db.run(consentSql.deleteFrom('contact_joined').where('origin', '=', contact));
  desk.db.run(consentSql.updateTable('contact_joined').set({ contact }).where('origin', 'in', origins));
  desk.db.run(consentSql.updateTable('consent_link').set({ contact }).where('origin', 'in', origins));
};
