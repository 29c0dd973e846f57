import { bytesToHex } from '../../core/protocol/bytes.ts';
import type { ServerPorts } from '../ports.ts';
import { plusSeconds } from './time.ts';

/** How long a secret signs, and how much longer what it signed is accepted, in seconds. */
const SIGNS_FOR = 24 * 60 * 60;
const ACCEPTED_AFTER = 60 * 60;

export type TokenSecret = { readonly kid: string; readonly secret: Uint8Array; readonly makesUntil: string; readonly endsAt: string };

/** The rotating secrets under which tokens and nonces are made. They stand in the database, so that every process accepts what another gave. */
export type TokenSecrets = {
  /** The one to sign with now; made when the last one is a day old. */
  readonly current: () => Promise<TokenSecret>;
  /** The one of a key id, while what it signed is accepted. */
  readonly of: (kid: string) => Promise<TokenSecret | undefined>;
};

/** Secrets of one server; each process keeps in memory what it has read. */
export const createTokenSecrets = ({ storage, clock, entropy }: Pick<ServerPorts, 'storage' | 'clock' | 'entropy'>): TokenSecrets => {
  const known = new Map<string, TokenSecret>();
  const load = async (): Promise<void> => {
    const rows = await storage.db.selectFrom('token_secret').selectAll().where('ends_at', '>', clock.now()).execute();
    known.clear();
    for (const row of rows)
      known.set(row.kid, { kid: row.kid, secret: row.secret, makesUntil: plusSeconds(row.made_at, SIGNS_FOR), endsAt: row.ends_at });
  };
  const newest = (now: string): TokenSecret | undefined =>
    [...known.values()].filter(({ makesUntil }) => makesUntil > now).toSorted((a, b) => (a.makesUntil < b.makesUntil ? 1 : -1))[0];
  return {
    current: async () => {
      const now = clock.now();
      const ready = newest(now);
      if (ready !== undefined) return ready;
      await load();
      const loaded = newest(now);
      if (loaded !== undefined) return loaded;
      const made = {
        kid: bytesToHex(entropy.bytes(8)),
        secret: entropy.bytes(32),
        made_at: now,
        ends_at: plusSeconds(now, SIGNS_FOR + ACCEPTED_AFTER),
      };
      await storage.write(async (tx) => {
        await tx.deleteFrom('token_secret').where('ends_at', '<=', now).execute();
        await tx.insertInto('token_secret').values(made).execute();
      });
      const secret = { kid: made.kid, secret: made.secret, makesUntil: plusSeconds(now, SIGNS_FOR), endsAt: made.ends_at };
      known.set(secret.kid, secret);
      return secret;
    },
    of: async (kid) => {
      if (!known.has(kid)) await load();
      const found = known.get(kid);
      return found !== undefined && found.endsAt > clock.now() ? found : undefined;
    },
  };
};
