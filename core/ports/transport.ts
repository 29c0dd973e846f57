import type { Result } from '../domain/result.ts';
import type { Bytes } from '../protocol/bytes.ts';

/** A sealed bundle for one counterpart. The transport never opens it. */
export type Bundle = {
  /** Practice it is sealed to. */
  readonly to: string;
  /** SHA-256 of the bundle's header record, hex: the same id is the same bundle. */
  readonly id: string;
  /** What to call it where it has a name. Says nothing about clients. */
  readonly name: string;
  readonly bytes: Bytes;
};

export type Arrival = { readonly id: string; readonly bytes: Bytes };

/** Why a transport cannot carry now. Everything offered before is kept. */
export type TransportFailure =
  | { readonly code: 'transport.unavailable'; readonly why: string }
  | { readonly code: 'transport.full'; readonly why: string };

/**
 * Carries exchange files between desks as whole bundles, for example through folders that people empty and fill; the sync server carries parcels and has a
 * port of its own (`network-server.ts`). Every adapter passes the same acceptance suite: a bundle arrives whole or not at all, offered twice it arrives once, in any order, and what was not taken is shown again.
 */
export type Transport = {
  /** Durable when it resolves. The same bundle again gives the same answer. */
  readonly offer: (bundle: Bundle) => Promise<Result<{ readonly where: string }, TransportFailure>>;
  /** What has arrived and was not taken yet, in any order. */
  readonly arrivals: () => Promise<Result<readonly Arrival[], TransportFailure>>;
  /** Never shows this arrival again. Unknown ids change nothing. */
  readonly taken: (id: string) => Promise<Result<true, TransportFailure>>;
};
