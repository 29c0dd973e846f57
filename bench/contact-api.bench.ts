import { instantAt, contactIds } from './contact-fill.ts';
import type { ContactDesk } from './contact-desk.ts';
import { z } from 'zod';
import { type Figure, percentile, round, timedTwice } from './measure.ts';

const LIMIT = 100;

type Interaction = { readonly words: string; readonly runs: number; readonly run: (at: number) => Promise<unknown> };

const prepared = z.looseObject({ draft: z.string(), ticks: z.array(z.looseObject({ id: z.string() })) });
const cell = z.looseObject({ row: z.looseObject({ revision: z.int() }), undo: z.string().nullable() });
const changed = z.looseObject({ id: z.string(), undo: z.string() });
const page = z.looseObject({ revision: z.int(), timeline: z.array(z.unknown()) });

const pick = <T>(list: readonly T[], at: number): T => {
  const found = list[at % list.length];
  if (found === undefined) throw new Error('an empty list');
  return found;
};

const FILTERS = [
  '',
  'region:any:NSW',
  'suburb:has:epp',
  'consent:any:expiring',
  'tags:any:VIP',
  'stage:any:customer;task:yes',
  'email:has:p77',
  'active:last:30',
];
const SORTS = ['name', '-active', 'suburb', 'consent', 'stage', 'organisation', '-added', 'owner'];
const WORDS = ['chen', 'mull', '0491 57', 'kow', 'p199', 'marr', 'obrien', 'tran 2'];
const GROUPS = ['consent', 'stage', 'owner', 'suburb', 'region', 'kind', 'organisation'];

/** Everything a person does with the book, as requests of the window; `at` counts the runs, so that each asks for something else. */
const interactions = (bench: ContactDesk): readonly Interaction[] => {
  const ids = contactIds(bench);
  const { ask } = bench;
  const contact = (at: number): string => pick(ids, 17 + at * 1237);
  const reading = (words: string, path: (at: number) => string, runs = 40): Interaction => ({
    words,
    runs,
    run: (at) => ask('GET', path(at)),
  });
  const undo: string[] = [];
  const sign = async (act: unknown): Promise<void> => {
    const { draft, ticks } = prepared.parse(await ask('POST', '/acts', { act }));
    await ask('POST', `/acts/${draft}/sign`, { ticks: ticks.map((tick) => tick.id), assertion: null });
  };
  return [
    reading(
      'list, any stretch',
      (at) => `/contacts?sort=${pick(SORTS, at)}&offset=${String(at % 2 === 0 ? 0 : (at * 2399) % 99_000)}&limit=100`,
      48,
    ),
    reading('list filtered', (at) => `/contacts?f=${encodeURIComponent(pick(FILTERS, at))}&sort=${pick(SORTS, at + 1)}&limit=100`, 48),
    reading('count', (at) => `/contacts/count?f=${encodeURIComponent(pick(FILTERS, at))}&q=${at % 3 === 0 ? pick(WORDS, at) : ''}`, 48),
    reading('groups', (at) => `/contacts/groups?f=${encodeURIComponent(pick(FILTERS, at))}&group=${pick(GROUPS, at)}`, 56),
    reading('fields and choices', () => '/contacts/fields', 20),
    reading('views', () => '/views', 20),
    reading('contact page', (at) => `/contacts/${contact(at)}`, 60),
    reading('contact page with the longest timeline', () => `/contacts/${pick(ids, 4321)}`, 20),
    reading('consents of a contact', (at) => `/contacts/${pick(ids, at * 2 * 311)}/consents`),
    reading('history of a contact', (at) => `/records/contact/${contact(at)}/history`),
    reading('search', (at) => `/search?q=${encodeURIComponent(pick(WORDS, at).slice(0, 2 + (at % 5)))}`, 56),
    {
      words: 'similar contacts while typing',
      runs: 40,
      run: (at) =>
        ask('POST', '/contacts/similar', {
          kind: 'person',
          givenName: 'Sarah',
          familyName: pick(['Chen', 'Rao', 'Kelly'], at),
          organisation: '',
          emails: [`p${String(at * 97)}@example.com`],
          phones: [],
          abn: null,
          street: '',
          suburb: 'Epping',
          state: 'NSW',
          postcode: '',
          note: '',
          assuranceClient: false,
          doNotContact: false,
        }),
    },
    reading('consent board', (at) => `/consents?group=state&offset=${String((at * 700) % 40_000)}&limit=100`),
    reading(
      'consent board of one state',
      (at) =>
        `/consents?group=state&state=${pick(['expiring', 'given', 'evidence-weak', 'expired', 'refused', 'asked', 'withdrawn'], at)}&limit=100`,
    ),
    reading('consent board by practice', (at) => `/consents?group=practice&practice=${pick(bench.recipients, at)}&limit=100`),
    reading('consent board by person', (at) => `/consents?group=person&offset=${String(at * 100)}&limit=100`, 20),
    {
      words: 'may I share',
      runs: 60,
      run: (at) =>
        ask('POST', '/consents/may-i', {
          contact: pick(ids, at * 2 * 311),
          recipient: pick(bench.recipients, at),
          purpose: 'home-loan',
          categories: ['name', 'contact-details'],
        }),
    },
    reading('receipts, introductions, deletions', (at) => `/consents/${pick(['receipts', 'introductions', 'deletions'], at)}`, 30),
    reading('tasks', (at) => `/tasks?view=${pick(['open', 'mine', 'late'], at)}`),
    reading('tickets', () => '/tickets'),
    reading('pipelines', () => '/pipelines', 20),
    reading('board of deals', () => '/pipelines/deals/new-clients'),
    reading('today', (at) => pick(['/today', '/crm/today'], at)),
    reading(
      'workspace queues',
      (at) => `/workspaces/${pick(['bd', 'sales', 'cs', 'cmo'], at)}/queue?owner=${pick(['all', 'mine', 'nobody'], at)}`,
      48,
    ),
    reading('dashboard', (at) => `/workspaces/cmo/dashboard?months=${String(1 + (at % 24))}`, 24),
    reading('settings', (at) => pick(['/settings', '/settings/store', '/settings/store/lifecycle'], at), 30),
    reading('duplicates', (at) => pick(['/duplicates', '/duplicates/summary'], at), 20),
    reading('imports and exports', (at) => pick(['/imports', '/contacts/exports'], at), 20),
    {
      words: 'one cell changed',
      runs: 40,
      run: async (at) => {
        const revision = bench.desk.db
          .statement<[string], { readonly revision: number }>('select revision from contact where id = ?')
          .get(contact(at))?.revision;
        const done = cell.parse(
          await ask('PUT', `/contacts/${contact(at)}/cell`, { column: 'suburb', value: `Newtown ${String(at)}`, revision }),
        );
        undo.push(done.undo ?? '');
      },
    },
    {
      words: 'a change taken back',
      runs: 20,
      run: () => ask('POST', `/undo/${undo.pop() ?? ''}`, {}),
    },
    {
      words: 'note written',
      runs: 40,
      run: async (at) =>
        changed.parse(await ask('POST', '/notes', { contact: contact(at), deal: null, text: 'Rang back on Monday.', pinned: false })),
    },
    {
      words: 'consent answered (prepared and signed)',
      runs: 30,
      run: (at) =>
        sign({
          act: 'consent-grant',
          contact: pick(ids, 1 + at * 2 * 97),
          recipients: [pick(bench.recipients, at)],
          purpose: 'home-loan',
          categories: ['name', 'contact-details'],
          months: 12,
          use: 'standing',
          channel: 'phone',
          artefact: 'Call of today',
          benefit: 'The recipient pays a quarter of its income.',
          capacity: 'self',
          identified: { how: 'call-back', contactPoint: `p${String((1 + at * 2 * 97) % ids.length)}@example.com` },
        }),
    },
    reading('list after the answers', () => '/contacts?limit=100', 20),
  ];
};

type Taken = { readonly wall: number; readonly cpu: number };

const p95 = (taken: readonly Taken[], of: 'wall' | 'cpu'): number =>
  round(
    percentile(
      taken.map((one) => one[of]),
      0.95,
    ),
    1,
  );
const middle = (taken: readonly Taken[]): number =>
  round(
    percentile(
      taken.map((one) => one.wall),
      0.5,
    ),
    1,
  );

/** Every interaction with the book at the desk's API, signed in. */
export const contactApiBench = async (bench: ContactDesk): Promise<readonly Figure[]> => {
  bench.at(instantAt(1));
  const figures: Figure[] = [];
  const all: Taken[] = [];
  for (const { words, runs, run } of interactions(bench)) {
    await run(0);
    const taken: Taken[] = [];
    for (let at = 1; at <= runs; at += 1) taken.push(await timedTwice(() => run(at)));
    all.push(...taken);
    figures.push({
      name: `at the API: ${words}, P95`,
      value: p95(taken, 'wall'),
      unit: 'ms',
      limit: LIMIT,
      detail: `processor time ${String(p95(taken, 'cpu'))} ms; median ${String(middle(taken))} ms, ${String(runs)} requests`,
    });
  }
  const contact = pick(contactIds(bench), 4321);
  const complete = page.parse(await bench.ask('GET', `/contacts/${contact}`));
  return [
    {
      name: 'every interaction with the contact book at the API, P95',
      value: p95(all, 'wall'),
      unit: 'ms',
      limit: LIMIT,
      detail: `processor time ${String(p95(all, 'cpu'))} ms; ${String(all.length)} requests of ${String(figures.length)} kinds, median ${String(middle(all))} ms; the longest timeline has ${String(complete.timeline.length)} entries`,
    },
    ...figures,
  ];
};
