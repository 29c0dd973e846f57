import type { JsonValue } from '../../protocol/jcs.ts';
import { sameValue } from '../record/field-changes.ts';
import type { ContactAddress, ContactFields, PersonName } from './contact.ts';
import { nameKey } from './name.ts';

/**
 * What an import does with one field of a contact that is in the book already. `fill`: the file's value only where ours is empty; `add`: the
 * entries that ours lacks, besides ours; `take`: the file's value over ours; `keep`: ours stays. An empty cell never takes anything away.
 */
export const POLICIES = ['fill', 'add', 'take', 'keep'] as const;
export type FieldPolicy = (typeof POLICIES)[number];

/** Fields that an update decides one by one, in the order they are shown. */
export const IMPORT_FIELDS = [
  'name',
  'entity',
  'organisationName',
  'legalName',
  'jobTitle',
  'department',
  'emails',
  'phones',
  'addresses',
  'websites',
  'abn',
  'acn',
  'dateOfBirth',
  'notes',
  'tags',
  'contactPersons',
  'externalIds',
  'details',
  'unread',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

export type ImportPolicies = Readonly<Record<ImportField, FieldPolicy>>;

type ListField = 'emails' | 'phones' | 'addresses' | 'websites' | 'tags' | 'contactPersons' | 'externalIds' | 'details' | 'unread';
type OneField = Exclude<ImportField, ListField | 'name'>;

const LISTS: ReadonlySet<ImportField> = new Set<ListField>([
  'emails',
  'phones',
  'addresses',
  'websites',
  'tags',
  'contactPersons',
  'externalIds',
  'details',
  'unread',
]);
const isList = (field: ImportField): field is ListField => LISTS.has(field);

/** What may be chosen for a field: entries are added to lists and lines to a note, never to one value. */
export const policiesOf = (field: ImportField): readonly FieldPolicy[] =>
  isList(field) || field === 'notes' ? POLICIES : POLICIES.filter((policy) => policy !== 'add');

const defaultOf = (field: ImportField): FieldPolicy => (isList(field) ? 'add' : 'fill');

/** Nothing of ours is lost by these: empty fields are filled, lists grow. */
export const DEFAULT_POLICIES: ImportPolicies = Object.fromEntries(
  IMPORT_FIELDS.map((field) => [field, defaultOf(field)]),
) as unknown as ImportPolicies;

/** One field in which a row of a file says something else than the contact it belongs to. `becomes` equals `ours` where ours stays. */
export type FieldDifference = {
  readonly field: ImportField | 'flags';
  readonly ours: JsonValue;
  readonly file: JsonValue;
  readonly becomes: JsonValue;
  /** True where the import changes the field. */
  readonly taken: boolean;
};

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\s.,]+/gu, '')
    .toLowerCase();

const addressKey = (address: ContactAddress): string =>
  folded(
    [address.lines.length > 0 ? address.lines.join(' ') : (address.formatted ?? ''), address.locality ?? '', address.postcode ?? ''].join(
      ' ',
    ),
  );

// What makes two entries of a list the same. Facts are told by their label, so that a file's newer "Status" meets ours.
const KEYS: { readonly [Field in ListField]: (entry: ContactFields[Field][number]) => string } = {
  emails: ({ address }) => address.toLowerCase(),
  phones: ({ e164, raw, extension }) => `${e164 ?? folded(raw)} ${extension ?? ''}`,
  addresses: addressKey,
  websites: (site) => folded(site.replace(/^https?:\/\/(?:www\.)?/iu, '').replace(/\/$/u, '')),
  tags: folded,
  contactPersons: ({ name, email }) => `${nameKey(name)} ${email?.toLowerCase() ?? ''}`,
  externalIds: ({ system, id }) => `${system} ${id}`.toLowerCase(),
  details: ({ label }) => folded(label),
  unread: ({ column, text }) => `${column} ${text}`,
};

const sameEntry = (left: unknown, right: unknown): boolean => sameValue(left as JsonValue, right as JsonValue);

type Entries = readonly unknown[];
type KeyOf = (entry: unknown) => string;

/** Entries of the file that ours lacks; of facts also those that say something else under the same label. */
const newEntries = (field: ListField, ours: Entries, file: Entries, keyOf: KeyOf): Entries => {
  const known = new Map(ours.map((entry) => [keyOf(entry), entry]));
  return file.filter((entry) => {
    const held = known.get(keyOf(entry));
    return held === undefined || (field === 'details' && !sameEntry(held, entry));
  });
};

const mergedList = (field: ListField, ours: Entries, file: Entries, policy: FieldPolicy, keyOf: KeyOf): Entries => {
  if (newEntries(field, ours, file, keyOf).length === 0) return ours;
  const known = new Set(ours.map(keyOf));
  switch (policy) {
    case 'keep':
      return ours;
    case 'fill':
      return ours.length === 0 ? file : ours;
    case 'add':
      return [...ours, ...file.filter((entry) => !known.has(keyOf(entry)))];
    case 'take': {
      const theirs = new Set(file.map(keyOf));
      return field === 'details' ? [...ours.filter((entry) => !theirs.has(keyOf(entry))), ...file] : file;
    }
  }
};

const isEmpty = (field: OneField, value: ContactFields[OneField]): boolean => value === null || (field === 'entity' && value === 'unknown');

const sameOne = (field: OneField, ours: ContactFields[OneField], file: ContactFields[OneField]): boolean => {
  if (typeof ours === 'string' && typeof file === 'string') return field === 'notes' ? ours.includes(file) : folded(ours) === folded(file);
  return sameEntry(ours, file);
};

const mergedOne = (
  field: OneField,
  ours: ContactFields[OneField],
  file: ContactFields[OneField],
  policy: FieldPolicy,
): ContactFields[OneField] => {
  if (isEmpty(field, file) || sameOne(field, ours, file)) return ours;
  if (isEmpty(field, ours)) return policy === 'keep' ? ours : file;
  if (policy === 'take') return file;
  return policy === 'add' && typeof ours === 'string' && typeof file === 'string' ? `${ours}\n${file}` : ours;
};

type Named = Pick<ContactFields, 'displayName' | 'name' | 'organisationName'>;

const PARTS = ['prefix', 'given', 'middle', 'family', 'suffix', 'nickname'] as const satisfies readonly (keyof PersonName)[];

const sameParts = (ours: PersonName, file: PersonName): boolean =>
  PARTS.every((part) => file[part] === null || (ours[part] !== null && folded(ours[part]) === folded(file[part])));

const sameName = (ours: ContactFields, file: ContactFields): boolean =>
  nameKey(ours.displayName) === nameKey(file.displayName) && (ours.name === null || file.name === null || sameParts(ours.name, file.name));

const agreeOn = (part: 'given' | 'family', ours: PersonName, file: PersonName): boolean => {
  const [held, other] = [ours[part], file[part]];
  return held === null || other === null || folded(held) === folded(other);
};

/** A name whose given and family name agree lends the parts that ours lacks; any other name is taken whole or not at all. */
const mergedName = (ours: ContactFields, file: ContactFields, policy: FieldPolicy): Named => {
  const { displayName, name, organisationName } = ours;
  const held: Named = { displayName, name, organisationName };
  if (policy === 'keep' || ours.kind !== file.kind || sameName(ours, file)) return held;
  if (policy === 'take')
    return {
      displayName: file.displayName,
      name: file.name,
      organisationName: ours.kind === 'organisation' ? file.organisationName : organisationName,
    };
  if (file.name === null || name === null) return held;
  if (!agreeOn('given', name, file.name) || !agreeOn('family', name, file.name)) return held;
  const theirs = file.name;
  return { ...held, name: Object.fromEntries(PARTS.map((part) => [part, name[part] ?? theirs[part]])) as unknown as PersonName };
};

/** Marks are only ever set by an import: what protects a person is never lifted by a file. */
const mergedFlags = ({ flags }: ContactFields, file: ContactFields): ContactFields['flags'] => ({
  assuranceClient: flags.assuranceClient || file.flags.assuranceClient,
  doNotContact: flags.doNotContact || file.flags.doNotContact,
  deceased: flags.deceased || file.flags.deceased,
});

const oneFields = (ours: ContactFields): readonly OneField[] =>
  IMPORT_FIELDS.filter(
    (field): field is OneField => field !== 'name' && !isList(field) && !(field === 'organisationName' && ours.kind === 'organisation'),
  );

/**
 * The contact that a row of a file makes of one that is in the book, by the policies. Whether it is a person or an organisation stays; "do not
 * contact", "deceased" and "audit or assurance client" are set where the file says so and never lifted.
 */
export const updatedFields = (ours: ContactFields, file: ContactFields, policies: ImportPolicies): ContactFields => {
  const ones = Object.fromEntries(oneFields(ours).map((field) => [field, mergedOne(field, ours[field], file[field], policies[field])]));
  const lists = Object.fromEntries(
    IMPORT_FIELDS.filter(isList).map((field) => [
      field,
      mergedList(field, ours[field], file[field], policies[field], KEYS[field] as KeyOf),
    ]),
  );
  return { ...ours, ...ones, ...lists, ...mergedName(ours, file, policies.name), flags: mergedFlags(ours, file) };
};

const nameValue = ({ displayName, name }: Pick<ContactFields, 'displayName' | 'name'>): JsonValue => {
  const parts = name === null ? [] : PARTS.flatMap((part) => (name[part] === null ? [] : [name[part]]));
  const spoken = parts.join(' ');
  return spoken === '' || nameKey(spoken) === nameKey(displayName) ? displayName : `${displayName} (${spoken})`;
};

const valueOf = (field: FieldDifference['field'], fields: ContactFields): JsonValue =>
  field === 'name' ? nameValue(fields) : fields[field];

const differs = (field: ImportField, ours: ContactFields, file: ContactFields): boolean => {
  if (field === 'name') return ours.kind === file.kind && !sameName(ours, file);
  if (isList(field)) return newEntries(field, ours[field], file[field], KEYS[field] as KeyOf).length > 0;
  if (!oneFields(ours).includes(field)) return false;
  return !isEmpty(field, file[field]) && !sameOne(field, ours[field], file[field]);
};

/** Every field in which a row says something that the contact does not, with what it becomes by the policies. Empty where the row says nothing new. */
export const differencesOf = (ours: ContactFields, file: ContactFields, policies: ImportPolicies): readonly FieldDifference[] => {
  const next = updatedFields(ours, file, policies);
  const fields: readonly FieldDifference['field'][] = [
    ...IMPORT_FIELDS.filter((field) => differs(field, ours, file)),
    ...(sameEntry(ours.flags, next.flags) ? [] : (['flags'] as const)),
  ];
  return fields.map((field) => {
    const [before, becomes] = [valueOf(field, ours), valueOf(field, next)];
    const kept = sameEntry(before, becomes) && (field !== 'name' || sameEntry(ours.name, next.name));
    return { field, ours: before, file: valueOf(field, file), becomes, taken: !kept };
  });
};
