import { contactDocumentSchema, fieldsOf, NO_STANDING } from '../../domain/contact/document.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { currentContact } from '../merge/redirect.ts';
import type { Refusal } from '../refusal.ts';
import { commitRecords, fieldsToSet } from '../records/commit.ts';
import { documentAt } from '../records/overtaken.ts';
import { readRecord } from '../records/stored-record.ts';
import { contactDefinition } from './contact-record.ts';
import { dateIn } from '../referrals/calendar.ts';
import { type ContactForm, fieldsFromForm } from './form.ts';
import { withOwn } from './own-fields.ts';
import { contactUnknown, notTaken } from './refusals.ts';

const today = (desk: DeskContext): string => dateIn(desk.zone, desk.clock.now());

/** The practice a form makes the contact a partner for; what the form does not say stays. Errors: `contact-not-valid`. */
const partnerOf = (desk: DeskContext, form: ContactForm, before: string | null): Result<string | null, Refusal> => {
  const named = form.facts?.partner;
  if (named === undefined || named === (before ?? '')) return ok(before);
  if (named === '') return ok(null);
  return desk.ledger.register()?.practices.has(named) === true
    ? ok(named)
    : err(notTaken([{ path: 'facts.partner', message: 'This practice is not in the register.' }]));
};

/** Adds a contact that a person typed. Errors: `contact-not-valid` with every entry that does not fit, those of `commitRecords`. */
export const createContact = (
  desk: DeskContext,
  person: SignedInPerson,
  form: ContactForm,
): Result<{ readonly id: string; readonly undo: string }, Refusal> => {
  const fields = fieldsFromForm(form, null, today(desk));
  if (!fields.ok) return err(notTaken(fields.error));
  const id = uuidV7(desk.entropy, desk.clock.now());
  const custom = withOwn(desk, {}, form.facts?.own ?? {});
  if (!custom.ok) return err(notTaken(custom.error));
  const partner = partnerOf(desk, form, null);
  if (!partner.ok) return partner;
  const document = { ...fields.value, source: { kind: 'entered' }, ...NO_STANDING, partner: partner.value, custom: custom.value } as const;
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
  asked: string,
  form: ContactForm,
  revision: number | null,
): Result<{ readonly id: string; readonly revision: number; readonly undo: string | null }, Refusal> => {
  const id = currentContact(desk.db, asked);
  const held = readRecord(desk.db, contactDefinition, id);
  if (held === undefined || held.removedAt !== null) return err(contactUnknown);
  const seen = contactDocumentSchema.parse(documentAt(desk, held, revision ?? held.revision));
  const fields = fieldsFromForm(form, fieldsOf(seen), today(desk));
  if (!fields.ok) return err(notTaken(fields.error));
  const custom = withOwn(desk, seen.custom, form.facts?.own ?? {});
  if (!custom.ok) return err(notTaken(custom.error));
  const partner = partnerOf(desk, form, seen.partner);
  if (!partner.ok) return partner;
  const set = fieldsToSet(contactDefinition, seen, { ...seen, ...fields.value, partner: partner.value, custom: custom.value });
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
