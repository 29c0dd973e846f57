import { ok, type Result } from '../../core/domain/result.ts';
import { base64ToBytes } from '../../core/protocol/bytes.ts';
import { readSessionProof } from '../../core/protocol/network/session-proof.ts';
import { isSignedBy } from '../../core/protocol/network/signed-paper.ts';
import type { KeyBook } from '../admissions/keys.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import { readMeta } from '../storage/meta.ts';
import { useNonce } from './nonce.ts';
import type { TokenSecrets } from './secrets.ts';
import { makeToken, subjectOfToken } from './token.ts';

/** How long a token lasts, in seconds (protocol §14.2). */
const TOKEN_SECONDS = 600;

/** Whose request it is. */
export type Session = { readonly key: string; readonly practice: string; readonly desk: string };

type Opened = {
  readonly token: string;
  readonly expires: string;
  readonly practice: string;
  readonly desk: string;
  readonly office: boolean;
};

const refused = (detail: string) =>
  refuse(401, 'session.refused', 'The desk was not let in', {
    detail,
    next: 'The desk asks for a new nonce by itself. If this stays, ask the network office whether this desk is admitted.',
  });

/** Opens a session for a desk that proves its key over a nonce of this server. Errors: 401, the same for an unknown and a revoked key. */
export const openSession = async (
  ports: ServerPorts & { readonly keys: KeyBook; readonly secrets: TokenSecrets },
  text: string,
): Promise<Result<Opened, Refused>> => {
  const { storage, primitives, keys, secrets } = ports;
  const bytes = base64ToBytes(text);
  const proof = bytes.ok ? readSessionProof(bytes.value, primitives) : bytes;
  if (!proof.ok) return refused('The proof could not be read.');
  const { nonce, net, server } = proof.value.payload;
  const meta = await readMeta(storage.db);
  if (server !== ports.identity.origin || net !== meta.net) return refused('The proof is for another server or network.');
  const key = (await keys.find(storage.db, [proof.value.signer])).get(proof.value.signer);
  const valid = await keys.valid(storage.db, [proof.value.signer]);
  if (key === undefined || key.use !== 'desk' || !valid.has(key.key) || !isSignedBy(proof.value, key.stated, primitives))
    return refused('The key is not one that may connect, or the signature does not hold.');
  const at = ports.clock.now();
  const fresh = await useNonce(ports, secrets, key.key, nonce, async (tx) => {
    await tx
      .insertInto('desk_contact')
      .values({ key: key.key, at })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ at }))
      .execute();
  });
  if (!fresh) return refused('The nonce was used before, has ended or is not of this server.');
  const { token, expires } = await makeToken(ports, secrets, 'desk', key.key, TOKEN_SECONDS);
  return ok({ token, expires, practice: key.practice, desk: key.desk, office: key.practice === meta.office });
};

/**
 * Whose token this is. The key is looked up each time: a key that was revoked a moment ago, by whichever process, ends its sessions at once.
 * Errors: 401.
 */
export const readSession = async (
  ports: ServerPorts & { readonly keys: KeyBook; readonly secrets: TokenSecrets },
  authorization: string | undefined,
): Promise<Result<Session, Refused>> => {
  const key = await subjectOfToken(ports, 'desk', authorization);
  if (key === undefined)
    return refuse(401, 'session.ended', 'Sign in first', { detail: 'The token is missing, has ended or is not of this server.' });
  const [found, valid] = [await ports.keys.find(ports.storage.db, [key]), await ports.keys.valid(ports.storage.db, [key])];
  const admitted = found.get(key);
  if (admitted === undefined || !valid.has(key))
    return refuse(401, 'session.revoked', 'This desk may not connect', {
      detail: 'The key of this desk was revoked.',
      next: 'Ask the principal of your practice or the network office. What the desk holds stays on the desk.',
    });
  return ok({ key, practice: admitted.practice, desk: admitted.desk });
};
