import { canonicalText, type JsonObject, type JsonValue } from '../../protocol/jcs.ts';
import type { FieldChange, RecordDocument } from './operation.ts';

/** Two values say the same: equal as canonical JSON. */
export const sameValue = (left: JsonValue, right: JsonValue): boolean =>
  left === right || (typeof left === 'object' && typeof right === 'object' && canonicalText(left) === canonicalText(right));

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What differs between two documents, field by field, in the order of the fields. Members named in `nested` are compared one level deeper
 * where both sides are objects, so that two people may change two flags of one record.
 */
export const changesBetween = (before: RecordDocument, after: RecordDocument, nested: readonly string[]): readonly FieldChange[] => {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return fields.flatMap((field) => {
    const [was, is] = [before[field] ?? null, after[field] ?? null];
    if (nested.includes(field) && isObject(was) && isObject(is))
      return changesBetween(was, is, []).map((change) => ({ ...change, field: `${field}.${change.field}` }));
    return sameValue(was, is) ? [] : [{ field, before: was, after: is }];
  });
};

const pathOf = (field: string): readonly [string, string | null] => {
  const dot = field.indexOf('.');
  return dot === -1 ? [field, null] : [field.slice(0, dot), field.slice(dot + 1)];
};

/** The value of a field, null where it is not there. */
export const valueAt = (document: RecordDocument, field: string): JsonValue => {
  const [member, inner] = pathOf(field);
  const value = document[member] ?? null;
  return inner === null ? value : isObject(value) ? (value[inner] ?? null) : null;
};

/** A document with one field set. */
export const withValue = (document: RecordDocument, field: string, value: JsonValue): RecordDocument => {
  const [member, inner] = pathOf(field);
  if (inner === null) return { ...document, [member]: value };
  const held = document[member];
  return { ...document, [member]: { ...(isObject(held) ? held : {}), [inner]: value } };
};

/** A document after the changes, whatever it said before. */
export const afterChanges = (document: RecordDocument, changes: readonly FieldChange[]): RecordDocument =>
  changes.reduce((held, change) => withValue(held, change.field, change.after), document);

/** The changes that take these back. */
export const inverseOf = (changes: readonly FieldChange[]): readonly FieldChange[] =>
  changes.map(({ field, before, after }) => ({ field, before: after, after: before }));

/** Changes that no longer start from what the document says: somebody changed the field since. */
export const stale = (document: RecordDocument, changes: readonly FieldChange[]): readonly FieldChange[] =>
  changes.filter((change) => !sameValue(valueAt(document, change.field), change.before));
