import type { FieldChange } from '../../domain/record/operation.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import type { RecordDefinition } from './definition.ts';

const LONG = 160;

/** A stored value as people read it. Objects show the values of their members that say something. */
export const valueWords = (value: JsonValue): string => {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') {
    const parts = (Array.isArray(value) ? value : Object.values(value))
      .map((part: JsonValue) => valueWords(part))
      .filter((part) => part !== '');
    return parts.join(', ');
  }
  return String(value);
};

/** Name of a field in words: "do not contact" for `flags.doNotContact`. */
export const fieldName = (definition: Pick<RecordDefinition, 'fieldNames'>, field: string): string =>
  definition.fieldNames[field] ??
  (field.split('.').at(-1) ?? field)
    .replace(/([a-z])([A-Z])/gu, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();

const quoted = (words: string): string => `“${words.length > LONG ? `${words.slice(0, LONG)}…` : words}”`;

const empty = (value: JsonValue): boolean => valueWords(value) === '';

/** One change in words, without its author: "changed stage from “Lead” to “Customer”". `say` puts a value into words. */
export const changeWords = (
  definition: Pick<RecordDefinition, 'fieldNames' | 'unquoted'>,
  { field, before, after }: FieldChange,
  say: (field: string, value: JsonValue) => string = (_field, value) => valueWords(value),
): string => {
  const name = fieldName(definition, field);
  if (definition.unquoted?.includes(field) === true)
    return `${empty(before) ? 'added' : empty(after) ? 'took away' : 'changed'} the ${name}`;
  if (empty(before)) return `added ${name} ${quoted(say(field, after))}`;
  if (empty(after)) return `took away ${name} ${quoted(say(field, before))}`;
  return `changed ${name} from ${quoted(say(field, before))} to ${quoted(say(field, after))}`;
};
