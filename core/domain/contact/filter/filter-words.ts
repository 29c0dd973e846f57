import { formatDate } from '../../time/date-text.ts';
import { parseLocalDate } from '../../time/local-date.ts';
import type { FilterField } from './fields.ts';
import type { Chip } from './filter.ts';
import { operatorOf } from './operators.ts';

/** The name of a choice; undefined where the desk knows none (any more). */
export type OptionName = (field: string, code: string) => string | undefined;

/** A chip in three parts, as it is shown: field · operator · value. */
export type ChipWords = { readonly field: string; readonly operator: string; readonly value: string };

const dateWords = (text: string): string => {
  const read = parseLocalDate(text);
  return read.ok ? formatDate(read.value) : text;
};

/** A chip in words. What is not known (any more) is shown as it is written. */
export const chipWords = (
  chip: Chip,
  field: Pick<FilterField, 'title' | 'type' | 'options'> | undefined,
  optionName: OptionName,
): ChipWords => {
  const operator = field === undefined ? undefined : operatorOf(field.type, chip.op);
  const name = (code: string): string =>
    field?.options?.find((option) => option.code === code)?.name ?? optionName(chip.field, code) ?? code;
  const one = chip.values.length === 1 && operator?.operand === 'choices';
  const value = (): string => {
    switch (operator?.operand) {
      case 'choices':
        return chip.values.map(name).join(', ');
      case 'date':
      case 'dates':
        return chip.values.map(dateWords).join(' and ');
      case 'numbers':
        return chip.values.join(' and ');
      case 'days':
        return `${chip.values[0] ?? ''} ${chip.values[0] === '1' ? 'day' : 'days'}`;
      default:
        return chip.values.join(', ');
    }
  };
  return {
    field: field?.title ?? chip.field,
    operator: operatorWords(operator?.words ?? chip.op, operator?.operand, one),
    value: value(),
  };
};

/** "is any of" one thing is "is"; days are named in the value. */
const operatorWords = (words: string, operand: string | undefined, one: boolean): string => {
  if (operand === 'days') return words.replace(/ days$/u, '');
  if (!one) return words;
  return words
    .replace(/^is any of$/u, 'is')
    .replace(/^is none of$/u, 'is not')
    .replace(/^has (any|all) of$/u, 'has')
    .replace(/^has none of$/u, 'has not');
};
