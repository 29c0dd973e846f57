import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { type Bytes, base64urlToBytes, bytesToBase64url, utf8Decode, utf8Encode } from '../../protocol/bytes.ts';
import { type Argon2Cost, argon2id, PASSPHRASE_COST } from './argon2id.ts';
import { unwrap, wrap } from './wrapping.ts';

const FORMAT = 'flip360-root/1';
const key = z.string().regex(/^[0-9a-f]{64}$/u);
const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  network: z.string(),
  net: key,
  name: z.string(),
  key,
  // Bounded, so that a file from elsewhere does not decide how much memory opening it takes.
  argon2id: z.strictObject({ memory: z.int().min(8).max(262_144), passes: z.int().min(1).max(16), lanes: z.int().min(1).max(16) }),
  salt: z.string(),
  sealed: z.string(),
});

/** What a root file says openly: its network, the name of the root, and the id of its key. */
export type RootFileFacts = { readonly network: string; readonly net: string; readonly name: string; readonly key: string };
export type RootFileError = { readonly code: 'not-a-root-file' } | { readonly code: 'wrong-passphrase' };

const purposeOf = ({ net, key: id }: Pick<RootFileFacts, 'net' | 'key'>): string => `flip360 root file v1 ${net} ${id}`;

/** A root's 32-byte seed sealed by a passphrase (Argon2id, AES-256-GCM), with the open facts beside it; network and key are authenticated. */
export const sealRootFile = async (
  entropy: Entropy,
  facts: RootFileFacts,
  seed: Bytes,
  passphrase: string,
  cost: Argon2Cost = PASSPHRASE_COST,
): Promise<Bytes> => {
  const salt = entropy.bytes(16);
  const sealed = wrap(entropy, await argon2id(passphrase, salt, cost), purposeOf(facts), seed);
  const file = { format: FORMAT, ...facts, argon2id: cost, salt: bytesToBase64url(salt), sealed: bytesToBase64url(sealed) };
  return utf8Encode(`${JSON.stringify(file, null, 2)}\n`);
};

const parse = (bytes: Bytes): z.infer<typeof fileSchema> | null => {
  const text = utf8Decode(bytes);
  if (!text.ok) return null;
  try {
    return fileSchema.safeParse(JSON.parse(text.value)).data ?? null;
  } catch {
    return null;
  }
};

/** What a root file says openly, without its passphrase. Error: it is not a root file. */
export const readRootFile = (bytes: Bytes): Result<RootFileFacts, RootFileError> => {
  const file = parse(bytes);
  return file === null ? err({ code: 'not-a-root-file' }) : ok({ network: file.network, net: file.net, name: file.name, key: file.key });
};

/** The seed of a root file. Errors: not a root file; another passphrase, or a file whose network or key was changed. */
export const openRootFile = async (bytes: Bytes, passphrase: string): Promise<Result<Bytes, RootFileError>> => {
  const file = parse(bytes);
  const salt = file === null ? undefined : base64urlToBytes(file.salt);
  const sealed = file === null ? undefined : base64urlToBytes(file.sealed);
  if (file === null || salt?.ok !== true || sealed?.ok !== true || salt.value.length < 8) return err({ code: 'not-a-root-file' });
  const seed = unwrap(await argon2id(passphrase, salt.value, file.argon2id), purposeOf(file), sealed.value);
  return seed === undefined ? err({ code: 'wrong-passphrase' }) : ok(seed);
};
