import { deriveKey } from '../../adapters/keys/wrapping.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { utf8Encode } from '../../protocol/bytes.ts';
import type { Primitives } from '../../protocol/primitives.ts';

/** Crockford base 32: no I, L, O, U; read without regard to case, O as 0, I and L as 1. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 8;
const GROUP = 4;
const DATA = GROUPS * GROUP - 1;

/** Why a text is not a recovery key. `mistyped`: one character or more is wrong. */
export type RecoveryKeyError = { readonly code: 'recovery-key-form' } | { readonly code: 'recovery-key-mistyped' };

const checkCharacter = (primitives: Pick<Primitives, 'sha256'>, data: string): string =>
  ALPHABET.charAt((primitives.sha256(utf8Encode(`flip360 recovery key v1 ${data}`))[0] ?? 0) & 31);

/** A new recovery key in eight groups of four: 155 random bits and one check character. Shown once, never stored. */
export const newRecoveryKey = (entropy: Entropy, primitives: Pick<Primitives, 'sha256'>): readonly string[] => {
  const data = [...entropy.bytes(DATA)].map((byte) => ALPHABET.charAt(byte & 31)).join('');
  const text = data + checkCharacter(primitives, data);
  return Array.from({ length: GROUPS }, (_, group) => text.slice(group * GROUP, (group + 1) * GROUP));
};

/** The one spelling of what somebody typed: upper case, no spaces or dashes, look-alikes read as digits. */
export const plainGroup = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[\s-]/gu, '').replaceAll('O', '0').replaceAll(/[IL]/gu, '1');

/** Reads a typed recovery key. Errors: `recovery-key-form` (not 32 characters of the alphabet), `recovery-key-mistyped`. */
export const parseRecoveryKey = (primitives: Pick<Primitives, 'sha256'>, typed: string): Result<string, RecoveryKeyError> => {
  const text = plainGroup(typed);
  if (text.length !== DATA + 1 || [...text].some((character) => !ALPHABET.includes(character))) return err({ code: 'recovery-key-form' });
  return checkCharacter(primitives, text.slice(0, DATA)) === text.at(-1) ? ok(text) : err({ code: 'recovery-key-mistyped' });
};

/** The wrapping key of a recovery key: HKDF suffices, since the key has 155 random bits. */
export const recoveryWrappingKey = (recoveryKey: string, salt: Uint8Array): Uint8Array =>
  deriveKey(utf8Encode(recoveryKey), salt, 'flip360 recovery key v1');
