import type { IdentityCheck, RequestView } from '../../../core/contract/rights.ts';

/** What a person may ask for, as a row says it. */
export const RIGHT_NAMES: Readonly<Record<RequestView['right'], string>> = {
  access: 'To see what is held',
  correction: 'A correction',
  erasure: 'Erasure',
};

export const CHANNEL_NAMES: Readonly<Record<RequestView['channel'], string>> = {
  desk: 'At the office',
  phone: 'By telephone',
  email: 'By e-mail',
  letter: 'By letter',
};

export const IDENTITY_NAMES: Readonly<Record<IdentityCheck['how'], string>> = {
  'in-person': 'Known in person, and here now',
  document: 'An identity document was seen',
  'call-back': 'Called back on the number on record',
  'known-address': 'Wrote from the address on record',
  'authorised-agent': 'An agent with a written authority',
};

export const STATE_NAMES: Readonly<Record<RequestView['state'], string>> = {
  open: 'Open',
  answered: 'Answered',
  refused: 'Refused',
  withdrawn: 'Taken back',
};

/** Keys of a table of names, as the options of a select. */
export const optionsOf = <Key extends string>(names: Readonly<Record<Key, string>>): { value: string; label: string }[] =>
  Object.entries<string>(names).map(([value, label]) => ({ value, label }));

/** The key that a select answered with; undefined for the empty choice. */
export const keyOf = <Key extends string>(names: Readonly<Record<Key, string>>, value: string): Key | undefined =>
  (Object.keys(names) as Key[]).find((key) => key === value);
