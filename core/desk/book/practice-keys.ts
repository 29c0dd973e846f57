import { z } from 'zod';
import { sealUnder } from '../../adapters/crypto/aead.ts';
import { x25519 } from '@noble/curves/ed25519.js';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url, utf8Decode } from '../../protocol/bytes.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import { type BookDesk, PRACTICE_KEY_INFO, practiceKeyAad } from '../../protocol/network/book-entry.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { sealKeysHeld } from '../keys/open-seal.ts';
import { peopleSql } from '../keys/tables.ts';
import { bookSql } from './tables.ts';

/** Name and purpose of the wrapped key to which practice keys are sealed. */
export const WRAP_NAME = 'book-wrap-key';

/** What a desk needs to read all of a book and every parcel: practice keys by epoch, private keys that parcels are sealed to. */
export const ringSchema = z.strictObject({
  keys: z.array(z.strictObject({ epoch: z.int().min(1), key: z.string() })),
  seals: z.array(z.string()),
});
export type KeyRing = z.infer<typeof ringSchema>;
const wrapsSchema = z.array(z.strictObject({ desk: z.string(), enc: z.string(), body: z.string() }));

const bytesOf = (text: string): Bytes | null => {
  const bytes = base64urlToBytes(text);
  return bytes.ok && bytes.value.length === 32 ? bytes.value : null;
};

/** This desk's own key to which practice keys are sealed (X25519); made once, wrapped by the device secret, given to nobody. */
export const wrapKeyOf = (
  desk: Pick<DeskContext, 'db' | 'vault' | 'entropy' | 'clock'>,
): { readonly publicKey: Bytes; readonly privateKey: Bytes } => {
  const row = desk.db.get(peopleSql.selectFrom('secret').select('wrapped').where('name', '=', WRAP_NAME));
  const held = row === undefined ? undefined : desk.vault.unwrap(WRAP_NAME, Uint8Array.from(row.wrapped));
  const privateKey = held ?? desk.entropy.bytes(32);
  if (held === undefined) {
    const wrapped = desk.vault.wrap(WRAP_NAME, privateKey);
    desk.db.run(
      peopleSql
        .insertInto('secret')
        .values({ name: WRAP_NAME, wrapped, added_at: desk.clock.now() })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ wrapped })),
    );
  }
  return { publicKey: x25519.getPublicKey(privateKey), privateKey };
};

/** The practice key of an epoch; null while this desk does not have it. */
export const practiceKey = (desk: Pick<DeskContext, 'db'>, epoch: number): Bytes | null => {
  const row = desk.db.get(bookSql.selectFrom('book_key').select('key').where('epoch', '=', epoch));
  return row === undefined ? null : Uint8Array.from(row.key);
};

/** Everything this desk holds, for a desk that joins or stays. */
export const keyRing = (desk: DeskContext): KeyRing => ({
  keys: desk.db
    .all(bookSql.selectFrom('book_key').selectAll().orderBy('epoch'))
    .map(({ epoch, key }) => ({ epoch, key: bytesToBase64url(Uint8Array.from(key)) })),
  // A desk that joined has a seal key of its own, to which practice keys are sealed: it is given to nobody.
  seals: [...new Set(sealKeysHeld(desk).map(bytesToBase64url))].filter((seal) => seal !== bytesToBase64url(wrapKeyOf(desk).privateKey)),
});

/** Keeps keys that another desk gave. What is held stays as it is. */
export const keepRing = (desk: Pick<DeskContext, 'db' | 'clock'>, ring: KeyRing): void => {
  for (const { epoch, key } of ring.keys) {
    const bytes = bytesOf(key);
    if (bytes !== null) keepPracticeKey(desk, epoch, bytes);
  }
  for (const seal of ring.seals) {
    const bytes = bytesOf(seal);
    if (bytes !== null) keepSeal(desk, bytes);
  }
};

/** Keeps the practice key of an epoch. The first one of an epoch stays. */
export const keepPracticeKey = (desk: Pick<DeskContext, 'db'>, epoch: number, key: Bytes): void => {
  desk.db.run(
    bookSql
      .insertInto('book_key')
      .values({ epoch, key })
      .onConflict((conflict) => conflict.column('epoch').doNothing()),
  );
};

/** Keeps a private key that parcels of the practice are sealed to. */
export const keepSeal = (desk: Pick<DeskContext, 'db' | 'clock'>, privateKey: Bytes): void => {
  desk.db.run(
    bookSql
      .insertInto('practice_seal')
      .values({ public: bytesToBase64url(x25519.getPublicKey(privateKey)), private: privateKey, at: desk.clock.now() })
      .onConflict((conflict) => conflict.column('public').doNothing()),
  );
};

/** Seals the keys of an epoch and of all before it to each of its desks: the content of an entry that begins an epoch (protocol §16.3). */
export const sealRing = async (
  desk: DeskContext,
  sealer: Sealer,
  epoch: number,
  desks: readonly BookDesk[],
  keys: KeyRing,
): Promise<Bytes> => {
  const ring = canonicalBytes(keys);
  const { net } = registerOf(desk);
  const wraps: { desk: string; enc: string; body: string }[] = [];
  for (const to of desks) {
    const key = bytesOf(to.wrapKey);
    const aad = practiceKeyAad({ desk: to.desk, epoch, net, practice: desk.profile.practice });
    const sealed = key === null ? err({ code: 'seal.invalid' as const }) : await sealer.seal(key, PRACTICE_KEY_INFO, aad, ring);
    if (!sealed.ok) continue;
    wraps.push({ desk: to.desk, enc: bytesToBase64url(sealed.value.enc), body: bytesToBase64url(sealed.value.ciphertext) });
  }
  return canonicalBytes(wraps);
};

const json = (bytes: Bytes): unknown => {
  const text = utf8Decode(bytes);
  try {
    return text.ok ? JSON.parse(text.value) : undefined;
  } catch {
    return undefined;
  }
};

/** Reads a key ring from its canonical JSON. Error: it is not in form. */
export const readRing = (bytes: Bytes): Result<KeyRing, 'form'> => {
  const ring = ringSchema.safeParse(json(bytes));
  return ring.success ? ok(ring.data) : err('form');
};

/** Opens what an entry that begins an epoch holds for this desk. Error: nothing in it opens. */
export const openRing = async (desk: DeskContext, sealer: Sealer, epoch: number, body: Bytes): Promise<Result<KeyRing, 'form'>> => {
  const wraps = wrapsSchema.safeParse(json(body));
  const own = wraps.success ? wraps.data.find((wrap) => wrap.desk === desk.profile.desk) : undefined;
  const enc = base64urlToBytes(own?.enc ?? '');
  const text = base64urlToBytes(own?.body ?? '');
  if (own === undefined || !enc.ok || !text.ok) return err('form');
  const aad = practiceKeyAad({ desk: desk.profile.desk, epoch, net: registerOf(desk).net, practice: desk.profile.practice });
  const opened = await sealer.open(wrapKeyOf(desk).privateKey, enc.value, PRACTICE_KEY_INFO, aad, text.value);
  return opened.ok ? readRing(opened.value) : err('form');
};

/** Seals content under the practice key of an epoch. */
export const sealContent = (desk: Pick<DeskContext, 'entropy'>, key: Bytes, aad: Bytes, content: Bytes): Bytes =>
  sealUnder(desk.entropy, key, aad, content);
