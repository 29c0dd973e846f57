import type { HeldConsent, PersonHistory } from '../may-disclose.ts';
import type { ConsentVersion } from '../state.ts';
import { type Case, FIELDS, PRACTICES, PURPOSES } from './histories.ts';

/** One thing a person said no to, spelt out: a practice, a purpose, a field, from an instant on. */
type No = {
  readonly practice: string;
  readonly purpose: string;
  readonly field: string;
  readonly from: string;
  readonly said: string;
  readonly root: string | null;
  readonly hash: string;
};

const everyNo = (person: PersonHistory): readonly No[] => {
  const noes: No[] = [];
  for (const refusal of person.refusals)
    for (const practice of refusal.recipients)
      for (const field of FIELDS)
        noes.push({ practice, purpose: refusal.purpose, field, from: '', said: refusal.at, root: null, hash: refusal.hash });
  for (const { consent } of person.consents) {
    const practices = new Set(consent.versions.flatMap((version) => version.recipients));
    const purposes = new Set(consent.versions.map((version) => version.purpose));
    for (const cut of consent.cuts)
      for (const practice of PRACTICES)
        for (const purpose of PURPOSES)
          for (const field of FIELDS) {
            if (!purposes.has(purpose)) continue;
            if (cut.recipients === 'all' ? !practices.has(practice) : !cut.recipients.includes(practice)) continue;
            if (cut.categories !== 'all' && !cut.categories.includes(field)) continue;
            noes.push({ practice, purpose, field, from: cut.until ?? '', said: cut.at, root: consent.root, hash: cut.hash });
          }
  }
  return noes;
};

/** Hashes that a version names, those that these name, and so on. */
const ancestry = (versions: readonly ConsentVersion[], of: ConsentVersion): readonly string[] => {
  const found = [...of.names];
  for (let position = 0; position < found.length; position += 1) {
    const named = versions.find((version) => version.hash === found[position]);
    if (named !== undefined) for (const name of named.names) if (!found.includes(name)) found.push(name);
  }
  return found;
};

type Asked = { readonly practice: string; readonly purpose: string; readonly field: string; readonly now: string };

const inForce = (held: HeldConsent, now: string): readonly ConsentVersion[] => {
  const replaced = new Set<string>();
  for (const version of held.consent.versions) if (version.validFrom <= now) for (const name of version.names) replaced.add(name);
  return held.consent.versions.filter((version) => version.validFrom <= now && !replaced.has(version.hash));
};

const consentAllows = (person: PersonHistory, held: HeldConsent, asked: Asked): boolean => {
  const versions = inForce(held, asked.now);
  if (versions.length === 0) return false;
  if (held.referral !== null && (held.referral.ended || !held.referral.acknowledged)) return false;
  if (versions.some((version) => version.oneOff) && held.consent.uses.length > 0) return false;
  const noes = everyNo(person).filter(
    (no) => no.practice === asked.practice && no.purpose === asked.purpose && no.field === asked.field && no.from <= asked.now,
  );
  for (const version of versions) {
    if (version.purpose !== asked.purpose || !version.recipients.includes(asked.practice)) return false;
    if (!version.categories.includes(asked.field) || asked.now >= version.validUntil) return false;
    const seen = ancestry(held.consent.versions, version);
    for (const no of noes) {
      if (no.root === held.consent.root) {
        if (!seen.includes(no.hash)) return false;
      } else if (no.said >= version.at) return false;
    }
  }
  return true;
};

/** Whether a record had an answer of its own, still standing, when it was joined. */
const answered = (person: PersonHistory, record: string, asked: Asked, joined: string): boolean => {
  const refused = person.refusals.filter((refusal) => refusal.record === record && refusal.at <= joined);
  if (refused.some((refusal) => refusal.purpose === asked.purpose && refusal.recipients.includes(asked.practice))) return true;
  for (const { record: own, consent } of person.consents) {
    if (own !== record || consent.versions[0] === undefined || consent.versions[0].at > joined) continue;
    if (!consent.versions.some((version) => version.recipients.includes(asked.practice))) continue;
    if (!consent.versions.some((version) => version.purpose === asked.purpose)) continue;
    for (const cut of consent.cuts)
      if (cut.at <= joined && (cut.recipients === 'all' || cut.recipients.includes(asked.practice))) return true;
    for (const version of consent.versions) if (version.at <= joined && version.validUntil > joined) return true;
  }
  return false;
};

const consentCounts = (person: PersonHistory, held: HeldConsent, asked: Asked): boolean => {
  if (!consentAllows(person, held, asked)) return false;
  const joinedOf = (record: string): string => person.records.find((entry) => entry.record === record)?.joinedAt ?? '';
  const first = inForce(held, asked.now)
    .map((version) => version.at)
    .toSorted()[0];
  for (const { record } of person.records) {
    if (record === held.record) continue;
    const joined = [joinedOf(record), joinedOf(held.record)].toSorted()[1] ?? '';
    if (first !== undefined && first > joined) continue;
    if (!answered(person, record, asked, joined)) continue;
    const before = person.consents.filter(
      (other) => other.record === record && other.consent.versions[0] !== undefined && other.consent.versions[0].at <= joined,
    );
    if (!before.some((other) => consentAllows(person, other, asked))) return false;
  }
  return true;
};

/** What the rules of the consent fabric say to a question, field by field, written out without any thought for speed. */
export const oracle = ({ person, recipient, purpose, fields, at }: Case): boolean => {
  if (fields.length === 0 || person.deceased || person.doNotContact || recipient.status !== 'active') return false;
  const now = [at, person.heardAt].toSorted()[1] ?? at;
  return fields.every((field) =>
    person.consents.some((held) => consentCounts(person, held, { practice: recipient.practice, purpose, field, now })),
  );
};
