import { z } from 'zod';
import {
  contactAddressSchema,
  contactEmailSchema,
  contactFieldsSchema,
  contactFlagsSchema,
  contactPhoneSchema,
  partialDateSchema,
} from '../../../domain/contact/contact.ts';
import type { FieldDifference } from '../../../domain/contact/import-policy.ts';
import { formatAbn, parseAbn } from '../../../domain/identity/abn.ts';
import type { JsonValue } from '../../../protocol/jcs.ts';
import { addressText, birthText } from '../shown-value.ts';
import { valueWords } from '../../records/words.ts';
import { shownPhone } from '../stored-contact.ts';
import { updatedName } from './field-names.ts';

const shape = contactFieldsSchema.unwrap().shape;

const read = <T>(schema: z.ZodType<T>, words: (value: T) => string, value: JsonValue): string => {
  const parsed = schema.safeParse(value);
  return parsed.success ? words(parsed.data) : valueWords(value);
};

const listed = (entries: readonly string[]): string => entries.join('; ');

const FLAGS = { assuranceClient: 'audit or assurance client', doNotContact: 'do not contact', deceased: 'deceased' } as const;

const wordsOf = (field: FieldDifference['field'], value: JsonValue): string => {
  if (value === null) return '';
  switch (field) {
    case 'emails':
      return read(z.array(contactEmailSchema), (all) => listed(all.map(({ address }) => address)), value);
    case 'phones':
      return read(z.array(contactPhoneSchema), (all) => listed(all.map(shownPhone)), value);
    case 'addresses':
      return read(z.array(contactAddressSchema), (all) => listed(all.map(addressText)), value);
    case 'externalIds':
      return read(shape.externalIds, (all) => listed(all.map(({ system, id }) => `${system} ${id}`)), value);
    case 'details':
      return read(shape.details, (all) => listed(all.map((one) => `${one.label}: ${one.value}`)), value);
    case 'unread':
      return read(shape.unread, (all) => listed(all.map((one) => `${one.column}: ${one.text}`)), value);
    case 'contactPersons':
      return read(
        shape.contactPersons,
        (all) => listed(all.map(({ name, email }) => (email === null ? name : `${name} (${email})`))),
        value,
      );
    case 'dateOfBirth':
      return read(partialDateSchema, birthText, value);
    case 'abn':
      return read(
        z.string(),
        (text) => {
          const abn = parseAbn(text);
          return abn.ok ? formatAbn(abn.value) : text;
        },
        value,
      );
    case 'flags':
      return read(
        contactFlagsSchema,
        (flags) =>
          listed((['assuranceClient', 'doNotContact', 'deceased'] as const).filter((flag) => flags[flag]).map((flag) => FLAGS[flag])),
        value,
      );
    default:
      return Array.isArray(value) ? listed(value.map((entry: JsonValue) => valueWords(entry))) : valueWords(value);
  }
};

const SHOWN = 400;
const short = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** A difference as people read it: how the field is called, what the book says, what the file says, what it becomes. */
export const differenceWords = ({ field, ours, file, becomes, taken }: FieldDifference) => ({
  field,
  name: updatedName(field),
  ours: short(wordsOf(field, ours)),
  file: short(wordsOf(field, file)),
  becomes: short(wordsOf(field, becomes)),
  taken,
});
