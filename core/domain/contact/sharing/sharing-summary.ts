import type { ConsentState } from '../filter/fields.ts';

// Where sharing a contact stands, in one line for a list. It decides nothing: each disclosure is judged by recipient and purpose.

/** One consent as it counts for the line: withdrawn ones have their time. */
export type SummedConsent = {
  readonly recipients: readonly string[];
  readonly validFrom: string;
  readonly validUntil: string;
  readonly withdrawnAt: string | null;
};

/** Everything that was said about sharing one contact. Times are instants. */
export type SharingFacts = {
  readonly consents: readonly SummedConsent[];
  /** When it was asked and not yet answered. */
  readonly asked: readonly string[];
  readonly refused: readonly string[];
};

/** What a list keeps: one line that changes only when something is said, not when time passes. */
export type SharingSummary =
  | { readonly said: 'nothing' }
  | { readonly said: 'given'; readonly from: string; readonly until: string; readonly recipients: readonly string[] }
  | { readonly said: 'asked' | 'refused' | 'withdrawn'; readonly at: string };

const latest = (times: readonly string[]): string | null =>
  times.reduce<string | null>((last, at) => (last === null || at > last ? at : last), null);

/** The consent that ends last, with everybody it and its equals name. */
const longest = (consents: readonly SummedConsent[]): Extract<SharingSummary, { readonly said: 'given' }> | null => {
  const until = latest(consents.map((consent) => consent.validUntil));
  if (until === null) return null;
  const equal = consents.filter((consent) => consent.validUntil === until);
  const from = equal.map((consent) => consent.validFrom).toSorted()[0] ?? until;
  return { said: 'given', from, until, recipients: [...new Set(equal.flatMap((consent) => consent.recipients))].toSorted() };
};

/**
 * The line for a list: the consent that ends last, unless somebody refused, withdrew or was asked again after it had ended; else the last
 * thing that was said. The order in which facts come does not matter.
 */
export const summarise = ({ consents, asked, refused }: SharingFacts): SharingSummary => {
  const given = longest(consents.filter((consent) => consent.withdrawnAt === null));
  const others = [
    ...refused.map((at) => ({ said: 'refused' as const, at })),
    ...consents.flatMap((consent) => (consent.withdrawnAt === null ? [] : [{ said: 'withdrawn' as const, at: consent.withdrawnAt }])),
    ...asked.map((at) => ({ said: 'asked' as const, at })),
  ];
  const last = others.toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : one.said < other.said ? 1 : -1))[0];
  if (given !== null && (last === undefined || last.at <= given.until)) return given;
  return last ?? { said: 'nothing' };
};

/** Days before its end in which a consent counts as ending. */
export const EXPIRING_DAYS = 30;

/** Where the line stands at a time. `soon` is the instant before which an end counts as near. */
export const consentStateAt = (summary: SharingSummary, now: string, soon: string): ConsentState => {
  switch (summary.said) {
    case 'nothing':
      return 'not-asked';
    case 'given':
      return summary.until <= now ? 'expired' : summary.until < soon ? 'expiring' : 'given';
    default:
      return summary.said;
  }
};
