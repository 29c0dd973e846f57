import type { HeldConsent, PersonHistory, Recipient } from '../may-disclose.ts';
import type { ConsentCut, ConsentUse, ConsentVersion } from '../state.ts';

/** Numbers from a seed: the same seed gives the same histories. */
export const numbersFrom = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
};

/** A question with everything recorded about the person. */
export type Case = {
  readonly person: PersonHistory;
  readonly recipient: Recipient;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly at: string;
};

export const PRACTICES = ['abc', 'smith', 'river'] as const;
export const PURPOSES = ['loan', 'cover'] as const;
export const FIELDS = ['name', 'contact', 'purpose'] as const;
const DAYS = 28;
const STATUSES = ['suspended', 'unknown', 'self'] as const;

/** Day n of the small world, as an instant. */
export const day = (n: number): string => `2026-02-${String(n + 1).padStart(2, '0')}T00:00:00.000Z`;

/** Makes one history. Small worlds meet their edges often: equal instants, forks, merges, two answers to one question. */
export const makeCase = (number: (below: number) => number): Case => {
  const chance = (percent: number): boolean => number(100) < percent;
  const pick = <T>(list: readonly [T, ...T[]]): T => list[number(list.length)] ?? list[0];
  const some = <T>(list: readonly [T, ...T[]]): readonly T[] => {
    const chosen = list.filter(() => chance(60));
    return chosen.length === 0 ? [pick(list)] : chosen;
  };
  let hashes = 0;
  const hash = (): string => `h${String((hashes += 1)).padStart(3, '0')}-${String(number(1000))}`;
  const recordCount = chance(40) ? (chance(30) ? 3 : 2) : 1;
  const records = Array.from({ length: recordCount }, (_, position) => ({
    record: `r${String(position)}`,
    joinedAt: position === 0 ? null : day(number(DAYS)),
  }));
  const record = (): string => records[number(records.length)]?.record ?? 'r0';

  const version = (
    base: Partial<ConsentVersion> & Pick<ConsentVersion, 'purpose'>,
    names: readonly string[],
    recipients: readonly string[],
  ): ConsentVersion => {
    const at = number(DAYS);
    const from = chance(80) ? at : number(DAYS);
    return {
      hash: hash(),
      by: chance(50) ? 'client' : 'practice',
      recordedBy: null,
      at: day(at),
      seenAt: day(at),
      names,
      recipients,
      categories: some(FIELDS),
      validFrom: day(from),
      validUntil: day(Math.min(DAYS - 1, from + 1 + number(14))),
      reviewAt: null,
      oneOff: chance(8),
      capacity: 'self',
      identified: null,
      notice: { id: 'notice', version: 1, language: 'en', text: 't' },
      benefit: 'b',
      channel: 'desk',
      artefact: null,
      ...base,
    };
  };

  const makeConsent = (): HeldConsent => {
    const recipients = some(PRACTICES);
    const root = version({ purpose: pick(PURPOSES) }, [], recipients);
    const versions = [root];
    const cuts: ConsentCut[] = [];
    const events = number(4);
    for (let index = 0; index < events; index += 1) {
      if (chance(55)) {
        const kept = recipients.filter(() => chance(80));
        const replaced = versions[number(versions.length)] ?? root;
        const narrowings = cuts.filter((cut) => cut.kind === 'narrowed' && chance(50)).map((cut) => cut.hash);
        const [first = root.recipients[0] ?? 'abc'] = recipients;
        versions.push(version({ purpose: root.purpose }, [...new Set([replaced.hash, ...narrowings])], kept.length === 0 ? [first] : kept));
      } else cuts.push(...makeCuts(recipients));
    }
    const uses: readonly ConsentUse[] = chance(20)
      ? [
          {
            hash: hash(),
            at: day(number(DAYS)),
            recipient: recipients[0] ?? 'abc',
            fields: ['name'],
            attachment: 'a',
            consents: [root.hash],
            delivered: null,
            deleted: null,
          },
        ]
      : [];
    const consent = {
      root: root.hash,
      label: root.hash,
      intent: null,
      holders: ['smith'],
      client: 'c',
      versions,
      cuts,
      uses,
      offers: [],
      deletionRequests: [],
      lastIndex: 0,
    };
    return { consent, record: record(), referral: chance(70) ? null : { acknowledged: chance(80), ended: chance(15) } };
  };

  const makeCuts = (recipients: readonly string[]): readonly ConsentCut[] => {
    const common = {
      hash: hash(),
      at: day(number(DAYS)),
      seenAt: day(0),
      method: 'phone',
      reason: null,
      practice: null,
    };
    if (chance(35)) return [{ ...common, kind: 'withdrawn', recipients: 'all', categories: 'all', until: null }];
    const narrowed = { ...common, kind: 'narrowed' as const };
    switch (number(3)) {
      case 0:
        return [{ ...narrowed, recipients: [recipients[number(recipients.length)] ?? 'abc'], categories: 'all', until: null }];
      case 1:
        return [{ ...narrowed, recipients: 'all', categories: [pick(FIELDS)], until: null }];
      default:
        return [{ ...narrowed, recipients: 'all', categories: 'all', until: day(number(DAYS)) }];
    }
  };

  const consents = Array.from({ length: number(4) }, makeConsent);
  const refusals = Array.from({ length: chance(25) ? 1 + number(2) : 0 }, () => ({
    hash: hash(),
    at: day(number(DAYS)),
    recipients: some(PRACTICES),
    purpose: pick(PURPOSES),
    record: record(),
  }));
  const status = chance(97) ? 'active' : pick(STATUSES);
  // Most questions are about something that was answered before, and come soon after it.
  const about = chance(85) ? consents[number(Math.max(1, consents.length))]?.consent.versions.at(-1) : undefined;
  const began = about === undefined ? 0 : Number(about.validFrom.slice(8, 10)) - 1;
  const at = about !== undefined && chance(80) ? Math.min(DAYS - 1, began + number(12)) : number(DAYS);
  return {
    person: {
      deceased: chance(2),
      doNotContact: chance(2),
      consents,
      refusals,
      records,
      heardAt: chance(15) ? day(Math.min(DAYS - 1, at + number(10))) : day(number(at + 1)),
    },
    recipient: { practice: about === undefined ? pick(PRACTICES) : (about.recipients[0] ?? 'abc'), status },
    purpose: about?.purpose ?? pick(PURPOSES),
    fields: chance(1) ? [] : about !== undefined && chance(50) ? about.categories : some(FIELDS),
    at: day(at),
  };
};
