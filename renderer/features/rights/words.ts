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

/** The kinds of records that are held about a person, as the practice calls them; a pack speaks to the person instead. */
const HELD_NAMES: Readonly<Record<string, string>> = {
  records: 'Contact, notes, work and requests',
  consents: 'Consents, and what was passed on',
  referrals: 'Which referrals are theirs',
  openings: 'The readable side of what was signed',
  invitations: 'Messages that asked them to sign',
  'consent-requests': 'Consents they were asked for',
  receipts: 'Where receipts went',
  'referral-notes': 'Notes beside their referrals',
  files: 'Files kept about them',
  documents: 'Tax papers about their referrals',
  packs: 'Evidence packs that name them',
  imports: 'Files that their details came in',
  suppression: 'That they want no messages',
  checks: 'Questions whether their details may be shared',
  exits: 'What was handed to them',
  history: 'History of changes',
  mentions: 'Logs that quote their name',
  proofs: 'Signed proofs, without their name',
};

/** A kind of record in the words of the practice; the words of the pack where it has none. */
export const heldName = ({ code, title }: { readonly code: string; readonly title: string }): string => HELD_NAMES[code] ?? title;

/** Keys of a table of names, as the options of a select. */
export const optionsOf = <Key extends string>(names: Readonly<Record<Key, string>>): { value: string; label: string }[] =>
  Object.entries<string>(names).map(([value, label]) => ({ value, label }));

/** The key that a select answered with; undefined for the empty choice. */
export const keyOf = <Key extends string>(names: Readonly<Record<Key, string>>, value: string): Key | undefined =>
  (Object.keys(names) as Key[]).find((key) => key === value);
