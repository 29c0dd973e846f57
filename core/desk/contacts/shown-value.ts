import type { z } from 'zod';
import {
  contactAddressSchema,
  contactEmailSchema,
  contactPhoneSchema,
  type ContactAddress,
  partialDateSchema,
} from '../../domain/contact/contact.ts';
import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import { shownPhone } from './stored-contact.ts';
import { valueWords } from '../records/words.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** An address in one line. */
export const addressText = ({ lines, locality, region, postcode, country, formatted }: ContactAddress): string =>
  formatted?.replaceAll('\n', ', ') ??
  [...lines, [locality, region, postcode].filter((part) => part !== null).join(' '), country]
    .filter((part) => part !== null && part !== '')
    .join(', ');

/** A date of birth of which parts may be unknown: "14 Mar 1984", "Mar 1984", "1984". */
export const birthText = ({ year, month, day }: z.output<typeof partialDateSchema>): string =>
  [day, month === null ? null : MONTHS[month - 1], year].filter((part) => part !== null).join(' ');

type Reader = (value: JsonValue) => string | null;

const list =
  <T>(schema: z.ZodType<T>, words: (entry: T) => string): Reader =>
  (value) => {
    const read = schema.array().safeParse(value);
    return read.success ? read.data.map(words).join('\n') : null;
  };

const READERS: Readonly<Record<string, Reader>> = {
  emails: list(contactEmailSchema, ({ address }) => address),
  phones: list(contactPhoneSchema, shownPhone),
  addresses: list(contactAddressSchema, addressText),
  dateOfBirth: (value) => {
    const read = partialDateSchema.safeParse(value);
    return read.success ? birthText(read.data) : null;
  },
  abn: (value) => {
    const read = typeof value === 'string' ? parseAbn(value) : null;
    return read?.ok === true ? formatAbn(read.value) : null;
  },
};

/** The value of a contact's field as people read it on a page: one entry of a list a line. */
export const shownValue = (field: string, value: JsonValue): string => READERS[field]?.(value) ?? valueWords(value);
