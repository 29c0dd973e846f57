import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { instantSchema } from '../../core/domain/time/instant.ts';
import { request } from '../client.ts';

const statusSchema = z.object({
  /** Desks without a server work by files: when the last one went out and came in. */
  lastSent: instantSchema.nullable(),
  lastReceived: instantSchema.nullable(),
  /** Entries written here that no counterpart has been sent. */
  waiting: z.number().int().min(0),
  /** The last walk of the chain on this computer. */
  checked: z.object({ at: instantSchema, intact: z.boolean(), firstBad: z.number().int().nullable() }).nullable(),
  logSize: z.number().int().min(0),
  root: z.string(),
  backup: z.object({ at: instantSchema, restoreTested: z.boolean() }).nullable(),
});

const openSchema = z.object({
  state: z.literal('open'),
  practice: z.object({ name: z.string(), kind: z.enum(['practice', 'office']), sample: z.boolean() }),
  person: z.object({ name: z.string() }),
  counts: z.object({ needsYou: z.number(), contacts: z.number(), referrals: z.number(), payouts: z.number() }),
  status: statusSchema,
});

/** What stands round every page: whose desk, who is signed in, what waits, and how the record is. */
export const frameSchema = z.discriminatedUnion('state', [z.object({ state: z.literal('empty') }), z.object({ state: z.literal('locked') }), openSchema]);

export type Frame = z.infer<typeof frameSchema>;
export type OpenFrame = z.infer<typeof openSchema>;

/** Asked again every minute, and after every act that invalidates it. */
export const frameQuery = queryOptions({
  queryKey: ['frame'],
  queryFn: ({ signal }) => request('GET', '/api/frame', frameSchema, { signal }),
  refetchInterval: 60_000,
});
