import type { Selectable } from 'kysely';
import type { Database } from '../../adapters/sqlite/database.ts';
import {
  type Contact,
  type ContactFields,
  contactFieldsSchema,
  type ContactPhone,
  type ContactSource,
} from '../../domain/contact/contact.ts';
import { type ContactDocument, contactDocumentSchema, type ContactStanding, fieldsOf } from '../../domain/contact/document.ts';
import { formatE164 } from '../../domain/identity/phone.ts';
import { foldText } from '../../domain/text/search-words.ts';
import { currentContact } from '../merge/redirect.ts';
import { canonicalText } from '../../protocol/jcs.ts';
import type { StoredRecord } from '../records/definition.ts';
import { searchTextOf } from './search-text.ts';
import { type ListFacts, removeListRow, writeListRow } from './list/list-row.ts';
import { contactSql, type ContactTable } from './tables.ts';

// Sorts behind every letter: contacts without an organisation or suburb come last.
const LAST = '\u{10ffff}';

/** A number as people read it: "0491 570 156", or as it was written where it cannot be read. */
export const shownPhone = (phone: ContactPhone): string => {
  if (phone.e164 === null) return phone.raw;
  const number = formatE164(phone.e164);
  return phone.extension === null ? number : `${number} ext. ${phone.extension}`;
};

/** Text as keys hold it: no case, accents or marks; what is left of nothing sorts last. */
export const sortable = (text: string): string =>
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
  Selectable<ContactTable>,
  'no' | 'id' | 'batch' | 'batch_row' | 'revision' | 'created_at' | 'created_by' | 'created_by_name' | 'updated_at'
>;

const indexColumns = (document: ContactDocument): IndexColumns => {
  const suburb = document.addresses.find((address) => address.locality !== null)?.locality ?? null;
  const [phone] = document.phones;
  return {
    kind: document.kind,
    name: document.displayName,
    sort_key: sortKeyOf(document),
    organisation: document.organisationName,
    organisation_key: document.organisationName === null ? LAST : sortable(document.organisationName),
    email: document.emails[0]?.address ?? null,
    phone: phone === undefined ? null : shownPhone(phone),
    abn: document.abn,
    suburb,
    suburb_key: suburb === null ? LAST : sortable(suburb),
    assurance_client: document.flags.assuranceClient ? 1 : 0,
    do_not_contact: document.flags.doNotContact ? 1 : 0,
    deceased: document.flags.deceased ? 1 : 0,
    owner: document.owner,
    stage: document.stage,
    partner: document.partner,
    // Members in one order, so that a contact folded anew from its operations is the same text.
    custom: canonicalText(document.custom),
    fields: canonicalText(fieldsOf(document)),
  };
};

const listFacts = (
  at: { readonly no: number; readonly batch: string | null },
  stored: StoredRecord<ContactDocument>,
  columns: IndexColumns,
): ListFacts => ({
  ...at,
  id: stored.id,
  revision: stored.revision,
  sortKey: columns.sort_key,
  organisationKey: columns.organisation_key,
  suburb: columns.suburb,
  suburbKey: columns.suburb_key,
  phone: columns.phone,
  addedAt: stored.createdAt,
  changedAt: stored.updatedAt,
});

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

/** Adds a contact with everything it is found by. Runs inside the caller's transaction; only the fold calls it. */
export const insertContact = (db: Database, stored: StoredRecord<ContactDocument>, byName: string): void => {
  const { document } = stored;
  const columns = indexColumns(document);
  const source: readonly [string | null, number | null] =
    document.source.kind === 'import' ? [document.source.batch, document.source.row] : [null, null];
  const values: Row = [
    stored.id,
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
    columns.owner,
    columns.stage,
    columns.partner,
    columns.custom,
    ...source,
    stored.revision,
    stored.createdAt,
    stored.createdBy,
    byName,
    stored.updatedAt,
    columns.fields,
  ];
  const insert = db.statement<Row, { readonly no: number }>(
    'insert into contact (id, kind, name, sort_key, organisation, organisation_key, email, phone, abn, suburb, suburb_key, assurance_client, do_not_contact, deceased, owner, stage, partner, custom, batch, batch_row, revision, created_at, created_by, created_by_name, updated_at, fields) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning no',
  );
  const no = insert.get(...values)?.no;
  if (no === undefined) throw new Error('a contact was not inserted');
  writeIndex(db, no, document);
  writeListRow(db, listFacts({ no, batch: source[0] }, stored, columns), document, true);
};

const numberOf = (db: Database, id: string): number => {
  const no = db.statement<[string], { readonly no: number }>('select no from contact where id = ?').get(id)?.no;
  if (no === undefined) throw new Error('a contact in use has no row');
  return no;
};

/** Writes what a contact is now. Runs inside the caller's transaction; only the fold calls it. */
export const replaceContact = (db: Database, stored: StoredRecord<ContactDocument>): void => {
  const no = numberOf(db, stored.id);
  const columns = indexColumns(stored.document);
  clearIndex(db, no);
  db.run(
    contactSql
      .updateTable('contact')
      .set({ ...columns, updated_at: stored.updatedAt, revision: stored.revision })
      .where('no', '=', no),
  );
  writeIndex(db, no, stored.document);
  const { source } = stored.document;
  writeListRow(db, listFacts({ no, batch: source.kind === 'import' ? source.batch : null }, stored, columns), stored.document, false);
};

/** Takes a contact out with its keys and search text, leaving no trace of the words in the index. Runs inside the caller's transaction; only the fold calls it. */
export const removeContact = (db: Database, id: string): void => {
  const no = numberOf(db, id);
  clearIndex(db, no);
  removeListRow(db, no);
  db.statement<[number], never>('delete from contact where no = ?').run(no);
};

// Purging search text row by row costs more than writing the index anew from this many rows on.
const MANY = 500;

/** Runs work that takes many contacts out: their words leave the search index all at once at the end. Runs inside the caller's transaction. */
export const removingMany = <T>(db: Database, count: number, work: () => T): T => {
  if (count < MANY) return work();
  db.exec("insert into contact_search (contact_search, rank) values ('secure-delete', 0)");
  const done = work();
  db.exec(
    "insert into contact_search (contact_search, rank) values ('secure-delete', 1); insert into contact_search (contact_search) values ('rebuild');",
  );
  return done;
};

export type StoredContact = Contact & {
  readonly no: number;
  readonly revision: number;
  readonly standing: ContactStanding;
  readonly createdBy: string;
  readonly sortKey: string;
  readonly createdAt: string;
  readonly createdByName: string;
  readonly updatedAt: string;
};

/** Reads the stored JSON of a contact. Throws for one that does not fit its schema: a bug or a damaged file. */
export const readFields = (json: string): ContactFields => contactFieldsSchema.parse(JSON.parse(json));

const customSchema = contactDocumentSchema.unwrap().shape.custom;

/** The document of a stored contact, as operations write it. */
export const documentOf = (contact: StoredContact): ContactDocument => ({ ...contact.fields, source: contact.source, ...contact.standing });

/** A contact by its id; an id that was merged gives the contact that it belongs to now. */
export const contactById = (db: Database, id: string): StoredContact | undefined => {
  const held = contactInUse(db, id);
  if (held !== undefined) return held;
  const current = currentContact(db, id);
  return current === id ? undefined : contactInUse(db, current);
};

/** The contact with exactly this id. */
export const contactInUse = (db: Database, id: string): StoredContact | undefined => {
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
    standing: {
      owner: row.owner,
      stage: row.stage,
      partner: row.partner,
      custom: customSchema.parse(JSON.parse(row.custom)),
    },
    createdBy: row.created_by,
    sortKey: row.sort_key,
    createdAt: row.created_at,
    createdByName: row.created_by_name,
    updatedAt: row.updated_at,
  };
};

/** Gives contacts of a file that is older than the list their rows in it. Does nothing on any other file. */
export const listOlderContacts = (db: Database): void => {
  const older = db
    .statement<[], { readonly id: string; readonly no: number }>(
      'select id, no from contact where not exists (select 1 from contact_list where contact_list.no = contact.no) order by no',
    )
    .all();
  if (older.length === 0) return;
  db.transaction(() => {
    for (const { id } of older) {
      const contact = contactById(db, id);
      if (contact === undefined) continue;
      const document = documentOf(contact);
      const batch = contact.source.kind === 'import' ? contact.source.batch : null;
      const stored = {
        kind: 'contact',
        id,
        subject: id,
        revision: contact.revision,
        document,
        createdAt: contact.createdAt,
        createdBy: contact.createdBy,
        updatedAt: contact.updatedAt,
        removedAt: null,
      };
      writeListRow(db, listFacts({ no: contact.no, batch }, stored, indexColumns(document)), document, true);
    }
  });
};
