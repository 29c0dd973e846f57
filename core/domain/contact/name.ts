import type { Entity } from './contact.ts';

/** Given and family name as read out of one cell. */
export type SplitName = {
  readonly given: string | null;
  readonly family: string | null;
  readonly suffix: string | null;
};

const ORGANISATION =
  /\b(pty|p\/l|ltd|limited|inc|incorporated|llc|corp|corporation|co-op|trust|trustees?|fund|smsf|superannuation|super|foundation|association|council|holdings?|group|partners|partnership|services|solutions|consulting|advisory|finance|lending|broking|brokers?|insurance|legal|lawyers|solicitors|conveyancing|accounting|accountants|bookkeeping|agency|church|school|university|unit trust|& (sons?|daughters?|co|associates))\b/i;

/** Whether a name reads like that of an organisation (Pty Ltd, Trust, Partners …). A guess: callers mark it as one. */
export const readsLikeOrganisation = (name: string): boolean => ORGANISATION.test(name);

/** Reads an entity-type cell ("Individual", "SMSF", "Company" …); null where the word is not known. */
export const readEntity = (value: string): Entity | null => {
  const word = value.toLowerCase();
  if (/smsf|super/.test(word)) return 'superFund';
  if (/trust/.test(word)) return 'trust';
  if (/partnership/.test(word)) return 'partnership';
  if (/sole/.test(word)) return 'soleTrader';
  if (/compan|pty|corporat|organi[sz]ation|business/.test(word)) return 'company';
  if (/estate|deceased/.test(word)) return 'estate';
  if (/couple|joint|spouses/.test(word)) return 'couple';
  if (/individual|person|people|client/.test(word)) return 'individual';
  return null;
};

/** Guesses the entity of an organisation by the words in its name. */
export const entityByName = (name: string): Entity => {
  if (/^estate\b|\bestate of\b/i.test(name)) return 'estate';
  if (/\bsmsf\b|\bsuper(annuation)?( fund)?\b|\bretirement fund\b/i.test(name)) return 'superFund';
  if (/\btrust\b|\btrustee\b/i.test(name)) return 'trust';
  if (/\bpty\b|\bp\/l\b|\bltd\b|\blimited\b/i.test(name)) return 'company';
  return 'unknown';
};

/** Turns "Mallee Unit Trust, The Trustee for" and "Estate of the late Harrowgate, Agnes" into the order in which they are said. */
export const organisationInSpokenOrder = (name: string): string =>
  name.replace(/^(.+), (the trustees? for)$/i, '$2 $1').replace(/^(estate of (?:the late )?)([^,]+), ([^,]+)$/i, '$1$3 $2');

const SUFFIX = /\s*\(?\b(jnr|jr|snr|sr|junior|senior|ii|iii|iv)\b\.?\)?$/i;

/** Splits "Surname, Given Names (Jnr)"; null where the text does not have exactly one comma with something on both sides. */
export const splitSurnameFirst = (text: string): SplitName | null => {
  const parts = text.split(',').map((part) => part.trim());
  const [family, rest] = parts;
  if (parts.length !== 2 || family === undefined || rest === undefined || family === '' || rest === '') return null;
  const suffix = SUFFIX.exec(rest);
  const given = suffix === null ? rest : rest.slice(0, suffix.index).trim();
  return given === '' ? null : { family, given, suffix: suffix?.[1] ?? null };
};

/** Splits "Given Middle Family" at its last space; one word is a given name. */
export const splitGivenFirst = (text: string): SplitName => {
  const at = text.lastIndexOf(' ');
  return at < 0
    ? { given: text, family: null, suffix: null }
    : { given: text.slice(0, at).trim(), family: text.slice(at + 1), suffix: null };
};

/** "Holloway, Grant & Kaur, Jasleen" and "Ashby, Martin & Joanne" as they are said. */
export const coupleInSpokenOrder = (text: string): string => {
  const people = text.split(/\s+(?:&|and)\s+/i);
  const turned = people.map((person) => splitSurnameFirst(person));
  if (people.length === 2 && turned.every((name) => name !== null)) {
    return turned.map((name) => `${name?.given ?? ''} ${name?.family ?? ''}`).join(' & ');
  }
  const one = splitSurnameFirst(text);
  return one === null ? text : `${one.given ?? ''} ${one.family ?? ''}`;
};

/** Whether a name cell holds two people ("Martin & Joanne"). */
export const namesTwoPeople = (text: string): boolean => /\S\s+(&|and)\s+\S/i.test(text);

/** Fold for comparing names: no case, accents, punctuation or order of "Surname, Given". */
export const nameKey = (name: string): string => {
  const split = splitSurnameFirst(name);
  const spoken = split === null ? name : `${split.given ?? ''} ${split.family ?? ''}`;
  return spoken
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
};
