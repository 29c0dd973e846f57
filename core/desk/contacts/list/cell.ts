import type { z } from 'zod';
import type { cellChange, cellChanged } from '../../../contract/contact-list.ts';
import { contactDocumentSchema, fieldsOf, type ContactDocument } from '../../../domain/contact/document.ts';
import { customCodeOf } from '../../../domain/contact/filter/fields.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import { notPermitted } from '../../permitted.ts';
import { dateIn } from '../../referrals/calendar.ts';
import { commitRecords, fieldsToSet } from '../../records/commit.ts';
import { documentAt } from '../../records/overtaken.ts';
import { readRecord } from '../../records/stored-record.ts';
import type { Refusal } from '../../refusal.ts';
import { contactDefinition } from '../contact-record.ts';
import { type ContactForm, fieldsFromForm, formOf } from '../form.ts';
import { withOwn } from '../own-fields.ts';
import { contactUnknown, notTaken } from '../refusals.ts';
import { ownersOfContacts } from './options.ts';
import { conditionFacts } from './query.ts';
import { rowsOf } from './rows.ts';

type Entered = Result<ContactDocument, Refusal>;

/** The first of several entries is the one a list shows; the others stay. */
const first = (list: readonly string[], value: string): string[] => [...(value === '' ? [] : [value]), ...list.slice(1)];

const IN_FORM: Readonly<Record<string, (form: ContactForm, value: string) => ContactForm>> = {
  organisation: (form, value) => ({ ...form, organisation: value }),
  suburb: (form, value) => ({ ...form, suburb: value }),
  email: (form, value) => ({ ...form, emails: first(form.emails, value) }),
  phone: (form, value) => ({ ...form, phones: first(form.phones, value) }),
  abn: (form, value) => ({ ...form, abn: value === '' ? null : value }),
};

const notEditable: Refusal = {
  status: 422,
  code: 'cell-not-editable',
  title: 'This column is not changed in the list',
  detail: 'It says what follows from other facts, or it has a page of its own.',
  kept: 'Nothing was changed.',
  next: 'Open the contact.',
};

const nobodyLikeThat: Refusal = {
  status: 422,
  code: 'owner-unknown',
  title: 'Nobody of this practice is called that',
  detail: 'An owner is a person of the practice or a seat of a workspace.',
  where: 'value',
  kept: 'Nothing was changed.',
  next: 'Choose an owner from the list.',
};

/** The document after one cell was entered in the document that was seen. */
const entered = (desk: DeskContext, person: SignedInPerson, seen: ContactDocument, column: string, value: string): Entered => {
  if (column === 'owner') {
    const refused = notPermitted(desk, person.person, 'assign-contacts');
    if (refused !== null) return err(refused);
    const known = value === '' || ownersOfContacts(desk, person).some((owner) => owner.code === value);
    return known ? ok({ ...seen, owner: value === '' ? null : value }) : err(nobodyLikeThat);
  }
  const code = customCodeOf(column);
  if (code !== null) {
    const custom = withOwn(desk, seen.custom, { [code]: value });
    return custom.ok ? ok({ ...seen, custom: custom.value }) : err(notTaken(custom.error));
  }
  const write = IN_FORM[column];
  if (write === undefined) return err(notEditable);
  const held = fieldsOf(seen);
  const fields = fieldsFromForm(write(formOf(held), value.trim()), held, dateIn(desk.zone, desk.clock.now()));
  return fields.ok ? ok({ ...seen, ...fields.value }) : err(notTaken(fields.error));
};

/**
 * Changes one cell of the list. What others changed since stays; where they changed the same field it is refused with both values.
 * Errors: `contact-unknown`, `cell-not-editable`, `owner-unknown`, `contact-not-valid`, those of `commitRecords`.
 */
export const changeCell = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  { column, value, revision }: z.infer<typeof cellChange>,
): Result<z.infer<typeof cellChanged>, Refusal> => {
  const held = readRecord(desk.db, contactDefinition, id);
  if (held === undefined || held.removedAt !== null) return err(contactUnknown);
  const seen = contactDocumentSchema.parse(documentAt(desk, held, Math.min(revision, held.revision)));
  const next = entered(desk, person, seen, column, value);
  if (!next.ok) return next;
  const done = commitRecords(desk, person, { words: `Changed ${held.document.displayName}` }, [
    {
      act: 'change',
      kind: 'contact',
      id,
      set: fieldsToSet(contactDefinition, seen, next.value),
      revision: Math.min(revision, held.revision),
    },
  ]);
  if (!done.ok) return done;
  const no = desk.db.statement<[string], { readonly no: number }>('select no from contact_list where id = ?').get(id)?.no;
  const row = rowsOf(desk, person, conditionFacts(desk, person), no === undefined ? [] : [no])[0];
  if (row === undefined) return err(contactUnknown);
  return ok({ undo: done.value.operations === 0 ? null : done.value.undo, row });
};
