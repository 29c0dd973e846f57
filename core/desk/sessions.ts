import type { Entropy } from '../ports/entropy.ts';
import { bytesToBase64url } from '../protocol/bytes.ts';
import type { SignedInPerson } from './context.ts';

/**
 * Who is signed in, by a bearer token that the window keeps in memory. Several windows of one desk may have different people; a token
 * dies with the desk, on sign-out, when the screen locks, and after twelve hours.
 */
export type Sessions = {
  readonly open: (person: SignedInPerson, now: string) => string;
  readonly find: (token: string, now: string) => SignedInPerson | undefined;
  readonly close: (token: string) => void;
  /** Forgets everybody, or everybody but one person's sessions after a PIN change. */
  readonly closeAll: (person?: string) => void;
};

const LIFETIME_MS = 12 * 3_600_000;

export const createSessions = (entropy: Entropy): Sessions => {
  const held = new Map<string, { readonly person: SignedInPerson; readonly until: number }>();
  return {
    open: (person, now) => {
      const token = bytesToBase64url(entropy.bytes(32));
      held.set(token, { person, until: Date.parse(now) + LIFETIME_MS });
      return token;
    },
    find: (token, now) => {
      const session = held.get(token);
      if (session !== undefined && Date.parse(now) < session.until) return session.person;
      held.delete(token);
      return undefined;
    },
    close: (token) => {
      held.delete(token);
    },
    closeAll: (person) => {
      for (const [token, session] of held) if (person === undefined || session.person.person === person) held.delete(token);
    },
  };
};
