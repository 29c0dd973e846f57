import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { KeyStore, KeyStoreError } from '../../ports/key-store.ts';
import { base64urlToBytes, bytesToBase64url, utf8Decode, utf8Encode } from '../../protocol/bytes.ts';
import { readIfThere, writeDurably } from '../files/durable-file.ts';
import { type Argon2Cost, argon2id, PASSPHRASE_COST } from './argon2id.ts';
import { unwrap, wrap } from './wrapping.ts';

const FORMAT = 'flip360-keys/1';
const PURPOSE = 'flip360 passphrase file v1';

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  argon2id: z.strictObject({
    memory: z.int().min(8).max(4_194_304),
    passes: z.int().min(1).max(64),
    lanes: z.int().min(1).max(16),
  }),
  salt: z.string(),
  sealed: z.string(),
});
const secretsSchema = z.record(z.string(), z.string());

type Opened = {
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  readonly cost: Argon2Cost;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
};

const damaged = (why: string): KeyStoreError => ({
  code: 'key-store-unavailable',
  why: `the key file ${why}`,
});

/**
 * Secrets in one file outside the data folder, sealed by a passphrase (Argon2id, AES-256-GCM): for computers without a key store. It is
 * weaker: whoever copies the file may try passphrases. The first `unlock` on a computer without the file chooses the passphrase. Errors:
 * `key-store-locked` before `unlock`, `wrong-passphrase`, `key-store-unavailable` for a file that is not one.
 */
export const passphraseFileKeyStore = (options: {
  readonly path: string;
  readonly entropy: Entropy;
  readonly cost?: Argon2Cost;
}): KeyStore => {
  let opened: Opened | null = null;

  const save = (next: Opened): Result<true, KeyStoreError> => {
    const secrets = Object.fromEntries([...next.secrets].map(([name, secret]) => [name, bytesToBase64url(secret)]));
    const sealed = wrap(options.entropy, next.key, PURPOSE, utf8Encode(JSON.stringify(secrets)));
    const text = JSON.stringify({
      format: FORMAT,
      argon2id: next.cost,
      salt: bytesToBase64url(next.salt),
      sealed: bytesToBase64url(sealed),
    });
    try {
      writeDurably(options.path, utf8Encode(text));
    } catch (error) {
      return err({
        code: 'key-store-unavailable',
        why: error instanceof Error ? error.message : 'the key file cannot be written',
      });
    }
    opened = next;
    return ok(true);
  };

  const read = async (file: Uint8Array, passphrase: string): Promise<Result<Opened, KeyStoreError>> => {
    const parsed = parseFile(file);
    if (parsed === null) return err(damaged('does not read'));
    const { salt, sealed, cost } = parsed;
    const key = await argon2id(passphrase, salt, cost);
    const plain = unwrap(key, PURPOSE, sealed);
    if (plain === undefined) return err({ code: 'wrong-passphrase' });
    const secrets = parseSecrets(plain);
    return secrets === null ? err(damaged('holds something else')) : ok({ key, salt, cost, secrets });
  };

  const change = async (edit: (secrets: Map<string, Uint8Array>) => void): Promise<Result<true, KeyStoreError>> => {
    if (opened === null) return err({ code: 'key-store-locked' });
    const secrets = new Map(opened.secrets);
    edit(secrets);
    return save({ ...opened, secrets });
  };

  return {
    kind: 'passphrase-file',
    weaker: true,
    get: async (name) => (opened === null ? err({ code: 'key-store-locked' }) : ok(opened.secrets.get(name)?.slice() ?? null)),
    set: (name, secret) => change((secrets) => secrets.set(name, secret.slice())),
    delete: (name) => change((secrets) => secrets.delete(name)),
    unlock: async (passphrase) => {
      const file = readIfThere(options.path);
      if (file !== null) {
        const answer = await read(file, passphrase);
        if (!answer.ok) return answer;
        opened = answer.value;
        return ok(true);
      }
      const salt = options.entropy.bytes(16);
      const cost = options.cost ?? PASSPHRASE_COST;
      return save({ key: await argon2id(passphrase, salt, cost), salt, cost, secrets: new Map() });
    },
  };
};

const parseJson = (bytes: Uint8Array): unknown => {
  const text = utf8Decode(bytes);
  if (!text.ok) return undefined;
  try {
    return JSON.parse(text.value);
  } catch {
    return undefined;
  }
};

const parseFile = (bytes: Uint8Array): { readonly salt: Uint8Array; readonly sealed: Uint8Array; readonly cost: Argon2Cost } | null => {
  const parsed = fileSchema.safeParse(parseJson(bytes));
  if (!parsed.success) return null;
  const salt = base64urlToBytes(parsed.data.salt);
  const sealed = base64urlToBytes(parsed.data.sealed);
  return salt.ok && sealed.ok && salt.value.length >= 8 ? { salt: salt.value, sealed: sealed.value, cost: parsed.data.argon2id } : null;
};

const parseSecrets = (bytes: Uint8Array): ReadonlyMap<string, Uint8Array> | null => {
  const parsed = secretsSchema.safeParse(parseJson(bytes));
  if (!parsed.success) return null;
  const secrets = new Map<string, Uint8Array>();
  for (const [name, text] of Object.entries(parsed.data)) {
    const secret = base64urlToBytes(text);
    if (!secret.ok) return null;
    secrets.set(name, secret.value);
  }
  return secrets;
};
