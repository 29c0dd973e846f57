import type { z } from 'zod';
import type { mergeConsent } from '../../contract/merges.ts';
import { categoryList } from '../../domain/consent/categories.ts';
import { mayDisclose, type PersonHistory } from '../../domain/consent/may-disclose.ts';
import { dayOf } from '../consents/parts.ts';
import { personHistory, recipientOf } from '../consents/person.ts';
import type { DeskContext } from '../context.ts';
import { REFUSED_WORDS } from '../exits/gate-log.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';

type Asked = { readonly practice: string; readonly purpose: string; readonly categories: readonly string[] };

/** Every practice and purpose that either was asked about, with the categories that any answer names. */
const askedOf = (person: PersonHistory): readonly Asked[] => {
  const found = new Map<string, { practice: string; purpose: string; categories: Set<string> }>();
  const note = (practice: string, purpose: string, categories: readonly string[]): void => {
    const entry = found.get(`${practice} ${purpose}`) ?? { practice, purpose, categories: new Set<string>() };
    found.set(`${practice} ${purpose}`, entry);
    for (const category of categories) entry.categories.add(category);
  };
  for (const { consent } of person.consents)
    for (const version of consent.versions) for (const practice of version.recipients) note(practice, version.purpose, version.categories);
  for (const refusal of person.refusals) for (const practice of refusal.recipients) note(practice, refusal.purpose, []);
  return [...found.values()].map(({ categories, ...entry }) => ({ ...entry, categories: [...categories].toSorted() }));
};

/** Two people as the gate will see them once they are one contact: everything both answered, and when it was joined. */
const joinedHistory = (survivor: PersonHistory, merged: PersonHistory, at: string): PersonHistory => ({
  deceased: survivor.deceased || merged.deceased,
  doNotContact: survivor.doNotContact || merged.doNotContact,
  consents: [...survivor.consents, ...merged.consents],
  refusals: [...survivor.refusals, ...merged.refusals],
  records: [...survivor.records, ...merged.records.map(({ record, joinedAt }) => ({ record, joinedAt: joinedAt ?? at }))],
  heardAt: survivor.heardAt,
});

type Answer = { readonly words: string; readonly allowed: ReadonlySet<string>; readonly until: string };

/** What the gate says, category by category: a merge can take one of them and leave another. */
const answerOf = (desk: DeskContext, person: PersonHistory, asked: Asked, at: string): Answer => {
  const recipient = recipientOf(desk, asked.practice);
  const categories = asked.categories.length === 0 ? ['name'] : asked.categories;
  const answers = categories.map((category) => ({ category, answer: mayDisclose(person, recipient, asked.purpose, [category], at) }));
  const yes = answers.flatMap(({ category, answer }) => (answer.may ? [{ category, until: answer.until }] : []));
  const [first] = yes;
  if (first === undefined) {
    const no = answers.find(({ answer }) => !answer.may)?.answer;
    const nothing = no !== undefined && !no.may && (no.why === 'no-consent' || no.why === 'other-recipient' || no.why === 'other-purpose');
    return {
      words: nothing ? 'Not asked' : no !== undefined && !no.may ? `No. ${REFUSED_WORDS[no.why]}` : 'No',
      allowed: new Set(),
      until: '',
    };
  }
  const until = yes.reduce((least, one) => (one.until < least ? one.until : least), first.until);
  const allowed = yes.map(({ category }) => category);
  return { words: `Yes: ${categoryList(allowed)}, until ${dayOf(desk, until)}`, allowed: new Set(allowed), until };
};

/**
 * What each of two contacts had answered about every practice and purpose, and what the gate will say once they are one: the narrower. Asked of
 * the gate itself, on both histories together.
 */
export const consentsOfBoth = (desk: DeskContext, survivor: string, merged: string): readonly z.infer<typeof mergeConsent>[] => {
  const at = desk.clock.now();
  const [own, other] = [personHistory(desk, survivor), personHistory(desk, merged)];
  const both = joinedHistory(own, other, at);
  return askedOf(both).map((asked) => {
    const [left, right, result] = [answerOf(desk, own, asked, at), answerOf(desk, other, asked, at), answerOf(desk, both, asked, at)];
    const widest = new Set([...left.allowed, ...right.allowed]);
    const end = left.until > right.until ? left.until : right.until;
    return {
      practice: practiceName(desk, asked.practice),
      purpose: purposeName(desk, asked.purpose),
      survivor: left.words,
      merged: right.words,
      result: result.words,
      narrower: result.allowed.size < widest.size || result.until < end,
    };
  });
};
