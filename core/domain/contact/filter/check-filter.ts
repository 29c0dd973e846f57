import { addDays, type LocalDate, parseLocalDate } from '../../time/local-date.ts';
import type { FilterField } from './fields.ts';
import { type Chip, type Filter, isGroup } from './filter.ts';
import { type FieldType, operatorOf } from './operators.ts';

/** What a chip asks of a contact, its values read. Days that count from today are resolved to dates; a missing end is open. */
export type Test =
  | { readonly ask: 'filled'; readonly field: string; readonly type: FieldType; readonly filled: boolean }
  | { readonly ask: 'text'; readonly field: string; readonly op: 'has' | 'starts' | 'is' | 'not'; readonly value: string }
  | { readonly ask: 'choice'; readonly field: string; readonly op: 'any' | 'none'; readonly values: readonly string[] }
  | { readonly ask: 'set'; readonly field: string; readonly op: 'any' | 'all' | 'none'; readonly values: readonly string[] }
  | { readonly ask: 'yes-no'; readonly field: string; readonly yes: boolean }
  | { readonly ask: 'number'; readonly field: string; readonly from: number | null; readonly to: number | null }
  | { readonly ask: 'date'; readonly field: string; readonly from: LocalDate | null; readonly to: LocalDate | null };

/** A filter whose every chip is understood. */
export type CheckedFilter = { readonly match: 'all' | 'any'; readonly parts: readonly (Test | { readonly tests: readonly Test[] })[] };

/** Why a chip is left out: the desk has no such field, the field no such operator, or the value is none. */
export type LeftOut = { readonly chip: Chip; readonly code: 'no-such-field' | 'no-such-operator' | 'no-such-value' };

const MOST_DAYS = 36_500;

const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^-?\d{1,15}(\.\d{1,6})?$/u.test(text) ? Number(text) : null;

const dateOf = (text: string | undefined): LocalDate | null => {
  const read = parseLocalDate(text ?? '');
  return read.ok ? read.value : null;
};

const numberTest = (field: string, op: string, values: readonly string[]): Test | null => {
  const [one, two] = [numberOf(values[0]), numberOf(values[1])];
  if (one === null || values.length !== (op === 'between' ? 2 : 1)) return null;
  if (op === 'eq') return { ask: 'number', field, from: one, to: one };
  if (op === 'least') return { ask: 'number', field, from: one, to: null };
  if (op === 'most') return { ask: 'number', field, from: null, to: one };
  return two === null ? null : { ask: 'number', field, from: Math.min(one, two), to: Math.max(one, two) };
};

const daysTest = (field: string, op: string, values: readonly string[], today: LocalDate): Test | null => {
  const days = values.length === 1 && /^\d{1,5}$/u.test(values[0] ?? '') ? Number(values[0]) : null;
  if (days === null || days < 1 || days > MOST_DAYS) return null;
  // Today counts: "in the last 1 days" is today.
  return op === 'last'
    ? { ask: 'date', field, from: addDays(today, 1 - days), to: today }
    : { ask: 'date', field, from: today, to: addDays(today, days - 1) };
};

const dateTest = (field: string, op: string, values: readonly string[], today: LocalDate): Test | null => {
  if (op === 'last' || op === 'coming') return daysTest(field, op, values, today);
  const [one, two] = [dateOf(values[0]), dateOf(values[1])];
  if (one === null || values.length !== (op === 'between' ? 2 : 1)) return null;
  if (op === 'on') return { ask: 'date', field, from: one, to: one };
  if (op === 'before') return one <= '0001-01-01' ? null : { ask: 'date', field, from: null, to: addDays(one, -1) };
  if (op === 'after') return one >= '9999-12-31' ? null : { ask: 'date', field, from: addDays(one, 1), to: null };
  if (two === null) return null;
  return { ask: 'date', field, from: one < two ? one : two, to: one < two ? two : one };
};

const isOneOf = <const C extends string>(code: string, codes: readonly C[]): code is C => codes.some((known) => known === code);

type Judged = Pick<FilterField, 'name' | 'type'>;

const testOf = (field: Judged, chip: Chip, today: LocalDate): Test | null => {
  const { op, values } = chip;
  const { name, type } = field;
  if (isOneOf(op, ['filled', 'empty'])) return values.length === 0 ? { ask: 'filled', field: name, type, filled: op === 'filled' } : null;
  switch (type) {
    case 'text': {
      const [value] = values;
      return values.length === 1 && value !== undefined && isOneOf(op, ['has', 'starts', 'is', 'not'])
        ? { ask: 'text', field: name, op, value }
        : null;
    }
    case 'choice':
      return values.length > 0 && isOneOf(op, ['any', 'none']) ? { ask: 'choice', field: name, op, values: [...new Set(values)] } : null;
    case 'set':
      return values.length > 0 && isOneOf(op, ['any', 'all', 'none'])
        ? { ask: 'set', field: name, op, values: [...new Set(values)] }
        : null;
    case 'yes-no':
      return values.length === 0 ? { ask: 'yes-no', field: name, yes: op === 'yes' } : null;
    case 'number':
      return numberTest(name, op, values);
    case 'date':
      return dateTest(name, op, values, today);
  }
};

/**
 * Reads a filter against the fields of a desk. Total: a chip that the desk cannot judge (a field that was removed, a value that is none) is
 * left out and named, and the rest holds. `today` is the date in the practice's zone.
 */
export const checkFilter = (
  filter: Filter,
  fields: ReadonlyMap<string, Judged>,
  today: LocalDate,
): { readonly filter: CheckedFilter; readonly leftOut: readonly LeftOut[] } => {
  const leftOut: LeftOut[] = [];
  const test = (chip: Chip): readonly Test[] => {
    const field = fields.get(chip.field);
    const known = field !== undefined && operatorOf(field.type, chip.op) !== undefined;
    const read = field !== undefined && known ? testOf(field, chip, today) : null;
    if (read !== null) return [read];
    leftOut.push({ chip, code: field === undefined ? 'no-such-field' : known ? 'no-such-value' : 'no-such-operator' });
    return [];
  };
  const parts = filter.parts.flatMap((part): CheckedFilter['parts'] => {
    if (!isGroup(part)) return test(part);
    const tests = part.chips.flatMap(test);
    return tests.length === 0 ? [] : [{ tests }];
  });
  return { filter: { match: filter.match, parts }, leftOut };
};
