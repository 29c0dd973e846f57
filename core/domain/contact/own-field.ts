import { z } from 'zod';
import { err, ok, type Result } from '../result.ts';
import { formatDate } from '../time/date-text.ts';
import { parseLocalDate } from '../time/local-date.ts';
import { parseTypedDate } from '../time/typed-date.ts';
import type { ContactDocument } from './document.ts';
import { redactTfns } from './tax-file-number.ts';

/** What a field that a practice defined for itself holds. Numbers have up to 15 digits and 6 decimals; days have no clock. */
export const OWN_FIELD_TYPES = ['text', 'number', 'date', 'yes-no', 'choice'] as const;
export type OwnFieldType = (typeof OWN_FIELD_TYPES)[number];

const ownFieldSchema = z.strictObject({
  /** Names the field in filters, views and exports; it stays when the field is renamed. */
  code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/u, 'A code has small letters, digits and hyphens.'),
  name: z.string().trim().min(1, 'Every field has a name.').max(60),
  type: z.enum(OWN_FIELD_TYPES),
  choices: z.array(z.string().trim().min(1, 'A choice is not empty.').max(60)).max(50),
});
export type OwnField = z.output<typeof ownFieldSchema>;

const repeats = (words: readonly string[]): boolean => new Set(words.map((word) => word.toLowerCase())).size < words.length;

/** The own fields of a practice, in their order on the contact's page. */
export const ownFieldsSchema = z.strictObject({ fields: z.array(ownFieldSchema).max(40) }).superRefine(({ fields }, context) => {
  const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
  if (repeats(fields.map((field) => field.code)) || repeats(fields.map((field) => field.name))) refuse('Two fields have one name.');
  for (const { name, type, choices } of fields) {
    if (type === 'choice' && choices.length === 0) refuse(`“${name}” needs a choice at least.`);
    if (repeats(choices)) refuse(`“${name}” has one choice twice.`);
  }
});
export type OwnFields = z.output<typeof ownFieldsSchema>;

type Value = ContactDocument['custom'][string];

const NUMBER = /^-?\d{1,15}(?:\.\d{1,6})?$/u;

const LONGEST = 4000;

/** Reads what was typed into a field; nothing typed is null. Errors: a sentence that says what fits. */
export const readOwnValue = ({ name, type, choices }: OwnField, typed: string): Result<Value, string> => {
  const text = typed.normalize('NFC').trim();
  if (text === '') return ok(null);
  switch (type) {
    case 'text':
      if (text.length > LONGEST) return err(`“${name}” takes ${LONGEST.toLocaleString('en-AU')} characters at most.`);
      return redactTfns(text).removed > 0 ? err('This holds a tax file number, which may not be kept. Take it out.') : ok(text);
    case 'number': {
      const digits = text.replaceAll(/[\s,]/gu, '');
      if (!NUMBER.test(digits)) return err(`“${name}” takes a number, as 1200 or 0.75.`);
      const whole = Number(digits);
      return ok(Number.isSafeInteger(whole) && !digits.includes('.') ? whole : digits);
    }
    case 'date': {
      const read = parseTypedDate(text);
      return read.ok ? ok(read.value) : err(`“${name}” takes a day, as 4 Aug 2026 or 4/8/2026.`);
    }
    case 'yes-no':
      return text === 'yes' || text === 'no' ? ok(text === 'yes') : err(`“${name}” takes yes or no.`);
    case 'choice':
      return choices.includes(text) ? ok(text) : err(`“${text}” is no choice of “${name}”: ${choices.join(', ')}.`);
  }
};

/** A value as a form holds it: what `readOwnValue` reads again. Empty where nothing is recorded. */
export const typedOwnValue = (value: Value | undefined): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
};

/** A value in words, from what a form holds: “Yes”, “4 Aug 2026”, “1,200”. */
export const ownValueWords = (type: string, typed: string): string => {
  switch (type) {
    case 'yes-no':
      return typed === 'yes' ? 'Yes' : 'No';
    case 'date': {
      const day = parseLocalDate(typed);
      return day.ok ? formatDate(day.value) : typed;
    }
    case 'number': {
      const [whole = '', decimals] = typed.split('.');
      const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
      return decimals === undefined ? grouped : `${grouped}.${decimals}`;
    }
    default:
      return typed;
  }
};
