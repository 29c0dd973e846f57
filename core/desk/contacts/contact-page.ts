import type { ContactPage } from '../../contract/contact-page.ts';
import { birthDateText } from '../../domain/contact/birth-date.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { contactWork } from '../crm/contact-work.ts';
import type { Refusal } from '../refusal.ts';
import { timelineOf } from './contact-timeline.ts';
import { formOf } from './form.ts';
import { factsOf } from './form-facts.ts';
import { typedOwn } from './own-fields.ts';
import { type ReferralsOfContact, referralsOnPage } from './referral-facts.ts';
import { contactUnknown } from './refusals.ts';
import { relationshipsOf } from './relationships/relationships.ts';
import { sharingOnPage } from './sharing.ts';
import { contactById, type StoredContact } from './stored-contact.ts';
import { contactSql } from './tables.ts';

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

const positionOf = (desk: DeskContext, contact: StoredContact): ContactPage['position'] => {
  const before = desk.db
    .statement<[string, number], { readonly count: number }>('select count(*) as count from contact where (sort_key, no) < (?, ?)')
    .get(contact.sortKey, contact.no)?.count;
  const of = desk.db.statement<[], { readonly count: number }>('select count(*) as count from contact').get()?.count;
  return { at: (before ?? 0) + 1, of: of ?? 0 };
};

/** Everything of a contact that the form does not show. `unread` is a cell of the import that could not be read as what its column says. */
const moreOf = ({ fields }: StoredContact): ContactPage['more'] => {
  const detail = (label: string, value: string | null): ContactPage['more'] =>
    value === null || value === '' ? [] : [{ label, value, kind: 'detail' }];
  return [
    ...detail('Legal name', fields.legalName),
    ...detail('Job title', fields.jobTitle),
    ...detail('Department', fields.department),
    ...detail('ACN', fields.acn),
    ...detail('Date of birth', fields.dateOfBirth === null ? null : birthDateText(fields.dateOfBirth)),
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

/** The page of one contact, complete in one answer; the id of one that was merged answers with what it is part of. Errors: `contact-unknown`. */
export const contactPage = (
  desk: DeskContext,
  person: SignedInPerson,
  asked: string,
  referralsOf: ReferralsOfContact,
): Result<ContactPage, Refusal> => {
  const contact = contactById(desk.db, asked);
  if (contact === undefined) return err(contactUnknown);
  const { id } = contact;
  const work = contactWork(desk, person, id);
  if (!work.ok) return work;
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
    facts: { ...factsOf(contact.fields), partner: contact.standing.partner ?? '', own: typedOwn(contact.standing.custom) },
    relationships: [...relationshipsOf(desk, id)],
    position: positionOf(desk, contact),
    sharing: sharingOnPage(desk, id, states),
    referrals: referralsOnPage(desk, states),
    timeline: timelineOf(desk, contact, states, origin),
    source: {
      batch: batch?.batch ?? null,
      name: batchName ?? `Entered by ${contact.createdByName}`,
      row: batch?.row ?? null,
      at: contact.createdAt,
    },
    previous: neighbour(desk, contact, 'previous'),
    next: neighbour(desk, contact, 'next'),
    work: work.value,
    revision: contact.revision,
    more: moreOf(contact),
  });
};
