import type { FieldType } from './operators.ts';

/** Something that contacts can be filtered by. `options` are the choices that are known beforehand; others come from the desk. */
export type FilterField = {
  readonly name: string;
  readonly title: string;
  readonly type: FieldType;
  /** The group of the menu in which it stands. */
  readonly group: 'Contact' | 'Practice' | 'Sharing' | 'Work' | 'Origin' | 'Own fields';
  readonly options?: readonly { readonly code: string; readonly name: string }[];
};

/** Where sharing a contact stands, derived at read: the end of a consent is a comparison of dates, never an act. */
export const CONSENT_STATES = ['given', 'expiring', 'expired', 'asked', 'not-asked', 'refused', 'withdrawn'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

const KINDS = [
  { code: 'person', name: 'Person' },
  { code: 'organisation', name: 'Organisation' },
] as const;

const ENTITY_NAMES = [
  { code: 'individual', name: 'Individual' },
  { code: 'couple', name: 'Couple' },
  { code: 'company', name: 'Company' },
  { code: 'trust', name: 'Trust' },
  { code: 'superFund', name: 'Super fund' },
  { code: 'partnership', name: 'Partnership' },
  { code: 'soleTrader', name: 'Sole trader' },
  { code: 'estate', name: 'Deceased estate' },
  { code: 'unknown', name: 'Not known' },
] as const;

const CONSENT_NAMES: Readonly<Record<ConsentState, string>> = {
  given: 'Given',
  expiring: 'Ends within 30 days',
  expired: 'Expired',
  asked: 'Asked',
  'not-asked': 'Not asked',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
};

const REGIONS = ['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA'].map((code) => ({ code, name: code }));

/** Everything that each desk can filter contacts by; the fields that a practice defined for itself follow them. */
export const CONTACT_FIELDS = [
  { name: 'name', title: 'Name', type: 'text', group: 'Contact' },
  { name: 'organisation', title: 'Organisation', type: 'text', group: 'Contact' },
  { name: 'kind', title: 'Type', type: 'choice', group: 'Contact', options: KINDS },
  { name: 'entity', title: 'Legal form', type: 'choice', group: 'Contact', options: ENTITY_NAMES },
  { name: 'email', title: 'E-mail', type: 'text', group: 'Contact' },
  { name: 'phone', title: 'Telephone', type: 'text', group: 'Contact' },
  { name: 'abn', title: 'ABN', type: 'text', group: 'Contact' },
  { name: 'suburb', title: 'Suburb', type: 'text', group: 'Contact' },
  { name: 'region', title: 'State', type: 'choice', group: 'Contact', options: REGIONS },
  { name: 'postcode', title: 'Postcode', type: 'text', group: 'Contact' },
  { name: 'born', title: 'Date of birth', type: 'date', group: 'Contact' },
  { name: 'tags', title: 'Tags', type: 'set', group: 'Practice' },
  { name: 'stage', title: 'Stage', type: 'choice', group: 'Practice' },
  { name: 'owner', title: 'Owner', type: 'choice', group: 'Practice' },
  { name: 'partner', title: 'Practice of the network', type: 'yes-no', group: 'Practice' },
  { name: 'assurance', title: 'Audit or assurance client', type: 'yes-no', group: 'Practice' },
  { name: 'silent', title: 'Do not contact', type: 'yes-no', group: 'Practice' },
  { name: 'deceased', title: 'Deceased', type: 'yes-no', group: 'Practice' },
  {
    name: 'consent',
    title: 'Consent',
    type: 'choice',
    group: 'Sharing',
    options: CONSENT_STATES.map((code) => ({ code, name: CONSENT_NAMES[code] })),
  },
  { name: 'receiver', title: 'Consent to', type: 'set', group: 'Sharing' },
  { name: 'consent-end', title: 'Consent ends', type: 'date', group: 'Sharing' },
  { name: 'marketing', title: 'Agreed to marketing', type: 'yes-no', group: 'Sharing' },
  { name: 'referral', title: 'Open referral', type: 'yes-no', group: 'Work' },
  { name: 'task', title: 'Open task', type: 'yes-no', group: 'Work' },
  { name: 'task-late', title: 'Overdue task', type: 'yes-no', group: 'Work' },
  { name: 'ticket', title: 'Open ticket', type: 'yes-no', group: 'Work' },
  { name: 'deal', title: 'Open deal', type: 'yes-no', group: 'Work' },
  { name: 'active', title: 'Last activity', type: 'date', group: 'Work' },
  { name: 'batch', title: 'Import', type: 'choice', group: 'Origin' },
  { name: 'added', title: 'Added', type: 'date', group: 'Origin' },
  { name: 'changed', title: 'Changed', type: 'date', group: 'Origin' },
] as const satisfies readonly FilterField[];

/** What stands for the person who asks, in a choice of people: a shared view is each reader's own. */
export const ME = 'me';

/** The code of a custom field by its name in a filter, column or sort, `own-CODE`; null for a field of every desk. */
export const customCodeOf = (name: string): string | null => (name.startsWith('own-') ? name.slice(4) : null);

/** Fields by name. */
export type FieldCatalogue = ReadonlyMap<string, FilterField>;

/** The fields of one desk: those of every desk, then its own. */
export const fieldCatalogue = (own: readonly FilterField[]): FieldCatalogue =>
  new Map([...CONTACT_FIELDS, ...own].map((field) => [field.name, field]));
