import type { FileAnswer } from '../../contract/scalars.ts';
import { writeCsv } from '../../domain/export/csv.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { fileInside } from '../exits/files.ts';
import type { Refusal } from '../refusal.ts';
import { formOf } from './form.ts';
import { type ContactQuery, listedNumbers } from './list.ts';
import { readFields } from './stored-contact.ts';
import { contactSql } from './tables.ts';

const HEADER = [
  'Name',
  'Kind',
  'Given Name',
  'Family Name',
  'Organisation',
  'Email',
  'Other Emails',
  'Phone',
  'Other Phones',
  'ABN',
  'Street',
  'Suburb',
  'State',
  'Postcode',
  'Tags',
  'Audit or Assurance Client',
  'Do Not Contact',
  'Deceased',
  'Note',
  'Added',
] as const;

const ALL = 1_000_000;

const yes = (flag: boolean): string => (flag ? 'yes' : '');

/**
 * Writes the contacts that a query lists, all pages of them, as CSV (UTF-8 with mark) in which no cell can start a formula, and records
 * who took how many out. Errors: `nothing-to-export`.
 */
export const exportContacts = (
  desk: DeskContext,
  person: SignedInPerson,
  query: ContactQuery,
): Result<FileAnswer & { readonly rows: number }, Refusal> => {
  const numbers = listedNumbers(query, { offset: 0, limit: ALL });
  const at = desk.clock.now();
  const stored =
    numbers === null ? [] : desk.db.all(contactSql.selectFrom('contact').select(['no', 'fields', 'created_at']).where('no', 'in', numbers));
  if (numbers === null || stored.length === 0)
    return err({
      status: 422,
      code: 'nothing-to-export',
      title: 'There is nothing to export',
      detail: 'No contact fits the list as it is filtered now.',
      kept: 'No file was made.',
      next: 'Clear the search and export again.',
    });
  const byNumber = new Map(stored.map((row) => [row.no, row]));
  const rows = desk.db.all(numbers).flatMap(({ no }) => {
    const row = byNumber.get(no);
    if (row === undefined) return [];
    const fields = readFields(row.fields);
    const form = formOf(fields);
    const [email = null, ...emails] = form.emails;
    const [phone = null, ...phones] = form.phones;
    return [
      [
        fields.displayName,
        form.kind,
        form.givenName,
        form.familyName,
        form.organisation,
        email,
        emails.join('; '),
        phone,
        phones.join('; '),
        form.abn,
        form.street,
        form.suburb,
        form.state,
        form.postcode,
        fields.tags.join('; '),
        yes(form.assuranceClient),
        yes(form.doNotContact),
        yes(fields.flags.deceased),
        form.note,
        row.created_at,
      ],
    ];
  });
  const bytes = writeCsv(HEADER, rows, { mark: true });
  const sha256 = bytesToHex(desk.primitives.sha256(Uint8Array.from(bytes)));
  const filters = JSON.stringify({ q: query.q, batch: query.batch ?? null });
  desk.db.run(
    contactSql.insertInto('contact_export').values({
      id: uuidV7(desk.entropy, at),
      at,
      by: person.person,
      by_name: person.name,
      query: filters,
      rows: rows.length,
      sha256,
    }),
  );
  return ok({
    ...fileInside(
      desk,
      person,
      { name: `contacts-${dateIn(desk.zone, at)}.csv`, mediaType: 'text/csv; charset=utf-8', bytes: Uint8Array.from(bytes) },
      { what: 'contacts.export', detail: `${String(rows.length)} contacts` },
    ),
    rows: rows.length,
  });
};
