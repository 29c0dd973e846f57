import type { z } from 'zod';

interface Common<T> {
  readonly key: keyof T & string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
}

/** One field of an entry of a register. `optional`: an empty day, number or choice is sent as nothing. */
export type FieldSpec<T> =
  | (Common<T> & { readonly kind: 'line' | 'long' })
  | (Common<T> & { readonly kind: 'day' | 'number' })
  | (Common<T> & {
      readonly kind: 'choice';
      readonly options: readonly { readonly value: string; readonly label: string }[];
    });

/** What stands in the fields, as text. */
export type Entries = Readonly<Record<string, string>>;

/** The fields of an entry as text; a new entry starts empty, its choices at the first option. */
export const startOf = <T extends object>(fields: readonly FieldSpec<T>[], entry: T | null): Entries =>
  Object.fromEntries(
    fields.map((field) => {
      const held: unknown = entry?.[field.key];
      const first = field.kind === 'choice' ? (field.options[0]?.value ?? '') : '';
      return [field.key, typeof held === 'string' ? held : typeof held === 'number' ? String(held) : entry === null ? first : ''];
    }),
  );

/** What the fields say, as the desk takes it. A number that does not read stays text, so that the schema refuses it. */
export const bodyOf = <T>(fields: readonly FieldSpec<T>[], entries: Entries): Readonly<Record<string, string | number | null>> =>
  Object.fromEntries(
    fields.map((field) => {
      const text = (entries[field.key] ?? '').trim();
      if (field.kind === 'line' || field.kind === 'long') return [field.key, text];
      if (text === '' && field.optional === true) return [field.key, null];
      return [field.key, field.kind === 'number' && /^\d+$/u.test(text) ? Number(text) : text];
    }),
  );

/** Which field is missing or does not read, in words; undefined when the desk would take the entry. */
export const missingOf = <T>(fields: readonly FieldSpec<T>[], schema: z.ZodType<T>, body: object): string | undefined => {
  const read = schema.safeParse(body);
  if (read.success) return undefined;
  const at = read.error.issues[0]?.path[0];
  const field = fields.find((one) => one.key === at);
  if (field === undefined) return 'Something is missing.';
  return field.kind === 'number' ? `“${field.label}” is a whole number.` : `Fill in “${field.label}”.`;
};
