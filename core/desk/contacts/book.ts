import type { ContactView } from '../../contract/contacts.ts';
import { contactDocumentSchema, fieldsOf, NO_STANDING } from '../../domain/contact/document.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { commitRecords, fieldsToSet } from '../records/commit.ts';
import { historyOfSubject } from '../records/history.ts';
import { documentAt } from '../records/overtaken.ts';
import { readRecord } from '../records/stored-record.ts';
import { contactDefinition } from './contact-record.ts';
import { dateIn } from '../referrals/calendar.ts';
import { factsOf } from './form-facts.ts';
import { relationshipsOf } from './relationships/relationships.ts';
import { type ContactForm, fieldsFromForm, formOf } from './form.ts';
import { eventsOnPage, type ReferralsOfContact, referralsOnPage } from './referral-facts.ts';
import { contactUnknown, notTaken } from './refusals.ts';
import { sharingOnPage } from './sharing.ts';
import { contactById, type StoredContact } from './stored-contact.ts';
import { contactSql } from './tables.ts';

const today = (desk: DeskContext): string => dateIn(desk.zone, desk.clock.now());

/** Adds a contact that a person typed. Errors: `contact-not-valid` with every entry that does not fit, those of `commitRecords`. */
export const createContact = (
  desk: DeskContext,
  person: SignedInPerson,
  form: ContactForm,
): Result<{ readonly id: string; readonly undo: string }, Refusal> => {
  const fields = fieldsFromForm(form, null, today(desk));
  if (!fields.ok) return err(notTaken(fields.error));
  const id = uuidV7(desk.entropy, desk.clock.now());
  const document = { ...fields.value, source: { kind: 'entered' }, ...NO_STANDING } as const;
  const done = commitRecords(desk, person, { words: `Added ${document.displayName}` }, [{ act: 'create', kind: 'contact', id, document }]);
  return done.ok ? ok({ id, undo: done.value.undo }) : done;
};

/**
 * Saves a changed contact. `revision` is the one the form was opened with: what others changed since stays, and where they changed the same
 * field the change is refused with both values. Saving without a change records nothing.
 * Errors: `contact-unknown`, `contact-not-valid`, those of `commitRecords`.
 */
export const changeContact = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  form: ContactForm,
  revision: number | null,
): Result<{ readonly id: string; readonly revision: number; readonly undo: string | null }, Refusal> => {
  const held = readRecord(desk.db, contactDefinition, id);
  if (held === undefined || held.removedAt !== null) return err(contactUnknown);
  const seen = contactDocumentSchema.parse(documentAt(desk, held, revision ?? held.revision));
  const fields = fieldsFromForm(form, fieldsOf(seen), today(desk));
  if (!fields.ok) return err(notTaken(fields.error));
  const set = fieldsToSet(contactDefinition, seen, { ...seen, ...fields.value });
  const done = commitRecords(desk, person, { words: `Changed ${held.document.displayName}` }, [
    { act: 'change', kind: 'contact', id, set, revision },
  ]);
  if (!done.ok) return done;
  return ok({
    id,
    revision: done.value.records[0]?.revision ?? held.revision,
    undo: done.value.operations === 0 ? null : done.value.undo,
  });
};

type Line = ContactView['timeline'][number];

const quoted = (text: string): string => `“${text.length > 120 ? `${text.slice(0, 120)}…` : text}”`;

const changeWords = (change: {
  readonly by_name: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}): string => {
  if (change.field === 'note') return `${change.by_name} changed the note.`;
  if (change.before === '') return `${change.by_name} added ${change.field} ${quoted(change.after)}.`;
  if (change.after === '') return `${change.by_name} took away ${change.field} ${quoted(change.before)}.`;
  return `${change.by_name} changed ${change.field} from ${quoted(change.before)} to ${quoted(change.after)}.`;
};

const ownTimeline = (desk: DeskContext, contact: StoredContact, origin: string): readonly Line[] => {
  const older = desk.db.all(
    contactSql.selectFrom('contact_change').selectAll().where('contact', '=', contact.id).orderBy('id', 'desc').limit(500),
  );
  const changes = historyOfSubject(desk, contact.id).filter((entry) => entry.kind === 'contact' && entry.act !== 'create');
  return [
    ...changes.map((entry): Line => ({ at: entry.at, words: `${entry.by} ${entry.words}.`, kind: 'change', hash: null })),
    ...older.map((change): Line => ({
      at: change.at,
      words: changeWords(change),
      kind: 'change',
      hash: null,
    })),
    {
      at: contact.createdAt,
      words: origin,
      kind: contact.source.kind === 'import' ? 'import' : 'entered',
      hash: null,
    },
  ];
};

const neighbour = (desk: DeskContext, contact: StoredContact, side: 'previous' | 'next'): string | null => {
  const statement =
    side === 'next'
      ? desk.db.statement<[string, number], { readonly id: string }>(
          'select id from contact where (sort_key, no) > (?, ?) order by sort_key, no limit 1',
        )
      : desk.db.statement<[string, number], { readonly id: string }>(
          'select id from contact where (sort_key, no) < (?, ?) order by sort_key desc, no desc limit 1',
        );
  return statement.get(contact.sortKey, contact.no)?.id ?? null;
};

const positionOf = (desk: DeskContext, contact: StoredContact): ContactView['position'] => {
  const before = desk.db
    .statement<[string, number], { readonly count: number }>('select count(*) as count from contact where (sort_key, no) < (?, ?)')
    .get(contact.sortKey, contact.no)?.count;
  const of = desk.db.statement<[], { readonly count: number }>('select count(*) as count from contact').get()?.count;
  return { at: (before ?? 0) + 1, of: of ?? 0 };
};

const dateWords = ({
  year,
  month,
  day,
}: {
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
}): string => [day, month, year].filter((part) => part !== null).join('/');

/** Everything of a contact that the form does not show. `unread` is a cell of the import that could not be read as what its column says. */
const moreOf = ({ fields }: StoredContact): ContactPage['more'] => {
  const detail = (label: string, value: string | null): ContactPage['more'] =>
    value === null || value === '' ? [] : [{ label, value, kind: 'detail' }];
  return [
    ...detail('Legal name', fields.legalName),
    ...detail('Job title', fields.jobTitle),
    ...detail('Department', fields.department),
    ...detail('ACN', fields.acn),
    ...detail('Date of birth', fields.dateOfBirth === null ? null : dateWords(fields.dateOfBirth)),
    ...detail('Deceased', fields.flags.deceased ? 'Yes' : null),
    ...fields.addresses
      .slice(1)
      .flatMap((address) =>
        detail(
          address.label ?? 'Further address',
          [...address.lines, address.locality, address.region, address.postcode, address.country, address.formatted?.replaceAll('\n', ', ')]
            .filter((part) => part !== null && part !== undefined)
            .join(', '),
        ),
      ),
    ...fields.websites.flatMap((website) => detail('Website', website)),
    ...fields.contactPersons.flatMap((one) => detail('Contact person', one.email === null ? one.name : `${one.name}, ${one.email}`)),
    ...detail('Tags', fields.tags.join(', ')),
    ...fields.externalIds.flatMap((external) => detail(`Code in ${external.system}`, external.id)),
    ...fields.details.flatMap((fact) => detail(fact.label, fact.value)),
    ...fields.unread.map((cell) => ({ label: cell.column, value: cell.text, kind: 'unread' as const })),
  ];
};

/** The page of a contact; a superset of the contract's view. `revision` goes back with a change. */
export type ContactPage = ContactView & {
  readonly revision: number;
  readonly more: readonly {
    readonly label: string;
    readonly value: string;
    readonly kind: 'detail' | 'unread';
  }[];
};

/** The page of one contact. Errors: `contact-unknown`. */
export const contactPage = (desk: DeskContext, id: string, referralsOf: ReferralsOfContact): Result<ContactPage, Refusal> => {
  const contact = contactById(desk.db, id);
  if (contact === undefined) return err(contactUnknown);
  const batch = contact.source.kind === 'import' ? contact.source : null;
  const batchName =
    batch === null ? null : desk.db.get(contactSql.selectFrom('import_batch').select('name').where('id', '=', batch.batch))?.name;
  const origin =
    batch === null
      ? `Entered by ${contact.createdByName}.`
      : `Imported by ${contact.createdByName} with “${batchName ?? ''}”, row ${batch.row}.`;
  const states = referralsOf(desk, [id]).get(id) ?? [];
  return ok({
    id,
    kind: contact.fields.kind,
    name: contact.fields.displayName,
    fields: formOf(contact.fields),
    facts: factsOf(contact.fields),
    relationships: [...relationshipsOf(desk, id)],
    position: positionOf(desk, contact),
    sharing: sharingOnPage(desk, states, contact.fields.flags),
    referrals: referralsOnPage(desk, states),
    timeline: [...eventsOnPage(desk, states), ...ownTimeline(desk, contact, origin)].toSorted((left, right) =>
      left.at < right.at ? 1 : left.at > right.at ? -1 : 0,
    ),
    source: {
      batch: batch?.batch ?? null,
      name: batchName ?? `Entered by ${contact.createdByName}`,
      row: batch?.row ?? null,
      at: contact.createdAt,
    },
    previous: neighbour(desk, contact, 'previous'),
    next: neighbour(desk, contact, 'next'),
    revision: contact.revision,
    more: moreOf(contact),
  });
};
