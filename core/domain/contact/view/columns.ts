/** A column that a list of contacts can show. `sort`: it can be the order of the list. */
export type ColumnFact = {
  readonly name: string;
  readonly title: string;
  readonly width: number;
  readonly sort: boolean;
  /** Its cell can be changed in the list. */
  readonly edit: boolean;
};

/** Columns that each desk knows, in the order of the menu. Widths in CSS pixels. */
export const CONTACT_COLUMNS = [
  { name: 'name', title: 'Name', width: 190, sort: true, edit: true },
  { name: 'organisation', title: 'Organisation', width: 150, sort: true, edit: true },
  { name: 'suburb', title: 'Suburb', width: 110, sort: true, edit: true },
  { name: 'stage', title: 'Stage', width: 92, sort: true, edit: false },
  { name: 'consent', title: 'Consent', width: 226, sort: true, edit: false },
  { name: 'referral', title: 'Open referral', width: 112, sort: true, edit: false },
  { name: 'active', title: 'Last activity', width: 148, sort: true, edit: false },
  { name: 'owner', title: 'Owner', width: 112, sort: true, edit: true },
  { name: 'phone', title: 'Telephone', width: 136, sort: false, edit: true },
  { name: 'email', title: 'E-mail', width: 200, sort: true, edit: true },
  { name: 'tags', title: 'Tags', width: 160, sort: false, edit: false },
  { name: 'abn', title: 'ABN', width: 130, sort: false, edit: true },
  { name: 'region', title: 'State', width: 80, sort: false, edit: false },
  { name: 'postcode', title: 'Postcode', width: 90, sort: false, edit: false },
  { name: 'added', title: 'Added', width: 148, sort: true, edit: false },
  { name: 'changed', title: 'Changed', width: 148, sort: true, edit: false },
] as const satisfies readonly ColumnFact[];

export type ContactColumnName = (typeof CONTACT_COLUMNS)[number]['name'];

/** What a list shows until somebody chooses columns. */
export const DEFAULT_COLUMNS: readonly ContactColumnName[] = [
  'name',
  'organisation',
  'suburb',
  'stage',
  'consent',
  'referral',
  'active',
  'owner',
];

/** What a list can be grouped by. */
export const GROUPINGS = ['kind', 'stage', 'owner', 'consent', 'suburb', 'region', 'organisation'] as const;
export type Grouping = (typeof GROUPINGS)[number];
