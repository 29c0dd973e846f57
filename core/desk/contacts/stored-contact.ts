import type { Database } from '../../adapters/sqlite/database.ts';
import {
  type Contact,
  type ContactFields,
  contactFieldsSchema,
  type ContactPhone,
  type ContactSource,
} from '../../domain/contact/contact.ts';
import { formatPhone, parsePhone } from '../../domain/identity/phone.ts';
import { foldText, searchTextOf } from './search-text.ts';
import { contactSql, type ContactTable } from './tables.ts';

/** Who did something and when. */
export type Stamp = { readonly at: string; readonly by: string; readonly byName: string };

// Sorts behind every letter: contacts without an organisation or suburb come last.
const LAST = '\u{10ffff}';

/** A number as people read it: "0491 570 156", or as it was written where it cannot be read. */
export const shownPhone = (phone: ContactPhone): string => {
  if (phone.e164 === null) return phone.raw;
  const read = parsePhone(phone.e164);
  const number = read.ok ? formatPhone(read.value.number) : phone.e164;
  return phone.extension === null ? number : `${number} ext. ${phone.extension}`;
};

const sortable = (text: string): string =>
  foldText(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim() || LAST;

/** People sort by family name, then given name; everything else by the name that is shown. */
export const sortKeyOf = (fields: ContactFields): string => {
  const { name } = fields;
  if (name !== null && name.family !== null) return sortable(`${name.family} ${name.given ?? ''} ${name.middle ?? ''}`);
  return sortable(fields.displayName.replace(/^the\s+/iu, ''));
};

type IndexColumns = Omit<
  ContactTable,
  'no' | 'id' | 'batch' | 'batch_row' | 'revision' | 'created_at' | 'created_by' | 'created_by_name' | 'updated_at'
>;

const indexColumns = (fields: ContactFields): IndexColumns => {
  const suburb = fields.addresses.find((address) => address.locality !== null)?.locality ?? null;
  const [phone] = fields.phones;
  return {
    kind: fields.kind,
    name: fields.displayName,
    sort_key: sortKeyOf(fields),
    organisation: fields.organisationName,
    organisation_key: fields.organisationName === null ? LAST : sortable(fields.organisationName),
    email: fields.emails[0]?.address ?? null,
    phone: phone === undefined ? null : shownPhone(phone),
    abn: fields.abn,
    suburb,
    suburb_key: suburb === null ? LAST : sortable(suburb),
    assurance_client: fields.flags.assuranceClient ? 1 : 0,
    do_not_contact: fields.flags.doNotContact ? 1 : 0,
    deceased: fields.flags.deceased ? 1 : 0,
    fields: JSON.stringify(fields),
  };
};

/** What two records of one client have in common: e-mail addresses, numbers that can be dialled, ABN. */
export const keysOf = (fields: ContactFields): readonly { readonly kind: 'email' | 'phone' | 'abn'; readonly value: string }[] => {
  const keys = [
    ...fields.emails.map((email) => ({ kind: 'email' as const, value: email.address.toLowerCase() })),
    ...fields.phones.flatMap((phone) => (phone.e164 === null ? [] : [{ kind: 'phone' as const, value: phone.e164 }])),
    ...(fields.abn === null ? [] : [{ kind: 'abn' as const, value: fields.abn }]),
  ];
  return [...new Map(keys.map((key) => [`${key.kind} ${key.value}`, key])).values()];
};

const writeIndex = (db: Database, no: number, fields: ContactFields): void => {
  const key = db.statement<[string, string, number], never>('insert into contact_key (kind, value, contact) values (?, ?, ?)');
  for (const { kind, value } of keysOf(fields)) key.run(kind, value, no);
  const text = searchTextOf(fields);
  db.statement<[number, string, string, string, string, string], never>(
    'insert into contact_search (rowid, name, organisation, email, place, digits) values (?, ?, ?, ?, ?, ?)',
  ).run(no, text.name, text.organisation, text.email, text.place, text.digits);
};

const clearIndex = (db: Database, no: number): void => {
  db.statement<[number], never>('delete from contact_key where contact = ?').run(no);
  db.statement<[number], never>('delete from contact_search where rowid = ?').run(no);
};

type Row = readonly (string | number | null)[];

/** Adds contacts with everything they are found by. Runs inside the caller's transaction. */
export const insertContact = (db: Database, contact: Contact, stamp: Stamp): void => {
  const columns = indexColumns(contact.fields);
  const source: readonly [string | null, number | null] =
    contact.source.kind === 'import' ? [contact.source.batch, contact.source.row] : [null, null];
  const values: Row = [
    contact.id,
    columns.kind,
    columns.name,
    columns.sort_key,
    columns.organisation,
    columns.organisation_key,
    columns.email,
    columns.phone,
    columns.abn,
    columns.suburb,
    columns.suburb_key,
    columns.assurance_client,
    columns.do_not_contact,
    columns.deceased,
    ...source,
    stamp.at,
    stamp.by,
    stamp.byName,
    stamp.at,
    columns.fields,
  ];
  const insert = db.statement<Row, { readonly no: number }>(
    'insert into contact (id, kind, name, sort_key, organisation, organisation_key, email, phone, abn, suburb, suburb_key, assurance_client, do_not_contact, deceased, batch, batch_row, created_at, created_by, created_by_name, updated_at, fields) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning no',
  );
  const no = insert.get(...values)?.no;
  if (no === undefined) throw new Error('a contact was not inserted');
  writeIndex(db, no, contact.fields);
};

/** Replaces the fields of a contact and raises its revision. Runs inside the caller's transaction. */
export const replaceFields = (db: Database, no: number, fields: ContactFields, at: string): void => {
  clearIndex(db, no);
  db.run(
    contactSql
      .updateTable('contact')
      .set((builder) => ({ ...indexColumns(fields), updated_at: at, revision: builder('revision', '+', 1) }))
      .where('no', '=', no),
  );
  writeIndex(db, no, fields);
};

// Purging search text row by row costs more than writing the index anew from this many rows on.
const MANY = 500;

/** Removes contacts with their keys, changes and search text, leaving no trace of the words in the index. Runs inside the caller's transaction. */
export const removeContacts = (db: Database, numbers: readonly number[]): void => {
  const many = numbers.length >= MANY;
  if (many) db.exec("insert into contact_search (contact_search, rank) values ('secure-delete', 0)");
  const remove = db.statement<[number], never>('delete from contact where no = ?');
  for (const no of numbers) {
    clearIndex(db, no);
    remove.run(no);
  }
  if (!many) return;
  db.exec(
    "insert into contact_search (contact_search, rank) values ('secure-delete', 1); insert into contact_search (contact_search) values ('rebuild');",
  );
};

export type StoredContact = Contact & {
  readonly no: number;
  readonly revision: number;
  readonly sortKey: string;
  readonly createdAt: string;
  readonly createdByName: string;
  readonly updatedAt: string;
};

/** Reads the stored JSON of a contact. Throws for one that does not fit its schema: a bug or a damaged file. */
export const readFields = (json: string): ContactFields => contactFieldsSchema.parse(JSON.parse(json));

/** A contact by its id. */
export const contactById = (db: Database, id: string): StoredContact | undefined => {
  const row = db.get(contactSql.selectFrom('contact').selectAll().where('id', '=', id));
  if (row === undefined) return undefined;
  const source: ContactSource =
    row.batch === null || row.batch_row === null ? { kind: 'entered' } : { kind: 'import', batch: row.batch, row: row.batch_row };
  return {
    id: row.id,
    fields: readFields(row.fields),
    source,
    no: row.no,
    revision: row.revision,
    sortKey: row.sort_key,
    createdAt: row.created_at,
    createdByName: row.created_by_name,
    updatedAt: row.updated_at,
  };
};
