/** Why two contacts may be one: what they share, or what speaks against it. */
export type ReasonCode =
  | 'same-name'
  | 'nickname'
  | 'initial'
  | 'middle-name'
  | 'names-swapped'
  | 'given-spelling'
  | 'family-spelling'
  | 'family-part'
  | 'family-changed'
  | 'same-given'
  | 'same-birth-date'
  | 'near-birth-date'
  | 'same-birth-year'
  | 'same-email'
  | 'same-phone'
  | 'same-abn'
  | 'same-acn'
  | 'same-address'
  | 'same-suburb'
  | 'same-employer'
  | 'same-code'
  | 'same-site'
  | 'organisation-name'
  | 'organisation-spelling'
  | 'as-organisation'
  | 'other-birth-date'
  | 'other-birth-year'
  | 'other-middle-name'
  | 'other-phones'
  | 'other-emails'
  | 'other-suburb'
  | 'other-body';

/** One reason. `bits`: how much more likely it makes one client than two, as a binary logarithm; negative speaks against. `about`: the value, as it is kept. */
export type Reason = { readonly code: ReasonCode; readonly about: string; readonly bits: number };

const WORDS: Readonly<Record<ReasonCode, (about: string) => string>> = {
  'same-name': (about) => `Same name: ${about}`,
  nickname: (about) => `Given names go together: ${about}`,
  initial: (about) => `Initial fits the given name: ${about}`,
  'middle-name': (about) => `One goes by the other’s middle name: ${about}`,
  'names-swapped': (about) => `Given and family name are exchanged: ${about}`,
  'given-spelling': (about) => `Given names differ by a slip: ${about}`,
  'family-spelling': (about) => `Family names differ by a slip: ${about}`,
  'family-part': (about) => `One family name is part of the other: ${about}`,
  'family-changed': (about) => `Other family name, perhaps after a marriage: ${about}`,
  'same-given': (about) => `Same given name: ${about}`,
  'same-birth-date': (about) => `Born on the same day: ${about}`,
  'near-birth-date': (about) => `Dates of birth differ by a slip: ${about}`,
  'same-birth-year': (about) => `Born in the same year: ${about}`,
  'same-email': (about) => `Same e-mail address: ${about}`,
  'same-phone': (about) => `Same telephone number: ${about}`,
  'same-abn': (about) => `Same ABN: ${about}`,
  'same-acn': (about) => `The ABN of one holds the ACN of the other: ${about}`,
  'same-address': (about) => `Same street address: ${about}`,
  'same-suburb': (about) => `Same suburb: ${about}`,
  'same-employer': (about) => `Same employer: ${about}`,
  'same-code': (about) => `Same code in another system: ${about}`,
  'same-site': (about) => `Same website: ${about}`,
  'organisation-name': (about) => `Same name: ${about}`,
  'organisation-spelling': (about) => `Names differ by a slip: ${about}`,
  'as-organisation': (about) => `One is kept as a person, the other as an organisation: ${about}`,
  'other-birth-date': (about) => `Born on different days: ${about}`,
  'other-birth-year': (about) => `Born in different years: ${about}`,
  'other-middle-name': (about) => `Different middle names: ${about}`,
  'other-phones': () => 'No telephone number in common',
  'other-emails': () => 'No e-mail address in common',
  'other-suburb': (about) => `Different suburbs: ${about}`,
  'other-body': (about) => `Different kinds of body: ${about}`,
};

/** A reason as people read it. */
export const reasonWords = ({ code, about }: Reason): string => WORDS[code](about);
