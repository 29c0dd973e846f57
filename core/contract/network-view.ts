import { z } from 'zod';
import { fileInput, hash, instant } from './scalars.ts';

/** `GET /api/network`: what a desk knows of its server, of the network log, and of what it found wrong. */
export const networkView = z.object({
  connection: z.discriminatedUnion('state', [
    z.object({ state: z.literal('off') }),
    z.object({ state: z.literal('connecting'), since: instant }),
    z.object({ state: z.literal('online'), since: instant, lastRound: instant }),
    z.object({ state: z.literal('offline'), since: instant, why: z.string() }),
  ]),
  /** Null while the desk exchanges files only. */
  server: z.object({ url: z.string(), origin: z.string(), joinedAt: instant }).nullable(),
  office: z.boolean(),
  outgoing: z.object({
    /** Events that are in no parcel yet; parcels that the server has not taken; parcels that the recipient has not confirmed. */
    events: z.int(),
    unsent: z.int(),
    unconfirmed: z.array(z.object({ practice: z.string(), parcels: z.int(), since: instant })),
  }),
  incoming: z.object({
    parcels: z.int(),
    early: z.int(),
    refused: z.array(z.object({ practice: z.string(), m: z.int(), why: z.string(), at: instant })),
  }),
  log: z.object({
    checkpoint: z
      .object({ size: z.int(), root: hash, seenAt: instant, witnessedAt: instant.nullable(), witnesses: z.array(z.string()) })
      .nullable(),
    events: z.int(),
    proven: z.int(),
    /** Handed in, and in no checkpoint yet. */
    waiting: z.int(),
    /** In no log: their signer has not handed them in, or the server refused. */
    missing: z.int(),
  }),
  alarms: z.array(
    z.object({ id: hash, at: instant, kind: z.string(), words: z.string(), read: z.object({ by: z.string(), at: instant }).nullable() }),
  ),
});
export type NetworkView = z.infer<typeof networkView>;

/** `POST /api/network/join`: the trust file that names the server. */
export const joinInput = fileInput;
/** `POST /api/network/claim`: the office takes a new server: its address and the set-up code it printed. */
export const claimServerInput = z.object({ url: z.url({ protocol: /^https?$/u }), code: z.string().trim().min(8).max(128) });
export const claimServerAnswer = z.object({ origin: z.string(), vkey: z.string() });
/** `POST /api/network/round`: what one round did. */
export const roundAnswer = z.object({ logged: z.int(), posted: z.int(), taken: z.int(), proven: z.int(), book: z.int() });

/** `POST /api/network/state`: the office states server and witnesses in the trust file, and connects itself. */
export const stateNetworkInput = z.object({
  url: z.url({ protocol: /^https?$/u }),
  vkey: z.string().trim().min(1).max(400),
  witnesses: z.array(z.string().trim().min(1).max(400)).min(1, 'At least one witness: members refuse a network without').max(16),
});
