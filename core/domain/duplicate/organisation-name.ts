import type { Entity } from '../contact/contact.ts';
import { foldedWords } from './spelling.ts';

/** What kind of legal body a name says; a trust is not its trustee company, and a super fund is neither. */
export type Body = 'company' | 'trust' | 'super' | 'partnership' | 'plain';

/** The name of an organisation for comparison: the words that tell it from others, sorted, and the kind of body. */
export type OrganisationName = { readonly words: readonly string[]; readonly body: Body };

const COMPANY = new Set(['pty', 'ltd', 'limited', 'proprietary', 'pl', 'inc', 'incorporated', 'llc', 'corp', 'corporation']);
const SUPER = new Set(['super', 'superannuation', 'smsf']);
const FILLERS = new Set(['the', 'and', 'of', 'for', 'a', 'as', 'trustee', 'trustees']);
const SHORT: Readonly<Record<string, string>> = {
  aust: 'australia',
  intl: 'international',
  svcs: 'services',
  assoc: 'associates',
  assocs: 'associates',
  bros: 'brothers',
  mgt: 'management',
  mgmt: 'management',
  grp: 'group',
  constr: 'construction',
  eng: 'engineering',
  prov: 'provident',
  no: 'number',
};

const ENTITY_BODY: Partial<Readonly<Record<Entity, Body>>> = {
  company: 'company',
  trust: 'trust',
  superFund: 'super',
  partnership: 'partnership',
};

// "Acacia Pty Ltd as trustee for the Acacia Trust" is the trust.
const trustOf = (name: string): string => name.replace(/^.*\b(?:a\.?t\.?f\.?|as trustees? for|trustees? for)\b/iu, 'trust ');

/** Reads the name of an organisation; `entity` decides where the name does not say what body it is. */
export const organisationNameOf = (name: string, entity: Entity): OrganisationName => {
  const spoken = trustOf(name.replace(/\bp\/l\b/giu, 'pl').replaceAll('&', ' and '));
  const all = foldedWords(spoken);
  const said = all.some((word) => SUPER.has(word))
    ? 'super'
    : all.includes('trust')
      ? 'trust'
      : all.some((word) => COMPANY.has(word))
        ? 'company'
        : (ENTITY_BODY[entity] ?? 'plain');
  const words = all
    .filter(
      (word) => !COMPANY.has(word) && !SUPER.has(word) && !FILLERS.has(word) && word !== 'trust' && !(said === 'super' && word === 'fund'),
    )
    .map((word) => SHORT[word] ?? word);
  return { words: [...new Set(words.length === 0 ? all : words)].toSorted(), body: said };
};
