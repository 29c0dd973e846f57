import { organisationKey } from './block-keys.ts';
import { abnReason, codeReason, sharedChannels, suburbReason } from './compare-shared.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { OrganisationName } from './organisation-name.ts';
import { type BookFigures, rarityBits } from './rarity.ts';
import type { Reason } from './reason.ts';
import { foldedWords, nearSpelling } from './spelling.ts';

/** One word differs by a slip, the others are the same. */
const oneSlip = (left: OrganisationName, right: OrganisationName): boolean => {
  const [only, others] = [
    left.words.filter((word) => !right.words.includes(word)),
    right.words.filter((word) => !left.words.includes(word)),
  ];
  const [one, other] = [only[0], others[0]];
  return only.length === 1 && others.length === 1 && one !== undefined && other !== undefined && nearSpelling(one, other);
};

const nameReason = (left: OrganisationName, right: OrganisationName, book: BookFigures): Reason | null => {
  const about = `${left.words.join(' ')}, ${right.words.join(' ')}`;
  const rare = Math.min(rarityBits(book, organisationKey(left.words), 11), rarityBits(book, organisationKey(right.words), 11));
  if (left.words.join(' ') === right.words.join(' ')) {
    // No two companies may have one name (Corporations Act 2001 s 147); trusts and trading names may.
    const unique = left.body === 'company' && right.body === 'company' ? 9 : 0;
    return { code: 'organisation-name', about: left.words.join(' '), bits: rare + unique };
  }
  return oneSlip(left, right) ? { code: 'organisation-spelling', about, bits: rare - 3 } : null;
};

const bodiesAgree = (left: OrganisationName, right: OrganisationName): boolean =>
  left.body === right.body ||
  (left.body === 'plain' && (right.body === 'company' || right.body === 'partnership')) ||
  (right.body === 'plain' && (left.body === 'company' || left.body === 'partnership'));

/** Everything that speaks for or against two organisations being one; null where they cannot be. */
export const compareOrganisations = (left: Fingerprint, right: Fingerprint, book: BookFigures): readonly Reason[] | null => {
  const [one, other] = [left.organisation, right.organisation];
  if (one === null || other === null) return null;
  const abn = abnReason(left, right, book);
  // Two ABNs are two legal entities: a trust and its trustee, companies of one group.
  if (abn.length === 0 && left.abns.length > 0 && right.abns.length > 0) return null;
  const agree = bodiesAgree(one, other);
  const name = nameReason(one, other, book);
  if (abn.length === 0 && (name === null || !agree)) return null;
  // The number of one written on the record of the other: a trust under the ABN of its trustee.
  if (abn.length > 0 && name === null && !agree) return null;
  const shared = [...sharedChannels(left, right, book), ...suburbReason(left, right, book), ...codeReason(left, right, book)];
  const body: readonly Reason[] = agree ? [] : [{ code: 'other-body', about: `${one.body}, ${other.body}`, bits: -20 }];
  const borneOut = abn.length > 0 || (name?.bits ?? 0) > 15 || shared.some((reason) => reason.bits > 1);
  return borneOut ? [...(name === null ? [] : [name]), ...abn, ...shared, ...body] : null;
};

/** A person and an organisation under the person's name: one of them was entered as what it is not. */
export const compareAcross = (left: Fingerprint, right: Fingerprint, book: BookFigures): readonly Reason[] | null => {
  if (foldedWords(left.name).toSorted().join(' ') !== foldedWords(right.name).toSorted().join(' ')) return null;
  const organisation = left.organisation ?? right.organisation;
  if (organisation === null || organisation.body !== 'plain') return null;
  const shared = [...abnReason(left, right, book), ...sharedChannels(left, right, book), ...codeReason(left, right, book)];
  if (!shared.some((reason) => reason.bits > 4)) return null;
  return [{ code: 'as-organisation', about: left.name, bits: 11 }, ...shared];
};
