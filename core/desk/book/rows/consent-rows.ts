import { z } from 'zod';
import { consentSql } from '../../consents/tables.ts';
import { currentContact } from '../../merge/redirect.ts';
import { sharedRow } from './shared-row.ts';

const text = z.string();

/** That a receipt reached the person of a consent, or did not. One whose address was erased says nothing any more. */
const receipt = sharedRow({
  of: 'receipt',
  refs: "select id as ref from consent_receipt where channel = 'print' or address is not null",
  schema: z.strictObject({
    id: text,
    root: text,
    event: text,
    occasion: z.enum(['granted', 'amended', 'narrowed', 'withdrawn', 'review']),
    channel: z.enum(['email', 'sms', 'print']),
    address: text.nullable(),
    document: text.nullable(),
    outcome: z.enum(['delivered', 'failed']),
    detail: text,
    at: text,
    by: text,
    by_name: text,
  }),
  refOf: ({ id }) => id,
  read: (desk, ref) => {
    const row = desk.db.get(consentSql.selectFrom('consent_receipt').selectAll().where('id', '=', ref));
    if (row === undefined || (row.channel !== 'print' && row.address === null)) return null;
    const linked = desk.db.get(
      consentSql
        .selectFrom('consent_state')
        .innerJoin('consent_link', 'consent_link.label', 'consent_state.label')
        .select('consent_link.contact')
        .where('consent_state.root', '=', row.root),
    );
    return { row, subject: linked?.contact ?? null };
  },
  keep: (desk, row) => {
    desk.db.run(
      consentSql
        .insertInto('consent_receipt')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing()),
    );
  },
});

/** Whose consent a label is. Where it was merged since, here or elsewhere, it belongs to the contact that stands for it here. */
const consentLink = sharedRow({
  of: 'consent-link',
  refs: 'select label as ref from consent_link',
  schema: z.strictObject({ label: text, origin: text, at: text }),
  refOf: ({ label }) => label,
  read: (desk, ref) => {
    const row = desk.db.get(consentSql.selectFrom('consent_link').select(['label', 'origin', 'at']).where('label', '=', ref));
    return row === undefined ? null : { row, subject: row.origin };
  },
  keep: (desk, { label, origin, at }) => {
    desk.db.run(
      consentSql
        .insertInto('consent_link')
        .values({ label, origin, at, contact: currentContact(desk.db, origin) })
        .onConflict((conflict) => conflict.column('label').doNothing()),
    );
  },
});

/** That a person was asked for a consent. */
const consentRequest = sharedRow({
  of: 'consent-request',
  refs: 'select id as ref from consent_request',
  schema: z.strictObject({
    id: text,
    contact: text,
    recipients: text,
    purpose: text,
    channel: z.enum(['desk', 'phone', 'email', 'paper']),
    address: text.nullable(),
    notice: text,
    at: text,
    by: text,
    by_name: text,
  }),
  refOf: ({ id }) => id,
  read: (desk, ref) => {
    const row = desk.db.get(consentSql.selectFrom('consent_request').selectAll().where('id', '=', ref));
    if (row === undefined) return null;
    const { closed_at: _answered, ...asked } = row;
    return { row: asked, subject: row.contact };
  },
  keep: (desk, row) => {
    desk.db.run(
      consentSql
        .insertInto('consent_request')
        .values({ ...row, contact: currentContact(desk.db, row.contact), closed_at: null })
        .onConflict((conflict) => conflict.column('id').doNothing()),
    );
  },
});

/** That what was asked is answered: the earlier time of two desks counts. */
const consentAnswered = sharedRow({
  of: 'consent-answered',
  refs: 'select id as ref from consent_request where closed_at is not null',
  schema: z.strictObject({ request: text, at: text }),
  refOf: ({ request }) => request,
  read: (desk, ref) => {
    const row = desk.db.get(consentSql.selectFrom('consent_request').select(['contact', 'closed_at']).where('id', '=', ref));
    return row === undefined || row.closed_at === null ? null : { row: { request: ref, at: row.closed_at }, subject: row.contact };
  },
  keep: (desk, { request, at }) => {
    desk.db.run(
      consentSql
        .updateTable('consent_request')
        .set({ closed_at: at })
        .where('id', '=', request)
        .where((where) => where.or([where('closed_at', 'is', null), where('closed_at', '>', at)])),
    );
  },
});

/** What is kept about consents beside their signed events. Links come first: what follows is about the person they name. */
export const consentRows = [consentLink, consentRequest, consentAnswered, receipt];
