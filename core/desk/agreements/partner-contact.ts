import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import type { PracticeFacts } from '../../protocol/register/state.ts';
import { changeContact, createContact } from '../contacts/book.ts';
import { blankForm, formOf } from '../contacts/form.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';

/**
 * Keeps the practice with which an agreement was signed as a PARTNER contact of this desk's book: an organisation with its ABN that is there
 * becomes one, else one is added. Signing stands whatever comes of it: a refusal of the book changes nothing.
 */
export const keepPartnerContact = (desk: DeskContext, person: SignedInPerson, practice: PracticeFacts): void => {
  const held = (column: 'partner' | 'abn', value: string): string | undefined =>
    desk.db
      .statement<[string], { readonly id: string }>(
        `select id from contact where ${column} = ? and kind = 'organisation' order by created_at, id limit 1`,
      )
      .get(value)?.id;
  if (held('partner', practice.practice) !== undefined) return;
  const same = held('abn', practice.abn);
  const contact = same === undefined ? undefined : contactById(desk.db, same);
  if (same !== undefined && contact !== undefined) {
    changeContact(desk, person, same, { ...formOf(contact.fields), facts: { partner: practice.practice } }, null);
    return;
  }
  const abn = parseAbn(practice.abn);
  createContact(desk, person, {
    ...blankForm,
    kind: 'organisation',
    organisation: practice.legalName,
    abn: abn.ok ? formatAbn(abn.value) : null,
    facts: { partner: practice.practice },
  });
};
