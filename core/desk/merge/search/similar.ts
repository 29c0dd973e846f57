import type { SimilarContact } from '../../../contract/duplicates.ts';
import { type ContactFields } from '../../../domain/contact/contact.ts';
import { abnKey, emailKey, phoneKey } from '../../../domain/duplicate/block-keys.ts';
import { type Candidate, candidateOf } from '../../../domain/duplicate/find-pairs.ts';
import { fingerprintOf } from '../../../domain/duplicate/fingerprint.ts';
import { judgePair } from '../../../domain/duplicate/judge-pair.ts';
import type { Reason, ReasonCode } from '../../../domain/duplicate/reason.ts';
import { type ContactForm, fieldsFromForm } from '../../contacts/form.ts';
import { contactInUse, shownPhone } from '../../contacts/stored-contact.ts';
import type { DeskContext } from '../../context.ts';
import { dateIn } from '../../referrals/calendar.ts';
import { catchUp, sharingKeys, storedFigures } from './catch-up.ts';
import { givenNames } from './given-names.ts';
import { shownReason } from './reason-values.ts';

const SHOWN = 5;

const BLANK: Partial<ContactForm> = {
  emails: [],
  phones: [],
  abn: null,
  postcode: '',
  givenName: '',
  familyName: '',
  organisation: '',
  note: '',
};

/** What can be read of a form that somebody is still typing: entries that do not fit yet count as empty. */
const readSoFar = (form: ContactForm, today: string): ContactFields | null => {
  const read = fieldsFromForm(form, null, today);
  if (read.ok) return read.value;
  const wrong = new Set(read.error.map(({ path }) => path));
  const kept: ContactForm = {
    ...form,
    ...Object.fromEntries(Object.entries(BLANK).filter(([field]) => wrong.has(field))),
    emails: form.emails.filter((_, at) => !wrong.has(`emails.${String(at)}`)),
    phones: form.phones.filter((_, at) => !wrong.has(`phones.${String(at)}`)),
    // Further facts are not what a contact is found by while it is entered, but for the date of birth.
    facts: wrong.has('dateOfBirth') || form.facts?.dateOfBirth === undefined ? {} : { dateOfBirth: form.facts.dateOfBirth },
  };
  // A name is asked for at the end; until then the e-mail address or number stands for it.
  const named =
    kept.givenName !== '' || kept.familyName !== '' || kept.organisation !== ''
      ? kept
      : { ...kept, organisation: '–', kind: 'organisation' as const };
  const again = fieldsFromForm(named, null, today);
  return again.ok ? again.value : null;
};

/** The value that two contacts share, although they are two: a family's e-mail address, an office's number. */
const sharedOnly = (left: Candidate, right: Candidate): Reason | null => {
  const shared = (code: ReasonCode, own: readonly string[], others: readonly string[]): Reason | null => {
    const about = own.find((value) => others.includes(value));
    return about === undefined ? null : { code, about, bits: 1 };
  };
  return (
    shared('same-abn', left.print.abns, right.print.abns) ??
    shared('same-email', left.print.emails, right.print.emails) ??
    shared('same-phone', left.print.phones, right.print.phones)
  );
};

const RANK = { strong: 0, likely: 1, shares: 2 } as const;

/** Contacts of the book that look like the one somebody is entering, the surest first, at most five. `except` is the contact that is edited. */
export const similarContacts = (desk: DeskContext, form: ContactForm, except: string | null): readonly SimilarContact[] => {
  const fields = readSoFar(form, dateIn(desk.zone, desk.clock.now()));
  if (fields === null) return [];
  catchUp(desk);
  const names = givenNames(desk);
  const entered = candidateOf(fingerprintOf(except ?? '', fields, names));
  const figures = storedFigures(desk.db, new Set([...entered.keys.pairs, ...entered.keys.counts]));
  const channels: Candidate = {
    ...entered,
    keys: {
      ...entered.keys,
      pairs: [...entered.print.emails.map(emailKey), ...entered.print.phones.map(phoneKey), ...entered.print.abns.map(abnKey)],
    },
  };
  const candidates = new Set([...sharingKeys(desk.db, channels), ...sharingKeys(desk.db, entered)]);
  return [...candidates]
    .flatMap((id): SimilarContact[] => {
      const held = contactInUse(desk.db, id);
      if (held === undefined || id === except) return [];
      const other = candidateOf(fingerprintOf(id, held.fields, names));
      const suspicion = judgePair(entered.print, other.print, figures, names);
      const only = suspicion === null ? sharedOnly(entered, other) : null;
      if (suspicion === null && only === null) return [];
      const [phone] = held.fields.phones;
      return [
        {
          contact: id,
          name: held.fields.displayName,
          detail: [held.fields.emails[0]?.address, phone === undefined ? undefined : shownPhone(phone), held.fields.addresses[0]?.locality]
            .filter((part) => part !== undefined && part !== null)
            .join(' · '),
          strength: suspicion?.strength ?? 'shares',
          reasons: (suspicion?.reasons ?? (only === null ? [] : [only])).filter((reason) => reason.bits > 0).map(shownReason),
        },
      ];
    })
    .toSorted((left, right) => RANK[left.strength] - RANK[right.strength] || left.name.localeCompare(right.name, 'en-AU'))
    .slice(0, SHOWN);
};
