/** What decides whether a contact may get a message. */
export type Candidate = {
  readonly contact: string;
  readonly name: string;
  /** First e-mail address; null where there is none. */
  readonly email: string | null;
  readonly deceased: boolean;
  readonly doNotContact: boolean;
  readonly optIn: { readonly basis: 'express' | 'inferred'; readonly withdrawn: boolean } | null;
  /** The campaign reached it before. */
  readonly reached: boolean;
};

export type LeftOutWhy =
  | 'no-address'
  | 'deceased'
  | 'do-not-contact'
  | 'suppressed'
  | 'not-opted-in'
  | 'opted-out'
  | 'same-address'
  | 'reached-before';

export type Audience = {
  readonly send: readonly (Candidate & { readonly email: string })[];
  readonly leftOut: readonly { readonly contact: string; readonly name: string; readonly why: LeftOutWhy }[];
};

/** An address as suppression compares it: lower case, no surrounding space. */
export const addressKey = (address: string): string => address.trim().toLowerCase();

const whyNot = (candidate: Candidate, suppressed: ReadonlySet<string>, taken: ReadonlySet<string>): LeftOutWhy | null => {
  if (candidate.deceased) return 'deceased';
  if (candidate.doNotContact) return 'do-not-contact';
  if (candidate.email === null) return 'no-address';
  if (suppressed.has(addressKey(candidate.email))) return 'suppressed';
  if (candidate.optIn === null) return 'not-opted-in';
  if (candidate.optIn.withdrawn) return 'opted-out';
  if (candidate.reached) return 'reached-before';
  return taken.has(addressKey(candidate.email)) ? 'same-address' : null;
};

/**
 * Who gets a message and who does not, each with the reason (Spam Act 2003 s 16: no message without consent). One message an address.
 * Pure; the order of the candidates is kept.
 */
export const audienceOf = (candidates: readonly Candidate[], suppressed: ReadonlySet<string>): Audience => {
  const send: (Candidate & { readonly email: string })[] = [];
  const leftOut: Audience['leftOut'][number][] = [];
  const taken = new Set<string>();
  for (const candidate of candidates) {
    const why = whyNot(candidate, suppressed, taken);
    if (why !== null || candidate.email === null) {
      leftOut.push({ contact: candidate.contact, name: candidate.name, why: why ?? 'no-address' });
      continue;
    }
    taken.add(addressKey(candidate.email));
    send.push({ ...candidate, email: candidate.email });
  }
  return { send, leftOut };
};

/** Why somebody gets no message, in words. */
export const LEFT_OUT_WORDS: Readonly<Record<LeftOutWhy, string>> = {
  'no-address': 'No e-mail address',
  deceased: 'Deceased',
  'do-not-contact': 'Do not contact',
  suppressed: 'On the suppression list',
  'not-opted-in': 'No consent to marketing recorded',
  'opted-out': 'Consent to marketing withdrawn',
  'same-address': 'Another contact with this address gets it',
  'reached-before': 'Got this message before',
};
