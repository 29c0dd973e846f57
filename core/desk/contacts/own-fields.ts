import { type ContactDocument } from '../../domain/contact/document.ts';
import { type OwnField, type OwnFields, ownFieldsSchema, readOwnValue, typedOwnValue } from '../../domain/contact/own-field.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext } from '../context.ts';
import { type SettingDefinition, settingOf } from '../settings/store.ts';
import type { FieldIssue } from './form-facts.ts';

/** Fields that a practice adds to its contacts without code. Values of a field that was taken out stay recorded, and show again with it. */
export const ownFieldsSetting: SettingDefinition<OwnFields> = {
  name: 'contact-fields',
  title: 'Own fields of contacts',
  touches: 'The form and the page of a contact, columns and filters of the list, exports.',
  schema: ownFieldsSchema,
  permission: 'manage-settings',
  initial: () => ({ fields: [] }),
  words: ({ fields }) => (fields.length === 0 ? 'none' : fields.map((field) => field.name).join(', ')),
};

/** The own fields of this practice, in their order. */
export const ownFieldsOf = (desk: DeskContext): readonly OwnField[] => settingOf(desk, ownFieldsSetting).fields;

/** Values of a contact's own fields as a form holds them, by code. */
export const typedOwn = (custom: ContactDocument['custom']): Record<string, string> =>
  Object.fromEntries(Object.entries(custom).map(([code, value]) => [code, typedOwnValue(value)]));

/**
 * The values with those that a form names laid over them. Errors: every entry that does not fit, by path; a field that is not (any more) in the
 * settings is refused only where its value would change.
 */
export const withOwn = (
  desk: DeskContext,
  custom: ContactDocument['custom'],
  typed: Readonly<Record<string, string>>,
): Result<ContactDocument['custom'], readonly FieldIssue[]> => {
  const fields = new Map(ownFieldsOf(desk).map((field) => [field.code, field]));
  const next = { ...custom };
  const issues: FieldIssue[] = [];
  for (const [code, text] of Object.entries(typed)) {
    if (text === typedOwnValue(custom[code])) continue;
    const field = fields.get(code);
    const read = field === undefined ? err('This field was taken out of the settings. Load the page again.') : readOwnValue(field, text);
    if (!read.ok) issues.push({ path: `facts.own.${code}`, message: read.error });
    else if (read.value === null) delete next[code];
    else next[code] = read.value;
  }
  return issues.length > 0 ? err(issues) : ok(next);
};
