import { createHmac, timingSafeEqual } from 'node:crypto';
import { base64urlToBytes, bytesToBase64url, bytesToHex, concatBytes, hexToBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import type { ServerPorts } from '../ports.ts';
import type { Tx } from '../storage/storage.ts';
import type { TokenSecret, TokenSecrets } from './secrets.ts';
import { plusSeconds } from './time.ts';

/** How long a nonce may be used, in seconds (protocol §14.2). */
const NONCE_SECONDS = 60;
const KID = 8;
const TIME = 8;
const RANDOM = 16;
const MAC = 32;

const macOf = (secret: TokenSecret, key: string, head: Uint8Array): Uint8Array =>
  Uint8Array.from(createHmac('sha256', secret.secret).update('nonce\n').update(key).update('\n').update(head).digest());

/**
 * Makes a nonce for a key, or for what else a text names: key id of the secret, end, random bytes, and an HMAC over them and the key. Nothing is stored until it is used, so the
 * answer costs and says the same whether or not the key is known.
 */
export const makeNonce = async (
  { clock, entropy }: Pick<ServerPorts, 'clock' | 'entropy'>,
  secrets: TokenSecrets,
  key: string,
  seconds = NONCE_SECONDS,
): Promise<{ readonly nonce: string; readonly expires: string }> => {
  const secret = await secrets.current();
  const expires = plusSeconds(clock.now(), seconds);
  const kid = hexToBytes(secret.kid);
  const time = new Uint8Array(TIME);
  new DataView(time.buffer).setBigUint64(0, BigInt(Date.parse(expires)));
  const head = concatBytes(kid.ok ? kid.value : new Uint8Array(KID), time, entropy.bytes(RANDOM));
  return { nonce: bytesToBase64url(concatBytes(head, macOf(secret, key, head))), expires };
};

/**
 * Uses a nonce up: true once, for the key it was given for and before it ends; false ever after, in every process. What `also` writes is written with it, or
 * not at all.
 */
export const useNonce = async (
  { clock, primitives, storage }: Pick<ServerPorts, 'clock' | 'primitives' | 'storage'>,
  secrets: TokenSecrets,
  key: string,
  nonce: string,
  also: (tx: Tx) => Promise<void> = () => Promise.resolve(),
): Promise<boolean> => {
  const bytes = base64urlToBytes(nonce);
  if (!bytes.ok || bytes.value.length !== KID + TIME + RANDOM + MAC) return false;
  const head = bytes.value.slice(0, KID + TIME + RANDOM);
  const secret = await secrets.of(bytesToHex(head.slice(0, KID)));
  if (secret === undefined || !timingSafeEqual(macOf(secret, key, head), bytes.value.slice(KID + TIME + RANDOM))) return false;
  const ends = Number(new DataView(head.buffer, head.byteOffset + KID, TIME).getBigUint64(0));
  const now = clock.now();
  if (ends <= Date.parse(now)) return false;
  const digest = bytesToHex(primitives.sha256(utf8Encode(nonce)));
  return storage.write(async (tx) => {
    await tx.deleteFrom('nonce').where('ends_at', '<=', now).execute();
    const used = await tx
      .insertInto('nonce')
      .values({ digest, key, ends_at: new Date(ends).toISOString() })
      .onConflict((conflict) => conflict.column('digest').doNothing())
      .executeTakeFirst();
    const fresh = (used.numInsertedOrUpdatedRows ?? 0n) > 0n;
    if (fresh) await also(tx);
    return fresh;
  });
};
