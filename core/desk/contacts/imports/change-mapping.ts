import type { ColumnMapping, MappedColumn, MappedField } from '../../../domain/contact/mapping.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { Refusal } from '../../refusal.ts';
import { parseField } from './field-names.ts';

export type ColumnChoice = { readonly column: string; readonly field: string | null };

const isAddress = (field: MappedField): boolean => field.startsWith('address');

/** The group of the one address of a file, so that a column added by hand joins it; empty where there is none or more than one. */
const addressGroup = (mapping: ColumnMapping): string => {
  const groups = new Set(mapping.columns.filter((column) => isAddress(column.field)).map((column) => column.group));
  const [only = ''] = groups;
  return groups.size === 1 ? only : '';
};

const changed = (column: MappedColumn, field: MappedField, mapping: ColumnMapping): MappedColumn => {
  if (column.field === field) return column;
  return {
    header: column.header,
    field,
    group: isAddress(field) ? addressGroup(mapping) : '',
    label: field === 'phone' ? column.header.slice(0, 200) : '',
  };
};

/** Applies a person's choices to a mapping; columns that are not named stay. Errors: a column or field that is unknown, or a column named twice. */
export const changeMapping = (mapping: ColumnMapping, choices: readonly ColumnChoice[]): Result<ColumnMapping, Refusal> => {
  const rest = {
    status: 422,
    title: 'The columns cannot be read like that',
    kept: 'The columns are read as before.',
    next: 'Load the preview again and choose from its lists.',
  } as const;
  const chosen = new Map<string, MappedField>();
  const known = new Set(mapping.columns.map((column) => column.header));
  for (const { column, field } of choices) {
    if (!known.has(column))
      return err({
        ...rest,
        code: 'import.no-such-column',
        detail: 'The file has no column of this name.',
        where: `column “${column.slice(0, 80)}”`,
      });
    if (chosen.has(column))
      return err({
        ...rest,
        code: 'import.column-twice',
        detail: 'One column was given two meanings.',
        where: `column “${column.slice(0, 80)}”`,
      });
    const read = field === null ? 'ignore' : parseField(field);
    if (read === undefined)
      return err({
        ...rest,
        code: 'import.no-such-field',
        detail: 'There is no such field of a contact.',
        where: `column “${column.slice(0, 80)}”`,
      });
    chosen.set(column, read);
  }
  return ok({
    ...mapping,
    columns: mapping.columns.map((column) => changed(column, chosen.get(column.header) ?? column.field, mapping)),
  });
};
