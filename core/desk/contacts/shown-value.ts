import { z } from 'zod';
import { birthDateText } from '../../domain/contact/birth-date.ts';
import { type ContactAddress, contactFieldsSchema } from '../../domain/contact/contact.ts';
import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import { valueWords } from '../records/words.ts';
import { shownPhone } from './stored-contact.ts';

/** An address in one line. */
export const addressText = ({ lines, locality, region, postcode, country, formatted }: ContactAddress): string =>
  formatted?.replaceAll('\n', ', ') ??
  [...lines, [locality, region, postcode].filter((part) => part !== null).join(' '), country]
    .filter((part) => part !== null && part !== '')
    .join(', ');

/** The entries of a value in words; null for a value that does not fit its field. */
type Reader = (value: JsonValue) => readonly string[] | null;

const reader =
  <T>(schema: z.ZodType<T>, words: (value: T) => readonly string[]): Reader =>
  (value) => {
    const read = schema.safeParse(value);
    return read.success ? words(read.data) : null;
  };

const shape = contactFieldsSchema.unwrap().shape;

const FLAGS = { assuranceClient: 'audit or assurance client', doNotContact: 'do not contact', deceased: 'deceased' } as const;

const READERS: Readonly<Record<string, Reader>> = {
  emails: reader(shape.emails, (all) => all.map(({ address }) => address)),
  phones: reader(shape.phones, (all) => all.map(shownPhone)),
  addresses: reader(shape.addresses, (all) => all.map(addressText)),
  externalIds: reader(shape.externalIds, (all) => all.map(({ system, id }) => `${system} ${id}`)),
  details: reader(shape.details, (all) => all.map((one) => `${one.label}: ${one.value}`)),
  unread: reader(shape.unread, (all) => all.map((one) => `${one.column}: ${one.text}`)),
  contactPersons: reader(shape.contactPersons, (all) => all.map(({ name, email }) => (email === null ? name : `${name} (${email})`))),
  dateOfBirth: reader(shape.dateOfBirth, (date) => (date === null ? [] : [birthDateText(date)])),
  abn: reader(z.string(), (text) => {
    const abn = parseAbn(text);
    return [abn.ok ? formatAbn(abn.value) : text];
  }),
  flags: reader(shape.flags, (flags) =>
    (['assuranceClient', 'doNotContact', 'deceased'] as const).filter((flag) => flags[flag]).map((flag) => FLAGS[flag]),
  ),
};

/** The value of a contact's field as people read it; the entries of a list stand with `between` between them. */
export const shownValue = (field: string, value: JsonValue, between: string): string =>
  (READERS[field]?.(value) ?? (Array.isArray(value) ? value.map((entry: JsonValue) => valueWords(entry)) : [valueWords(value)])).join(
    between,
  );
