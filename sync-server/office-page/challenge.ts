import { base64urlToBytes, type Bytes, bytesToBase64url, bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { parseClientData } from '../../core/protocol/webauthn.ts';
import type { ServerPorts } from '../ports.ts';
import { makeNonce, useNonce } from '../sessions/nonce.ts';
import type { TokenSecrets } from '../sessions/secrets.ts';
import type { Tx } from '../storage/storage.ts';

/** How long an authenticator may take, in seconds: somebody may have to fetch a phone. */
const CHALLENGE_SECONDS = 300;
const COOKIE = /^[A-Za-z0-9_-]{43}$/u;

type Ports = Pick<ServerPorts, 'storage' | 'clock' | 'entropy' | 'primitives'> & { readonly secrets: TokenSecrets };

/** What a challenge is for: one that was given to enrol signs nobody in. */
export type Purpose = 'enrol' | 'sign-in';

/** What a challenge belongs to: its purpose and the browser that asked, by its cookie. Stored with a used challenge, as a hash. */
const boundTo = ({ primitives }: Pick<Ports, 'primitives'>, purpose: Purpose, cookie: string): string =>
  bytesToHex(primitives.sha256(utf8Encode(`flip360 office page ${purpose} ${cookie}`)));

/** A challenge for one browser, and the cookie that binds it; nothing is stored until it is used. */
export const makeChallenge = async (
  ports: Ports,
  purpose: Purpose,
): Promise<{ readonly challenge: string; readonly cookie: string; readonly seconds: number }> => {
  const cookie = bytesToBase64url(ports.entropy.bytes(32));
  const { nonce } = await makeNonce(ports, ports.secrets, boundTo(ports, purpose, cookie), CHALLENGE_SECONDS);
  return { challenge: nonce, cookie, seconds: CHALLENGE_SECONDS };
};

/** The challenge that a ceremony answered, as its client data states it; undefined where they cannot be read. */
export const challengeOf = (clientDataJSON: string): { readonly bytes: Bytes; readonly clientData: Bytes } | undefined => {
  const clientData = base64urlToBytes(clientDataJSON);
  const read = clientData.ok ? parseClientData(clientData.value) : clientData;
  return clientData.ok && read.ok ? { bytes: read.value.challenge, clientData: clientData.value } : undefined;
};

/** Uses a challenge up and writes `also` with it. False when it is not of this server, purpose and browser, has ended, or was used. */
export const useChallenge = async (
  ports: Ports,
  purpose: Purpose,
  cookie: string | undefined,
  challenge: Bytes,
  also: (tx: Tx) => Promise<void>,
): Promise<boolean> =>
  cookie !== undefined &&
  COOKIE.test(cookie) &&
  (await useNonce(ports, ports.secrets, boundTo(ports, purpose, cookie), bytesToBase64url(challenge), also));
