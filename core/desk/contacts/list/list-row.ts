import type { Database } from '../../../adapters/sqlite/database.ts';
import type { ContactDocument } from '../../../domain/contact/document.ts';
import type { PartialDate } from '../../../domain/contact/contact.ts';
import { foldText } from '../../../domain/text/search-words.ts';

/** What the table of contacts already worked out. */
export type ListFacts = {
  readonly no: number;
  readonly id: string;
  readonly revision: number;
  readonly sortKey: string;
  readonly organisationKey: string;
  readonly suburb: string | null;
  readonly suburbKey: string;
  readonly phone: string | null;
  readonly batch: string | null;
  readonly addedAt: string;
  readonly changedAt: string;
};

// Sorts behind every letter: contacts without an address come last.
const LAST = '\u{10ffff}';

const wholeDate = (date: PartialDate | null): string | null =>
  date === null || date.year === null || date.month === null || date.day === null
    ? null
    : `${String(date.year)}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;

type Values = readonly (string | number | null)[];

const WRITE = `insert into contact_list (no, id, revision, kind, entity, name, name_key, sort_key, organisation, organisation_key, email, email_key, phone, abn, suburb, suburb_key, region, postcode, born, stage, owner, partner, assurance, silent, deceased, tags, batch, added_at, changed_at, active_at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (select max(at) from timeline where subject = ?))
  on conflict (no) do update set revision = excluded.revision, kind = excluded.kind, entity = excluded.entity, name = excluded.name, name_key = excluded.name_key, sort_key = excluded.sort_key, organisation = excluded.organisation, organisation_key = excluded.organisation_key, email = excluded.email, email_key = excluded.email_key, phone = excluded.phone, abn = excluded.abn, suburb = excluded.suburb, suburb_key = excluded.suburb_key, region = excluded.region, postcode = excluded.postcode, born = excluded.born, stage = excluded.stage, owner = excluded.owner, partner = excluded.partner, assurance = excluded.assurance, silent = excluded.silent, deceased = excluded.deceased, tags = excluded.tags, batch = excluded.batch, changed_at = excluded.changed_at`;

const valuesOf = (facts: ListFacts, document: ContactDocument): Values => {
  const email = document.emails[0]?.address ?? null;
  const address = document.addresses.find((one) => one.locality !== null) ?? document.addresses[0];
  return [
    facts.no,
    facts.id,
    facts.revision,
    document.kind,
    document.entity,
    document.displayName,
    foldText(document.displayName),
    facts.sortKey,
    document.organisationName,
    facts.organisationKey,
    email,
    email === null ? LAST : email.toLowerCase(),
    facts.phone,
    document.abn,
    facts.suburb,
    facts.suburbKey,
    address?.region?.toUpperCase() ?? null,
    address?.postcode ?? null,
    wholeDate(document.dateOfBirth),
    document.stage,
    document.owner,
    document.partner === null ? 0 : 1,
    document.flags.assuranceClient ? 1 : 0,
    document.flags.doNotContact ? 1 : 0,
    document.flags.deceased ? 1 : 0,
    JSON.stringify(document.tags),
    facts.batch,
    facts.addedAt,
    facts.changedAt,
    facts.id,
  ];
};

/** How a value of a custom field is found: words without case and accents, and numbers and yes/no as numbers. */
export const customIndexOf = (value: string | number | boolean): { readonly words: string; readonly number: number | null } => {
  if (typeof value === 'boolean') return { words: value ? 'yes' : 'no', number: value ? 1 : 0 };
  if (typeof value === 'number') return { words: String(value), number: value };
  return { words: foldText(value), number: /^-?\d{1,15}(\.\d{1,6})?$/u.test(value) ? Number(value) : null };
};

/** Takes a contact out of the list with all it is narrowed by. Runs inside the caller's transaction; only the fold calls it. */
export const removeListRow = (db: Database, no: number): void => {
  for (const table of ['contact_tag', 'contact_custom', 'contact_consent'] as const)
    db.statement<[number], never>(`delete from ${table} where contact = ?`).run(no);
  db.statement<[number], never>('delete from contact_list where no = ?').run(no);
};

/**
 * Writes what a list shows of a contact over what it showed. Consent and referrals stay as they are; those of a contact that returns are
 * brought up to date at the next read. Runs inside the caller's transaction; only the fold calls it.
 */
export const writeListRow = (db: Database, facts: ListFacts, document: ContactDocument, isNew: boolean): void => {
  db.statement<Values, never>(WRITE).run(...valuesOf(facts, document));
  if (isNew) {
    // Asking first costs a new contact, which nothing links to, a fraction of an insert that finds nothing.
    const linked = db.statement<[string], { readonly one: number }>('select 1 as one from client_link where contact = ? limit 1');
    if (linked.get(facts.id) !== undefined)
      db.statement<[string], never>('insert into contact_stale (contact) values (?) on conflict do nothing').run(facts.id);
  } else {
    db.statement<[number], never>('delete from contact_tag where contact = ?').run(facts.no);
    db.statement<[number], never>('delete from contact_custom where contact = ?').run(facts.no);
  }
  const tag = db.statement<[string, number], never>('insert into contact_tag (tag, contact) values (?, ?) on conflict do nothing');
  for (const one of document.tags) tag.run(one, facts.no);
  const custom = db.statement<[string, number, string, number | null], never>(
    'insert into contact_custom (field, contact, words, number) values (?, ?, ?, ?)',
  );
  for (const [field, value] of Object.entries(document.custom)) {
    if (value === null) continue;
    const { words, number } = customIndexOf(value);
    custom.run(field, facts.no, words, number);
  }
};
