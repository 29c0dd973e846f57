import type { ContactDocument } from '../contact/document.ts';
import { sameValue, valueAt, withValue } from '../record/field-changes.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import type { RecordDocument } from '../record/operation.ts';

/** Whose value a field of the remaining contact takes: its own, the other's, those of both, or what a person enters. */
export type Take = 'survivor' | 'merged' | 'both' | 'own';

/** Text fields that a person may also enter anew. */
export const TEXT_FIELDS = [
  'displayName',
  'name.prefix',
  'name.given',
  'name.middle',
  'name.family',
  'name.suffix',
  'name.nickname',
  'organisationName',
  'legalName',
  'jobTitle',
  'department',
] as const;
const LIST_FIELDS = ['emails', 'phones', 'addresses', 'websites', 'tags', 'contactPersons', 'externalIds', 'details', 'unread'] as const;
const VALUE_FIELDS = ['kind', 'entity', 'abn', 'acn', 'dateOfBirth', 'owner', 'stage', 'partner'] as const;
const FLAGS = ['flags.assuranceClient', 'flags.doNotContact', 'flags.deceased'] as const;

/** Every field that a merge decides. `source` stays the survivor's own: it says where that record came from. */
export const MERGE_FIELDS = [...TEXT_FIELDS, ...VALUE_FIELDS, ...LIST_FIELDS, 'notes', 'custom', ...FLAGS] as const;

export type TextField = (typeof TEXT_FIELDS)[number];
export type MergeField = (typeof MERGE_FIELDS)[number];

/** What a person chose for a field. */
export type FieldChoice = { readonly take: 'survivor' | 'merged' | 'both' } | { readonly take: 'own'; readonly value: string };
export type MergeChoices = Readonly<Partial<Record<MergeField, FieldChoice>>>;

/** What becomes of a field on which the two records differ. */
export type FieldOutcome = {
  readonly field: MergeField;
  readonly survivor: JsonValue;
  readonly merged: JsonValue;
  readonly result: JsonValue;
  readonly take: Take;
  /** What may be chosen; one entry where the stricter always counts. */
  readonly options: readonly Take[];
  /** True where a value of the merged record is in neither place afterwards. */
  readonly drops: boolean;
};

/** The survivor as it would be, and every field on which the two differ. */
export type FieldPlan = { readonly document: ContactDocument; readonly outcomes: readonly FieldOutcome[] };

const isEmpty = (value: JsonValue): boolean =>
  value === null ||
  value === '' ||
  value === 'unknown' ||
  (Array.isArray(value) && value.length === 0) ||
  (isPlain(value) && Object.values(value).every(isEmpty));

const isPlain = (value: JsonValue): value is { readonly [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const isFlag = (field: MergeField): boolean => field.startsWith('flags.');
const isText = (field: MergeField): field is TextField => (TEXT_FIELDS as readonly string[]).includes(field);
const isList = (field: MergeField): boolean => (LIST_FIELDS as readonly string[]).includes(field);

const optionsOf = (field: MergeField): readonly Take[] => {
  if (isFlag(field)) return ['both'];
  if (isText(field)) return ['survivor', 'merged', 'own'];
  return isList(field) || field === 'notes' || field === 'custom' ? ['survivor', 'merged', 'both'] : ['survivor', 'merged'];
};

const lower = (value: JsonValue | undefined): JsonValue => (typeof value === 'string' ? value.toLowerCase() : (value ?? null));

/** What identifies an entry of a list, whatever it is labelled. */
const identityOf = (field: MergeField, entry: JsonValue): JsonValue => {
  if (field === 'tags') return lower(entry);
  if (!isPlain(entry)) return entry;
  if (field === 'emails') return lower(entry['address']);
  if (field === 'phones') return [entry['e164'] ?? entry['raw'] ?? null, entry['extension'] ?? null];
  return field === 'addresses' ? { ...entry, label: null } : entry;
};

const holds = (field: MergeField, list: readonly JsonValue[], entry: JsonValue): boolean =>
  list.some((held) => sameValue(identityOf(field, held), identityOf(field, entry)));

const joinedList = (field: MergeField, survivor: readonly JsonValue[], merged: readonly JsonValue[]): JsonValue => [
  ...survivor,
  ...merged.filter((entry) => !holds(field, survivor, entry)),
];

const joined = (field: MergeField, survivor: JsonValue, merged: JsonValue): JsonValue => {
  if (isFlag(field)) return survivor === true || merged === true;
  if (isArray(survivor) && isArray(merged)) return joinedList(field, survivor, merged);
  if (isPlain(survivor) && isPlain(merged))
    return {
      ...merged,
      ...Object.fromEntries(Object.entries(survivor).filter(([key, value]) => !isEmpty(value) || isEmpty(merged[key] ?? null))),
    };
  if (typeof survivor === 'string' && typeof merged === 'string') return survivor.includes(merged) ? survivor : `${survivor}\n\n${merged}`;
  return isEmpty(survivor) ? merged : survivor;
};

const usual = (field: MergeField, survivor: JsonValue, merged: JsonValue): Take => {
  if (isFlag(field) || isList(field) || field === 'notes' || field === 'custom') return 'both';
  return isEmpty(survivor) && !isEmpty(merged) ? 'merged' : 'survivor';
};

/** Whether every value of the merged record is in the result. */
const keeps = (field: MergeField, merged: JsonValue, result: JsonValue): boolean => {
  if (isEmpty(merged) || isFlag(field) || sameValue(merged, result)) return true;
  if (isArray(merged) && isArray(result)) return merged.every((entry) => holds(field, result, entry));
  if (typeof merged === 'string' && typeof result === 'string' && field === 'notes') return result.includes(merged);
  if (isPlain(merged) && isPlain(result))
    return Object.entries(merged).every(([key, value]) => isEmpty(value) || sameValue(value, result[key] ?? null));
  return false;
};

const decided = (
  field: MergeField,
  choice: FieldChoice | undefined,
  survivor: JsonValue,
  merged: JsonValue,
): { readonly take: Take; readonly result: JsonValue } => {
  const wanted = choice !== undefined && optionsOf(field).includes(choice.take) ? choice : { take: usual(field, survivor, merged) };
  switch (wanted.take) {
    case 'own': {
      const value = 'value' in wanted ? wanted.value.normalize('NFC').trim() : '';
      return { take: 'own', result: value === '' ? null : value };
    }
    case 'both':
      return { take: 'both', result: joined(field, survivor, merged) };
    case 'merged':
      return { take: 'merged', result: merged };
    case 'survivor':
      return { take: 'survivor', result: survivor };
  }
};

const withoutEmptyName = (document: RecordDocument): RecordDocument =>
  document['name'] !== undefined && isPlain(document['name']) && Object.values(document['name']).every((part) => part === null)
    ? { ...document, name: null }
    : document;

const EMPTY_NAME = { prefix: null, given: null, middle: null, family: null, suffix: null, nickname: null };

/**
 * What two records of one client become: the survivor's own values where it has any, lists of both, and of each flag (assurance client, do not
 * contact, deceased) the stricter. A choice that a field does not offer counts as none.
 */
export const planFields = (survivor: ContactDocument, merged: ContactDocument, choices: MergeChoices): FieldPlan => {
  const [left, right]: readonly [RecordDocument, RecordDocument] = [
    { ...survivor, name: survivor.name ?? EMPTY_NAME },
    { ...merged, name: merged.name ?? EMPTY_NAME },
  ];
  let document = left;
  const outcomes: FieldOutcome[] = [];
  for (const field of MERGE_FIELDS) {
    const [own, other] = [valueAt(left, field), valueAt(right, field)];
    const { take, result } = decided(field, choices[field], own, other);
    document = withValue(document, field, result);
    if (sameValue(own, other) && sameValue(own, result)) continue;
    outcomes.push({ field, survivor: own, merged: other, result, take, options: optionsOf(field), drops: !keeps(field, other, result) });
  }
  // Every member comes from one of two documents of this type, or is a text where a text belongs.
  return { document: withoutEmptyName(document) as ContactDocument, outcomes };
};
