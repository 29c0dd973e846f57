import { z } from 'zod';
import { localPerson } from '../../../contract/status.ts';
import { workspaceQueue } from '../../../contract/workspaces.ts';
import { DEFAULT_WORKSPACES } from '../../../domain/crm/workspace/workspaces.ts';
import type { DemoDesk } from '../demo-desk.ts';
import { type Person, personAt } from '../person.ts';
import { StoryFailed } from '../stage.ts';
import { ADDED_CLIENTS, CLIENTS } from './client-cast.ts';
import { anything, type Moment, momentsOf } from './client-moments.ts';

const MINUTE = 60_000;

/** Days that the walk takes, from its first morning. */
export const CLIENT_DAYS = 23;

/** Sessions end after twelve hours of the desk's own clock. */
const SESSION_MINUTES = 600;

type Walk = {
  readonly desk: DemoDesk;
  readonly person: Person;
  /** Milliseconds of the first morning. */
  readonly start: number;
  readonly tell: (line: string) => void;
};

/** Moves the clock to a minute of the walk, signs in again where a session would have ended, and does it. */
const play = async ({ desk, person, start }: Walk, moments: readonly Moment[]): Promise<void> => {
  let signedInAt = Number.NEGATIVE_INFINITY;
  for (const { at, run } of moments.toSorted((a, b) => a.at - b.at)) {
    const now = start + at * MINUTE;
    await desk.setClock(new Date(now).toISOString());
    if (at - signedInAt > SESSION_MINUTES) {
      person.signOut();
      signedInAt = at;
    }
    await person.signIn();
    await run(person.api, now);
  }
};

const client = (part: (typeof ADDED_CLIENTS)[number]) => ({
  kind: 'person',
  ...part,
  emails: [`${part.givenName}.${part.familyName}@example.com`.toLowerCase()],
  phones: [],
  abn: null,
  suburb: 'Parramatta',
  state: 'NSW',
  postcode: '2150',
  street: '',
  note: '',
  assuranceClient: false,
  doNotContact: false,
});

/** The first morning: seats are given, the book is completed, everybody is taken into business development. */
const firstMorning = (people: readonly { readonly person: string; readonly name: string }[]): readonly Moment[] => {
  const [first, second] = people;
  const { roles } = DEFAULT_WORKSPACES;
  const seat = <K extends keyof typeof roles>(role: K, person: string | null) => ({
    ...roles[role],
    seats: roles[role].seats.map((one) => ({ ...one, person })),
  });
  // Sales and customer success stay to be announced, as on a practice's first day.
  const workspaces = { roles: { ...roles, bd: seat('bd', second?.person ?? null), cmo: seat('cmo', first?.person ?? null) } };
  return [
    {
      at: 0,
      run: async (api) => {
        await api.send('PUT', '/settings/store/workspaces', { value: workspaces, note: 'Who is who' }, anything);
        for (const part of ADDED_CLIENTS) await api.send('POST', '/contacts', client(part), anything);
        await api.send('POST', '/workspaces/bd/route', { most: 1000 }, anything);
      },
    },
  ];
};

/**
 * Walks the sample's clients through the workspaces of one desk: seats, calls, stages, deals, tickets, tasks, hand-overs. Sarah Chen goes
 * through all four. `start` is the UTC instant of the first morning; the desk's clock ends `CLIENT_DAYS` later at most.
 */
export const playClients = async (
  desk: DemoDesk,
  options: Omit<Walk, 'desk' | 'person' | 'start'> & { readonly start: string },
): Promise<void> => {
  const start = Date.parse(options.start);
  const answer = await desk.connection.request('/api/people/local');
  const people = z.array(localPerson).parse(await answer.json());
  const first = people[0];
  if (first === undefined) throw new StoryFailed('nobody is at the desk of the clients');
  const walk = { desk, person: personAt(desk, 1, { id: first.person, name: first.name }), start, tell: options.tell };
  walk.tell('Clients are taken into business development');
  await play(walk, firstMorning(people));
  const queue = await walk.person.api.get('/workspaces/bd/queue?limit=200', workspaceQueue);
  const ids = new Map(queue.rows.map(({ contact }) => [contact.name, contact.id]));
  walk.tell('Sarah Chen and her fellow clients go through the workspaces');
  await play(
    walk,
    CLIENTS.flatMap((part) => {
      const id = ids.get(part.name);
      if (id === undefined) throw new StoryFailed(`${part.name} is not in the book of the sample`);
      return momentsOf(part, id);
    }),
  );
};
