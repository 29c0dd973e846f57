import { createHash, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '../../domain/result.ts';

export type LaunchError = { readonly code: 'launch-unknown' } | { readonly code: 'launch-expired' };

export type LaunchPorts = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A new secret, at least 128 bits, URL-safe. */
  readonly randomToken: () => string;
};

/** How long an unused launch link opens the desk, in milliseconds. */
export const launchLifetimeMs = 60 * 60 * 1000;

/** One-use launch tokens and the sessions that they were exchanged for; kept in memory, gone with the process. */
export type LaunchBook = {
  /** A new one-use launch token. */
  readonly issue: () => string;
  /** Uses up a launch token and returns a session secret. */
  readonly exchange: (token: string) => Result<string, LaunchError>;
  /** True if the secret belongs to a session of this process. */
  readonly holds: (session: string) => boolean;
};

/** Makes an empty book. Tokens are kept as SHA-256 and compared in constant time. */
export const createLaunchBook = (ports: LaunchPorts): LaunchBook => {
  const launches: { readonly digest: Buffer; readonly until: number }[] = [];
  const sessions: Buffer[] = [];
  return {
    issue: () => {
      const token = ports.randomToken();
      launches.push({ digest: digest(token), until: ports.now() + launchLifetimeMs });
      return token;
    },
    exchange: (token) => {
      const wanted = digest(token);
      const index = launches.findIndex((launch) => timingSafeEqual(launch.digest, wanted));
      const launch = launches[index];
      if (launch === undefined) return err({ code: 'launch-unknown' });
      launches.splice(index, 1);
      if (ports.now() > launch.until) return err({ code: 'launch-expired' });
      const session = ports.randomToken();
      sessions.push(digest(session));
      return ok(session);
    },
    holds: (session) => {
      const wanted = digest(session);
      return sessions.some((known) => timingSafeEqual(known, wanted));
    },
  };
};

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();
