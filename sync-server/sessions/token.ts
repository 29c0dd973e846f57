import { decode, sign, verify } from 'hono/jwt';
import { z } from 'zod';
import { bytesToBase64url } from '../../core/protocol/bytes.ts';
import type { ServerPorts } from '../ports.ts';
import type { TokenSecret, TokenSecrets } from './secrets.ts';
import { plusSeconds } from './time.ts';

/** What a token opens: the addresses of desks, or those of the office's page. It opens nothing of the other. */
export type Audience = 'desk' | 'office-page';

const claims = z.object({ aud: z.string(), sub: z.string(), exp: z.number() });
const header = z.object({ kid: z.string() });

const jwk = ({ kid, secret }: TokenSecret) => ({ kty: 'oct', alg: 'HS256', kid, k: bytesToBase64url(secret) }) as const;
const secondsOf = (at: string): number => Math.floor(Date.parse(at) / 1000);

/** A token for one audience that lasts so many seconds from now; `subject` is whose it is. */
export const makeToken = async (
  { clock }: Pick<ServerPorts, 'clock'>,
  secrets: TokenSecrets,
  audience: Audience,
  subject: string,
  seconds: number,
): Promise<{ readonly token: string; readonly expires: string }> => {
  const secret = await secrets.current();
  const now = clock.now();
  const expires = plusSeconds(now, seconds);
  const claim = { aud: audience, sub: subject, iat: secondsOf(now), exp: secondsOf(expires) };
  return { token: await sign(claim, jwk(secret), 'HS256'), expires };
};

/**
 * Whose token an `Authorization` header carries, for one audience; undefined unless its signature and times hold. The server's clock decides, not the
 * library's. Whether its subject may still come is asked each time by who reads it.
 */
export const subjectOfToken = async (
  { clock, secrets }: Pick<ServerPorts, 'clock'> & { readonly secrets: TokenSecrets },
  audience: Audience,
  authorization: string | undefined,
): Promise<string | undefined> => {
  const token = /^Bearer ([\w.-]{1,2048})$/u.exec(authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  try {
    const stated = header.parse(decode(token).header);
    const secret = await secrets.of(stated.kid);
    if (secret === undefined) return undefined;
    const { aud, sub, exp } = claims.parse(await verify(token, jwk(secret), { alg: 'HS256', exp: false, nbf: false, iat: false }));
    return aud === audience && exp > secondsOf(clock.now()) ? sub : undefined;
  } catch {
    return undefined;
  }
};
