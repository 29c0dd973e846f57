import { ed25519Signer } from '../../core/adapters/crypto/node-signer.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { Bytes } from '../../core/protocol/bytes.ts';
import { formatVerifierKey, makeVerifierKey, parseVerifierKey } from '../../core/protocol/note.ts';
import type { LogIdentity, ServerPorts } from '../ports.ts';
import { readMeta, writeMeta } from '../storage/meta.ts';

/** Why a log cannot be opened with this key. */
export type LogKeyFailure =
  | { readonly code: 'origin.form'; readonly origin: string }
  | { readonly code: 'key.another'; readonly vkey: string }
  | { readonly code: 'key.missing'; readonly vkey: string | null };

/**
 * The identity of the log in this storage. The first time, `origin` and the key of `seed` (32 bytes) become the log's for good; afterwards another key is
 * refused, and without a seed the process serves and signs no checkpoints. Errors: `LogKeyFailure`.
 */
export const openLogIdentity = async (
  { storage, primitives }: Pick<ServerPorts, 'storage' | 'primitives'>,
  origin: string,
  seed: Bytes | null,
): Promise<Result<LogIdentity, LogKeyFailure>> => {
  const meta = await readMeta(storage.db);
  const signer = seed === null ? null : ed25519Signer(seed);
  if (meta.vkey !== undefined) {
    const stored = parseVerifierKey(primitives, meta.vkey);
    if (!stored.ok) return err({ code: 'key.missing', vkey: meta.vkey });
    if (signer === null) return ok({ origin: stored.value.name, key: stored.value, sign: null });
    const mine = makeVerifierKey(primitives, stored.value.name, 'ed25519', signer.publicKey);
    if (!mine.ok || formatVerifierKey(mine.value) !== meta.vkey) return err({ code: 'key.another', vkey: meta.vkey });
    return ok({ origin: stored.value.name, key: mine.value, sign: signer.sign });
  }
  if (signer === null) return err({ code: 'key.missing', vkey: null });
  const key = makeVerifierKey(primitives, origin, 'ed25519', signer.publicKey);
  if (!key.ok) return err({ code: 'origin.form', origin });
  await writeMeta(storage.db, { origin, vkey: formatVerifierKey(key.value) });
  return ok({ origin, key: key.value, sign: signer.sign });
};
