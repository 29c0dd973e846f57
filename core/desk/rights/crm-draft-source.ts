import { referralDraft, type ReferralDraft } from '../../contract/network/crm.ts';
import { nameKey } from '../../domain/contact/name.ts';
import { parseEmail } from '../../domain/identity/email.ts';
import { parsePhone } from '../../domain/identity/phone.ts';
import { contactById } from '../contacts/stored-contact.ts';
import { crmDraftSql, type CrmDraftTables } from '../crm-drafts/tables.ts';
import type { DeskContext } from '../context.ts';
import { fact, type PersonalSource } from './source.ts';
import type { Subject } from './subject.ts';

type Row = CrmDraftTables['crm_draft'];

/** What tells a person: name, addresses, numbers as they are compared. */
const telling = (name: string, emails: readonly string[], phones: readonly string[]): readonly string[] => [
  ...(name.trim() === '' ? [] : [`name ${nameKey(name)}`]),
  ...emails.map((text) => {
    const email = parseEmail(text);
    return `email ${email.ok ? JSON.stringify(email.value).toLowerCase() : text.toLowerCase()}`;
  }),
  ...phones.map((text) => {
    const phone = parsePhone(text);
    return `phone ${phone.ok ? JSON.stringify(phone.value) : text}`;
  }),
];

const clientKeys = ({ client }: ReferralDraft): readonly string[] =>
  telling(client.kind === 'person' ? `${client.givenName} ${client.familyName}` : client.organisation, client.emails, client.phones);

const draftsOf = (desk: DeskContext, { contact, ids }: Subject): readonly (Row & { readonly draft: ReferralDraft })[] => {
  const fields = contactById(desk.db, contact)?.fields;
  const person = new Set(
    fields === undefined
      ? []
      : telling(
          fields.displayName,
          fields.emails.map(({ address }) => address),
          fields.phones.map((phone) => phone.raw),
        ),
  );
  return desk.db
    .all(crmDraftSql.selectFrom('crm_draft').selectAll().where('content', 'is not', null))
    .map((row) => ({ ...row, draft: referralDraft.parse(JSON.parse(row.content ?? '{}')) }))
    .filter((row) => ids.includes(row.id) || row.contact === contact || clientKeys(row.draft).some((key) => person.has(key)));
};

/** What a program of the practice prepared about a person: told to them, and taken away with them. */
export const crmDraftSource: PersonalSource = {
  code: 'crm-drafts',
  title: 'Drafts that came from the practice’s own program',
  tables: ['crm_draft'],
  held: (desk, subject) =>
    draftsOf(desk, subject).map(({ at, draft }) => ({
      at,
      title: 'A draft of a referral that nobody has signed',
      facts: [...fact('For what', draft.purposeWords), ...fact('Note', draft.client.note), ...fact('Number', draft.reference)],
      source: 'a program of the practice',
    })),
  erase: (desk, subject, run) => {
    const drafts = draftsOf(desk, subject);
    if (run.act)
      for (const { id, state } of drafts)
        desk.db.run(
          crmDraftSql
            .updateTable('crm_draft')
            .set({ content: null, state: state === 'waiting' ? 'dismissed' : state, handled_at: run.at, handled_by: run.by })
            .where('id', '=', id),
        );
    return { erased: drafts.length, kept: 0, why: null };
  },
};
