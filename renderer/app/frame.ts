import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { exchangeView, today } from '../../core/contract/desk.ts';
import { status, type Status } from '../../core/contract/status.ts';
import { request } from '../client.ts';

/** Where the desk stands and who is signed in at this window. Asked again every minute, and after every act. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => request('GET', '/api/status', status, { signal }),
  refetchInterval: 60_000,
});

/** What a signed-in person's frame is drawn from. */
export type Frame = Status & {
  readonly practice: NonNullable<Status['practice']>;
  readonly person: NonNullable<Status['person']>;
};

/** The frame of a desk at which somebody is signed in; undefined otherwise. */
export const frameOf = (held: Status): Frame | undefined =>
  held.practice === null || held.person === null ? undefined : { ...held, practice: held.practice, person: held.person };

/** The numbers beside the names of pages; a page without a number shows none. */
export interface Counts {
  readonly needsYou: number;
  readonly contacts: number;
  readonly referrals: number;
  readonly payouts: number;
  /** Counterparts for which entries wait. */
  readonly exchange: number;
}

const totals = z.object({ total: z.int() });
const batches = z.object({ batches: z.array(z.object({ state: z.string() })) });

const orZero = async <T>(answer: Promise<T>, count: (read: T) => number): Promise<number> => answer.then(count, () => 0);

/** Numbers for the navigation. A list that a role may not see counts nothing. */
export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: async ({ signal }): Promise<Counts> => {
    const [needsYou, contacts, referrals, payouts, exchange] = await Promise.all([
      orZero(request('GET', '/api/today', today, { signal }), (read) => read.needsYou.length),
      orZero(request('GET', '/api/contacts?limit=1', totals, { signal }), (read) => read.total),
      orZero(request('GET', '/api/referrals?state=open', z.object({ rows: z.array(z.unknown()) }), { signal }), (read) => read.rows.length),
      orZero(
        request('GET', '/api/payouts', batches, { signal }),
        (read) => read.batches.filter((batch) => batch.state === 'prepared' || batch.state === 'approved').length,
      ),
      orZero(
        request('GET', '/api/exchange', exchangeView, { signal }),
        (read) => read.counterparts.filter((one) => one.waiting > 0).length,
      ),
    ]);
    return { needsYou, contacts, referrals, payouts, exchange };
  },
  refetchInterval: 120_000,
});
