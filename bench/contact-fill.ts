import type { RecordDocument } from '../core/domain/record/operation.ts';
import { uuidV7 } from '../core/ports/entropy.ts';
import { appendOwn } from '../core/desk/ledger/compose.ts';
import { registerOf } from '../core/desk/context.ts';
import { grant, refuseConsent } from '../core/desk/consents/grant-acts.ts';
import { catchUpStanding } from '../core/desk/contacts/list/standing.ts';
import { requestConsent } from '../core/desk/consents/requests.ts';
import type { Plan } from '../core/desk/acts/plan.ts';
import { commitRecords, type Step } from '../core/desk/records/commit.ts';
import { type ContactDesk, NOW, START } from './contact-desk.ts';

// A book of contacts as a practice would have it after years: every row is written by the services that the API calls, in groups of many.

const GIVEN = ['Amelia', 'Łukasz', 'Zoë', 'Liam', 'Sarah', 'Noah', 'Grace', 'Deepak', 'Hannah', 'Mia', 'Oliver', 'Wei', 'Fatima', 'José'];
const FAMILY = ['Chen', 'Müller', 'O’Brien', 'Kowalczyk', 'Nguyễn', 'Hartley', 'Papas', 'Rao', 'Schultz', 'Kelly', 'Ng', 'Tran', 'Aziz'];
const SUBURBS = ['Marrickville', 'Epping', 'Ryde', 'Penrith', 'Kogarah', 'Auburn', 'Mosman', 'St Peters', 'Wagga Wagga', 'Brunswick'];
const STATES = ['NSW', 'NSW', 'NSW', 'VIC', 'QLD'];
const TAGS = ['VIP', 'newsletter', 'tax 2026', 'home loan', 'SMSF', 'referred', 'seminar'];

const pick = <T>(list: readonly T[], at: number): T => {
  const found = list[at % list.length];
  if (found === undefined) throw new Error('an empty list');
  return found;
};

/** A CSV file of so many people and organisations. */
export const bookFile = (count: number): string => {
  const rows = Array.from({ length: count }, (_, at) => {
    const company =
      at % 6 === 0 ? `${pick(FAMILY, at * 5)} ${pick(['Holdings', 'Electrical', 'Trading', 'Dental'], at)} ${String(at % 4000)}` : '';
    const born = at % 3 === 0 ? `${String(1940 + (at % 65))}-0${String(1 + (at % 9))}-1${String(at % 10)}` : '';
    const tags = at % 4 === 0 ? `${pick(TAGS, at)};${pick(TAGS, at * 3 + 1)}` : '';
    return `${pick(GIVEN, at)},${pick(FAMILY, at * 7)} ${at.toString(36)},${company},p${String(at)}@example.com,0491 ${String(570_000 + (at % 400_000)).replace(/(\d{3})$/u, ' $1')},${String(at % 300)} High St,${pick(SUBURBS, at * 3)},${pick(STATES, at)},${String(2000 + (at % 900))},${born},${tags}\n`;
  });
  return `First Name,Last Name,Company,Email,Mobile,Street,Suburb,State,Postcode,Date of Birth,Tags\n${rows.join('')}`;
};

const SPAN = Date.parse(NOW) - Date.parse(START);
/** An instant between the start and now; `share` from 0 to 1. */
export const instantAt = (share: number): string => new Date(Date.parse(START) + Math.floor(SPAN * share)).toISOString();

const WORDS =
  'Rang about the refinance of the house at the corner and asked whether the documents of the company are complete; sends the statements on Monday.';

const ROLES = ['bd', 'sales', 'cs', 'cmo'] as const;
const STAGES = ['mql', 'sql', 'opp', 'customer', 'customer', 'customer', 'champion', 'at-risk', 'churned'] as const;

type Made = readonly Step[];

const create = (bench: ContactDesk, kind: string, at: string, document: RecordDocument): Step => ({
  act: 'create',
  kind,
  id: uuidV7(bench.desk.entropy, at),
  document,
});

/** What one entry of the timeline is written by; `at` counts the entries. */
const entry = (bench: ContactDesk, contact: string, at: number, of: number): Made => {
  const { person, name } = bench.person;
  const when = instantAt(at / of);
  const share = at % 1000;
  const text = WORDS.slice(0, 40 + (at % 100));
  if (share < 400)
    return [
      create(bench, 'activity', when, {
        contact,
        deal: null,
        type: pick(['call', 'meeting', 'email'], at),
        at: when,
        minutes: 5 + (at % 50),
        direction: pick(['in', 'out'], at),
        subject: `Home loan ${String(at % 97)}`,
        text,
      }),
    ];
  if (share < 770) return [create(bench, 'note', when, { contact, deal: null, at: when, text, pinned: share === 769 })];
  if (share < 870) return [create(bench, 'task', when, task(contact, person, text, when, true))];
  if (share < 900)
    return [
      create(bench, 'ticket', when, {
        contact,
        subject: `Question ${String(at % 97)}`,
        text,
        priority: 'normal',
        role: pick(ROLES, at),
        owner: person,
        openedAt: when,
        respondedAt: when,
        solvedAt: at % 20 === 0 ? null : when,
        solution: at % 20 === 0 ? '' : 'Answered on the telephone.',
        pauses: [],
      }),
    ];
  if (share < 930) return [create(bench, 'deal', when, deal(contact, person, at, when))];
  if (share < 965)
    return [
      { act: 'change', kind: 'contact', id: contact, set: { owner: at % 5 === 0 ? null : person }, revision: null },
      create(bench, 'hand-over', when, {
        contact,
        from: null,
        to: pick(ROLES, at),
        fromOwner: null,
        owner: at % 5 === 0 ? null : person,
        at: when,
        by: person,
        byName: name,
        reason: 'Meets what the workspace asks for',
        routed: null,
      }),
    ];
  const to = pick(STAGES, at);
  return [
    { act: 'change', kind: 'contact', id: contact, set: { stage: to }, revision: null },
    create(bench, 'stage-entry', when, {
      contact,
      from: 'lead',
      to,
      at: when,
      by: person,
      byName: name,
      reason: 'First meeting',
      unmet: [],
    }),
  ];
};

const task = (contact: string | null, owner: string, text: string, when: string, done: boolean): RecordDocument => ({
  contact,
  deal: null,
  title: 'Send the statements',
  text,
  owner,
  due: when.slice(0, 10),
  remindAt: null,
  priority: 'normal',
  doneAt: done ? when : null,
});

const deal = (contact: string, owner: string, at: number, when: string): RecordDocument => {
  const stage = at % 8 === 0 ? pick(['enquiry', 'first-meeting', 'proposal', 'agreed'], at / 8) : pick(['won', 'won', 'lost'], at);
  const status = stage === 'won' || stage === 'lost' ? stage : 'open';
  return {
    contact,
    title: `Refinance ${String(at % 911)}`,
    pipeline: 'new-clients',
    stage,
    status,
    stageSince: when,
    purpose: 'Home loan',
    amount: 100_000 + (at % 900) * 1000,
    settledAmount: stage === 'won' ? 150_000 : null,
    expectedClose: when.slice(0, 10),
    lostReason: stage === 'lost' ? 'Went elsewhere' : '',
    owner,
    referral: null,
    closedAt: status === 'open' ? null : when,
  };
};

const CHUNK = 5000;

/** Ids of all contacts in the order of their rows. */
export const contactIds = (bench: ContactDesk): readonly string[] =>
  bench.desk.db
    .statement<[], { readonly id: string }>('select id from contact order by no')
    .all()
    .map((row) => row.id);

const commitAll = (bench: ContactDesk, steps: readonly Step[]): void => {
  const done = commitRecords(bench.desk, bench.person, { words: 'Years of work', program: true }, steps);
  if (!done.ok) throw new Error(`${done.error.code} ${done.error.detail}`);
};

/** Which contact an entry is about: some have hundreds of them, most a few. */
const contactAt = (ids: readonly string[], at: number): string => pick(ids, at % 600 === 0 ? 4321 : at * 7919);

/** Fills the timelines, and gives some contacts an open task. */
export const fillTimelines = (bench: ContactDesk, entries: number): void => {
  const ids = contactIds(bench);
  for (let from = 0; from < entries; from += CHUNK) {
    bench.at(instantAt(from / entries));
    const steps: Step[] = [];
    for (let at = from; at < Math.min(entries, from + CHUNK); at += 1) {
      steps.push(...entry(bench, contactAt(ids, at), at, entries));
      if (at % 100 === 7)
        steps.push(
          create(
            bench,
            'task',
            instantAt(at / entries),
            task(contactAt(ids, at), bench.person.person, '', instantAt(0.9 + (at % 1000) / 9000), false),
          ),
        );
    }
    commitAll(bench, steps);
  }
  bench.at(NOW);
};

const PURPOSES = ['home-loan', 'car-loan', 'tax-return'];
const GROUP = 1000;

const signAll = (bench: ContactDesk, plans: readonly Plan[]): void => {
  const { desk, person } = bench;
  appendOwn(
    desk,
    registerOf(desk).net,
    person.signer,
    plans.flatMap((plan) => plan.events),
    (hashes) => plans.forEach((plan) => plan.store?.(hashes)),
  );
};

/** Records consents of the first contacts, a thousand to a transaction, with a refusal and a request for every fiftieth; answers how many. */
export const fillConsents = (
  bench: ContactDesk,
  range: { readonly from: number; readonly to: number },
  of: number,
  mostMs: number,
): number => {
  const ids = contactIds(bench);
  const { desk, person } = bench;
  const began = performance.now();
  let at = range.from;
  for (; at < range.to && performance.now() - began < mostMs; at += GROUP) {
    bench.at(instantAt(at / of));
    const plans = Array.from({ length: Math.min(GROUP, range.to - at) }, (_, offset) => {
      const number = at + offset;
      const base = { contact: pick(ids, number * 2), recipients: [pick(bench.recipients, number)], purpose: pick(PURPOSES, number) };
      const recorded = { channel: 'phone' as const, artefact: 'Call, recording 118' };
      const plan =
        number % 50 === 49
          ? refuseConsent(desk, person, { act: 'consent-refuse', ...base, ...recorded })
          : grant(desk, person, {
              act: 'consent-grant',
              ...base,
              ...recorded,
              categories: ['name', 'contact-details'],
              months: 1 + (number % 24),
              use: 'standing',
              benefit: 'The recipient pays a quarter of its income.',
              capacity: 'self',
              identified: { how: 'call-back', contactPoint: `p${String((number * 2) % ids.length)}@example.com` },
            });
      if (!plan.ok) throw new Error(`${plan.error.code} ${plan.error.detail}`);
      return plan.value;
    });
    signAll(bench, plans);
    const asked = requestConsent(desk, person, {
      contacts: Array.from({ length: 20 }, (_, offset) => pick(ids, (at + offset * 50) * 2 + 1)),
      recipients: [pick(bench.recipients, at)],
      purpose: 'home-loan',
      channel: 'email',
    });
    if (!asked.ok) throw new Error(asked.error.detail);
    catchUpStanding(desk);
  }
  bench.at(NOW);
  return at - range.from;
};
