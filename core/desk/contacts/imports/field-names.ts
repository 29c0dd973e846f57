import type { FieldDifference } from '../../../domain/contact/import-policy.ts';
import { MAPPED_FIELDS, type MappedField } from '../../../domain/contact/mapping.ts';

const NAMES: Readonly<Record<MappedField, string>> = {
  ignore: 'Not imported',
  detail: 'A fact, kept under the column’s name',
  tfn: 'Tax file number (never kept)',
  displayName: 'Name as shown',
  fullName: 'Full name',
  organisationOrFamilyName: 'Organisation or family name',
  namePrefix: 'Title',
  givenName: 'Given name',
  middleName: 'Middle name',
  familyName: 'Family name',
  nameSuffix: 'Suffix',
  nickname: 'Known as',
  organisationName: 'Organisation',
  legalName: 'Legal name',
  jobTitle: 'Job title',
  department: 'Department',
  entity: 'Kind of client',
  email: 'E-mail',
  emailLabel: 'What an e-mail address is called',
  phone: 'Telephone',
  phoneLabel: 'What a telephone number is called',
  addressLine: 'Street',
  addressPoBox: 'PO box',
  addressLocality: 'Suburb',
  addressRegion: 'State',
  addressPostcode: 'Postcode',
  addressCountry: 'Country',
  addressFormatted: 'Address in one cell',
  addressLabel: 'What an address is called',
  addressAttention: 'Attention',
  website: 'Website',
  abn: 'ABN',
  acn: 'ACN',
  taxNumberKind: 'Kind of tax number',
  dateOfBirth: 'Date of birth',
  notes: 'Note',
  tags: 'Tags',
  status: 'Status',
  externalId: 'Code in the other program',
  personName: 'Contact person',
  personGivenName: 'Contact person, given name',
  personFamilyName: 'Contact person, family name',
  personEmail: 'Contact person, e-mail',
  doNotContact: 'Do not contact',
  assuranceClient: 'Audit or assurance client',
  deceased: 'Deceased',
};

/** What a column may be read as, for a choice list. A column that is not imported has the field null. */
export const FIELD_CHOICES: readonly { readonly field: string; readonly name: string }[] = MAPPED_FIELDS.filter(
  (field) => field !== 'ignore' && field !== 'tfn',
).map((field) => ({
  field,
  name: NAMES[field],
}));

/** Reads the name of a field; undefined for one that is unknown. */
export const parseField = (text: string): MappedField | undefined => MAPPED_FIELDS.find((field) => field === text);

/** How a field is called on screen. */
export const fieldName = (field: MappedField): string => NAMES[field];

const UPDATED: Readonly<Record<FieldDifference['field'], string>> = {
  name: 'Name',
  entity: 'Kind of client',
  organisationName: 'Organisation',
  legalName: 'Legal name',
  jobTitle: 'Job title',
  department: 'Department',
  emails: 'E-mail addresses',
  phones: 'Telephone numbers',
  addresses: 'Addresses',
  websites: 'Websites',
  abn: 'ABN',
  acn: 'ACN',
  dateOfBirth: 'Date of birth',
  notes: 'Note',
  tags: 'Tags',
  contactPersons: 'Contact persons',
  externalIds: 'Codes in other programs',
  details: 'Further facts',
  unread: 'Cells that could not be read',
  flags: 'Marks',
};

/** How a field that an update changes is called on screen. */
export const updatedName = (field: FieldDifference['field']): string => UPDATED[field];
