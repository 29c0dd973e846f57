import { categoryWords } from '../../domain/consent/categories.ts';
import { ok, err, type Result } from '../../domain/result.ts';
import type { HeldSection, PersonFile, Recipient } from '../../domain/privacy/person-file.ts';
import { contactById } from '../contacts/stored-contact.ts';
import { personHistory } from '../consents/person.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { notPermitted } from '../permitted.ts';
import { overseasCountryOf } from '../privacy/overseas.ts';
import { practiceName } from '../referrals/party.ts';
import type { Refusal } from '../refusal.ts';
import { PERSONAL_SOURCES } from './sources.ts';
import { subjectOf, type Subject } from './subject.ts';

/** What the file does not hold, said so that it can be called complete. */
const LEFT_OUT = [
  'Fields of a record that are empty.',
  'Rows about other people in the files that your details came in.',
  'Keys and PINs of our staff and of our computer.',
];

const byTime = (a: { readonly at: string | null }, b: { readonly at: string | null }): number => {
  const [left, right] = [a.at ?? '', b.at ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Everybody who was given something about the person: every disclosure that rests on a consent, and every opened introduction. */
export const recipientsOf = (desk: DeskContext, subject: Subject): readonly Recipient[] =>
  subject.labels.length === 0
    ? []
    : personHistory(desk, subject.contact)
        .consents.flatMap(({ consent }) => consent.uses)
        .map((use): Recipient => {
          const name = practiceName(desk, use.recipient);
          return { at: use.at, name, what: use.fields.map(categoryWords).join(', '), country: overseasCountryOf(desk, name) };
        })
        .toSorted(byTime);

const contactUnknown: Refusal = {
  status: 404,
  code: 'contact-unknown',
  title: 'This contact is not in the book',
  detail: 'It was erased, or merged into another.',
  next: 'Search the contact book for the person by another name.',
};

/** Everything that is held about a person, complete, as one file. Reads only. Errors: `contact-unknown`. */
export const personFileOf = (desk: DeskContext, by: string, contact: string): Result<PersonFile, Refusal> => {
  const name = contactById(desk.db, contact)?.fields.displayName;
  if (name === undefined) return err(contactUnknown);
  const subject = subjectOf(desk, contact);
  const sections = PERSONAL_SOURCES.map((source): HeldSection => ({
    code: source.code,
    title: source.title,
    entries: source.held(desk, subject).toSorted(byTime),
  }));
  return ok({
    format: 'flip360-person-file/1',
    contact,
    name,
    practice: { name: desk.profile.legalName, abn: desk.profile.abn },
    madeAt: desk.clock.now(),
    madeBy: by,
    sections: sections.filter((section) => section.entries.length > 0),
    recipients: recipientsOf(desk, subject),
    leftOut: LEFT_OUT,
  });
};

/** Everything that is held about a person, for somebody who may answer people. Errors: `not-permitted`, `contact-unknown`. */
export const accessPack = (desk: DeskContext, person: SignedInPerson, contact: string): Result<PersonFile, Refusal> => {
  const refused = notPermitted(desk, person.person, 'answer-person');
  return refused === null ? personFileOf(desk, person.name, contact) : err(refused);
};
