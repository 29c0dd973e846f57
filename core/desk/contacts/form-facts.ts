import type { ContactFacts, ContactFactsView } from '../../contract/contacts.ts';
import { readBirthDate } from '../../domain/contact/birth-date.ts';
import type { ContactAddress, ContactFields, PartialDate } from '../../domain/contact/contact.ts';
import { redactTfns } from '../../domain/contact/tax-file-number.ts';
import { shortMonth } from '../../domain/time/date-text.ts';
import { formatAcn, parseAcn } from '../../domain/identity/acn.ts';

/** An entry that does not fit, by its path in the form. */
export type FieldIssue = { readonly path: string; readonly message: string };

const two = (value: number): string => String(value).padStart(2, '0');

/** A date of which a part may be unknown, in a form that `readBirthDate` reads again: "14 Mar 1984", "1984-03", "1984". */
const birthText = (date: PartialDate | null): string => {
  if (date === null) return '';
  const { year, month, day } = date;
  if (month === null) return year === null ? '' : String(year);
  if (year === null) return day === null ? '' : `--${two(month)}-${two(day)}`;
  return day === null ? `${String(year)}-${two(month)}` : `${String(day)} ${shortMonth(month)} ${String(year)}`;
};

type FurtherAddress = NonNullable<ContactFacts['addresses']>[number];

const furtherOf = (address: ContactAddress): FurtherAddress => ({
  label: address.label ?? '',
  street: address.lines.length > 0 ? address.lines.join(', ') : (address.formatted ?? '').replaceAll('\n', ', '),
  suburb: address.locality ?? '',
  state: address.region ?? '',
  postcode: address.postcode ?? '',
  country: address.country ?? '',
});

/** What a contact says beyond its short form, as a form shows it. */
export const factsOf = (fields: ContactFields): Omit<ContactFactsView, 'own' | 'partner'> => ({
  entity: fields.entity,
  legalName: fields.legalName ?? '',
  jobTitle: fields.jobTitle ?? '',
  acn: fields.acn === null ? '' : formatAcn(fields.acn),
  dateOfBirth: birthText(fields.dateOfBirth),
  deceased: fields.flags.deceased,
  tags: [...fields.tags],
  websites: [...fields.websites],
  addresses: fields.addresses.slice(1).map(furtherOf),
});

const orNull = (text: string): string | null => (text === '' ? null : text);

const readAddress = (address: FurtherAddress, before: readonly ContactAddress[]): ContactAddress => {
  const same = before.find((held) => JSON.stringify(furtherOf(held)) === JSON.stringify(address));
  return (
    same ?? {
      label: orNull(address.label),
      attention: null,
      lines: address.street === '' ? [] : [address.street],
      locality: orNull(address.suburb),
      region: orNull(address.state),
      postcode: orNull(address.postcode),
      country: orNull(address.country),
      formatted: null,
    }
  );
};

const said = (address: FurtherAddress): boolean => Object.values(address).some((part) => part !== '');

/** A company's ABN is two check digits and its ACN (australia: ABR); a trust may carry the ACN of its trustee. */
const acnFits = (fields: ContactFields): boolean =>
  fields.entity !== 'company' || fields.abn === null || fields.acn === null || fields.abn.endsWith(fields.acn);

/** The fields with the facts that a form names laid over them, and every entry that does not fit. `today` is an ISO date. */
export const withFacts = (
  fields: ContactFields,
  facts: ContactFacts,
  today: string,
): { readonly fields: ContactFields; readonly issues: readonly FieldIssue[] } => {
  const issues: FieldIssue[] = [];
  const refuse = (path: string, message: string): void => {
    issues.push({ path: `facts.${path}`, message });
  };
  const birth = facts.dateOfBirth === undefined || facts.dateOfBirth === '' ? null : readBirthDate(facts.dateOfBirth, today);
  if (facts.dateOfBirth !== undefined && facts.dateOfBirth !== '' && birth === null)
    refuse('dateOfBirth', 'This is not a date of birth. Write it as 14 Mar 1984 or 14/3/1984; a year alone will do.');
  const acn = facts.acn === undefined || facts.acn.trim() === '' ? null : parseAcn(facts.acn);
  if (acn?.ok === false)
    refuse(
      'acn',
      acn.error.code === 'acn-length'
        ? `An ACN has 9 digits; this has ${String(acn.error.digits)}.`
        : 'This is not an ACN: a digit is probably wrong.',
    );
  for (const path of ['legalName', 'jobTitle'] as const)
    if (redactTfns(facts[path] ?? '').removed > 0) refuse(path, 'This holds a tax file number, which may not be kept. Take it out.');
  const read: ContactFields = {
    ...fields,
    entity: facts.entity ?? fields.entity,
    legalName: facts.legalName === undefined ? fields.legalName : orNull(facts.legalName),
    jobTitle: facts.jobTitle === undefined ? fields.jobTitle : orNull(facts.jobTitle),
    acn: facts.acn === undefined ? fields.acn : acn?.ok === true ? acn.value : null,
    dateOfBirth: facts.dateOfBirth === undefined ? fields.dateOfBirth : (birth?.date ?? null),
    tags: facts.tags === undefined ? fields.tags : [...new Set(facts.tags)],
    websites: facts.websites ?? fields.websites,
    addresses:
      facts.addresses === undefined
        ? fields.addresses
        : [...fields.addresses.slice(0, 1), ...facts.addresses.filter(said).map((address) => readAddress(address, fields.addresses))],
    flags: { ...fields.flags, deceased: facts.deceased ?? fields.flags.deceased },
  };
  if (!acnFits(read) && facts.acn !== undefined)
    refuse('acn', `The ABN of a company ends with its ACN; this ABN ends with ${read.abn?.slice(2) ?? ''}.`);
  return { fields: read, issues };
};
