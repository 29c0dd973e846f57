import { emailKey, phoneKey, siteKey, streetKey, suburbKey, codeKey, abnKey } from './block-keys.ts';
import type { Fingerprint } from './fingerprint.ts';
import { type BookFigures, rarityBits, sharedBits } from './rarity.ts';
import type { Reason, ReasonCode } from './reason.ts';

const both = (left: readonly string[], right: readonly string[]): readonly string[] => left.filter((value) => right.includes(value));

const ROLE = /^(?:info|office|admin|accounts?|reception|enquir(?:y|ies)|hello|mail|contact|sales|support|team)@/u;
const MOBILE = /^\+614/u;

type Shared = { readonly code: ReasonCode; readonly about: string; readonly bits: number };

// What a household or an office shares comes together: each further agreement says half of what the one before did.
const weakened = (shared: readonly Shared[]): readonly Reason[] =>
  shared.toSorted((left, right) => right.bits - left.bits).map((one, at) => ({ ...one, bits: one.bits / 2 ** at }));

/** What two contacts share of e-mail addresses, numbers, street and website; empty when nothing. */
export const sharedChannels = (left: Fingerprint, right: Fingerprint, book: BookFigures): readonly Reason[] =>
  weakened([
    ...both(left.emails, right.emails).map((email): Shared => ({
      code: 'same-email',
      about: email,
      bits: sharedBits(book, emailKey(email), ROLE.test(email) ? 8 : 13),
    })),
    ...both(left.phones, right.phones).map((phone): Shared => ({
      code: 'same-phone',
      about: phone,
      bits: sharedBits(book, phoneKey(phone), MOBILE.test(phone) ? 13 : 10),
    })),
    ...both(left.streets, right.streets).map((street): Shared => ({
      code: 'same-address',
      about: street,
      bits: sharedBits(book, streetKey(street), 11),
    })),
    ...both(left.sites, right.sites).map((site): Shared => ({ code: 'same-site', about: site, bits: sharedBits(book, siteKey(site), 9) })),
  ]);

/** The same suburb where no street is shared; a different one says a little against. */
export const suburbReason = (left: Fingerprint, right: Fingerprint, book: BookFigures): readonly Reason[] => {
  const [shared] = both(left.suburbs, right.suburbs);
  if (both(left.streets, right.streets).length > 0) return [];
  if (shared !== undefined) return [{ code: 'same-suburb', about: shared, bits: rarityBits(book, suburbKey(shared), 7) }];
  const [one, other] = [left.suburbs[0], right.suburbs[0]];
  return one === undefined || other === undefined ? [] : [{ code: 'other-suburb', about: `${one}, ${other}`, bits: -1 }];
};

/** Numbers and addresses that both have and none of which they share; `bits`, negative, is what each says. */
export const differentChannels = (left: Fingerprint, right: Fingerprint, bits: number): readonly Reason[] => [
  ...(left.phones.length > 0 && right.phones.length > 0 && both(left.phones, right.phones).length === 0
    ? [{ code: 'other-phones', about: '', bits } as const]
    : []),
  ...(left.emails.length > 0 && right.emails.length > 0 && both(left.emails, right.emails).length === 0
    ? [{ code: 'other-emails', about: '', bits } as const]
    : []),
];

/** One code of another system names one client there. */
export const codeReason = (left: Fingerprint, right: Fingerprint, book: BookFigures): readonly Reason[] =>
  both(left.codes, right.codes)
    .slice(0, 1)
    .map((code) => ({ code: 'same-code', about: code, bits: sharedBits(book, codeKey(code), 12) }));

/** One ABN is one legal entity. */
export const abnReason = (left: Fingerprint, right: Fingerprint, book: BookFigures): readonly Reason[] => {
  const [shared] = both(left.abns, right.abns);
  if (shared === undefined) return [];
  const inside = left.abn !== right.abn || left.abn === null;
  return [{ code: inside ? 'same-acn' : 'same-abn', about: shared, bits: Math.max(12, sharedBits(book, abnKey(shared), 20)) }];
};
