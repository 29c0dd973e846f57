import { z } from 'zod';

import { HEADER_RULES, headerKey, SIGNATURES, SOURCES, type ContactSourceProgram, type HeaderRule } from './header-names.ts';
import { isTfnHeader } from './tax-file-number.ts';

/** What a column may be read as. `fullName` may be surname first; `detail` keeps the cell as a labelled fact; `tfn` is dropped. */
export const MAPPED_FIELDS = [
  'ignore',
  'detail',
  'tfn',
  'displayName',
  'fullName',
  'organisationOrFamilyName',
  'namePrefix',
  'givenName',
  'middleName',
  'familyName',
  'nameSuffix',
  'nickname',
  'organisationName',
  'legalName',
  'jobTitle',
  'department',
  'entity',
  'email',
  'emailLabel',
  'phone',
  'phoneLabel',
  'addressLine',
  'addressPoBox',
  'addressLocality',
  'addressRegion',
  'addressPostcode',
  'addressCountry',
  'addressFormatted',
  'addressLabel',
  'addressAttention',
  'website',
  'abn',
  'acn',
  'taxNumberKind',
  'dateOfBirth',
  'notes',
  'tags',
  'status',
  'externalId',
  'personName',
  'personGivenName',
  'personFamilyName',
  'personEmail',
  'doNotContact',
  'assuranceClient',
  'deceased',
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

/**
 * One column's meaning. `group` ties the columns of one address, e-mail or person together (empty: the file has one);
 * `label` is what the value is called ("Mobile", "Postal").
 */
export const mappedColumnSchema = z
  .strictObject({
    header: z.string().min(1).max(1000),
    field: z.enum(MAPPED_FIELDS),
    group: z.string().max(200),
    label: z.string().max(200),
  })
  .readonly();

/** A mapping as it is saved and edited: columns are named, never numbered. */
export const columnMappingSchema = z
  .strictObject({
    v: z.literal(1),
    name: z.string().min(1).max(200),
    source: z.enum(SOURCES),
    columns: z.array(mappedColumnSchema).max(2000).readonly(),
  })
  .readonly();

export type MappedColumn = z.infer<typeof mappedColumnSchema>;
export type ColumnMapping = z.infer<typeof columnMappingSchema>;

export type SuggestedMapping = {
  readonly mapping: ColumnMapping;
  /** Whole percent: 100 means the program is certain and each of its columns is known. */
  readonly confidence: number;
  /** Columns whose name no rule knows; they are not imported unless a person maps them. */
  readonly unknown: readonly string[];
};

const SOURCE_NAMES: Readonly<Record<ContactSourceProgram, string>> = {
  xero: 'Xero contacts',
  google: 'Google Contacts',
  'google-legacy': 'Google Contacts (legacy)',
  outlook: 'Outlook.com',
  'outlook-from-google': 'Outlook CSV from Google',
  myob: 'MYOB cards',
  practice: 'Practice software client list',
  vcard: 'vCard',
  generic: 'Other file',
};

/** The program whose column names these are, or `generic`. Only names count, never positions. */
export const recogniseSource = (headers: readonly string[]): ContactSourceProgram => {
  const keys = new Set(headers.map(headerKey));
  const found = SIGNATURES.find(({ all, any }) => all.every((key) => keys.has(key)) && any.some((key) => keys.has(key)));
  return found?.source ?? 'generic';
};

const titled = (text: string): string => (text === '' ? '' : text.charAt(0).toUpperCase() + text.slice(1));

const columnFor = (header: string, rules: readonly HeaderRule[]): MappedColumn | null => {
  if (isTfnHeader(header)) return { header, field: 'tfn', group: '', label: '' };
  const key = headerKey(header);
  for (const { pattern, field, group, label } of rules) {
    const match = pattern.exec(key);
    if (match === null) continue;
    const fill = (template: string | undefined): string => (template ?? '').replace('$1', match[1] ?? '').trim();
    return { header, field, group: fill(group), label: titled(fill(label)) };
  }
  return null;
};

/** How many of the names are known to the general table or mark a known program: tells a header from a data row. */
export const countRecognised = (headers: readonly string[]): number => {
  const rules = [...HEADER_RULES[recogniseSource(headers)], ...HEADER_RULES.generic];
  return headers.filter((header) => header !== '' && columnFor(header, rules) !== null).length;
};

const ADDRESS_FIELDS: ReadonlySet<MappedField> = new Set([
  'addressLine',
  'addressPoBox',
  'addressLocality',
  'addressRegion',
  'addressPostcode',
  'addressCountry',
  'addressFormatted',
  'addressAttention',
]);

/** "Postal Address, Suburb, State": columns of no group that hold no street belong to the one address that has a street. */
const joinAddress = (columns: readonly MappedColumn[]): readonly MappedColumn[] => {
  const streets = columns.filter((column) => column.field === 'addressLine' || column.field === 'addressFormatted');
  const groups = new Set(streets.map((column) => column.group));
  const [only] = streets;
  if (only === undefined || only.group === '' || groups.size !== 1) return columns;
  return columns.map((column) =>
    ADDRESS_FIELDS.has(column.field) && column.group === '' ? { ...column, group: only.group, label: only.label } : column,
  );
};

/** Suggests what each column means. Unknown columns are set to `ignore` and listed; a tax file number column is always `tfn`. */
export const suggestMapping = (headers: readonly string[], knownSource?: ContactSourceProgram): SuggestedMapping => {
  const source = knownSource ?? recogniseSource(headers);
  const rules = HEADER_RULES[source];
  const unknown: string[] = [];
  const columns = headers.map((header): MappedColumn => {
    const column = columnFor(header, rules);
    if (column !== null) return column;
    unknown.push(header);
    return { header, field: 'ignore', group: '', label: '' };
  });
  const known = Math.floor(((headers.length - unknown.length) * 100) / Math.max(1, headers.length));
  const confidence = source === 'generic' ? Math.min(known, 70) : source === 'practice' ? Math.min(known, 90) : known;
  return {
    mapping: { v: 1, name: SOURCE_NAMES[source], source, columns: joinAddress(columns) },
    confidence,
    unknown,
  };
};

/**
 * Fits a saved mapping to the columns of a file by name: columns of the file that the mapping does not know are ignored
 * and listed, columns of the mapping that the file lacks are listed. Whatever the mapping says, a tax file number column is `tfn`.
 */
export const fitMapping = (
  mapping: ColumnMapping,
  headers: readonly string[],
): {
  readonly mapping: ColumnMapping;
  readonly unknown: readonly string[];
  readonly absent: readonly string[];
} => {
  const byKey = new Map(mapping.columns.map((column) => [headerKey(column.header) || column.header, column]));
  const unknown: string[] = [];
  const columns = headers.map((header): MappedColumn => {
    if (isTfnHeader(header)) return { header, field: 'tfn', group: '', label: '' };
    const saved = byKey.get(headerKey(header) || header);
    if (saved !== undefined) return { ...saved, header };
    unknown.push(header);
    return { header, field: 'ignore', group: '', label: '' };
  });
  const present = new Set(headers.map((header) => headerKey(header) || header));
  const absent = mapping.columns.filter((column) => !present.has(headerKey(column.header) || column.header)).map((column) => column.header);
  return { mapping: { ...mapping, columns }, unknown, absent };
};
