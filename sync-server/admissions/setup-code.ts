import type { ServerPorts } from '../ports.ts';
import { readMeta, writeMeta } from '../storage/meta.ts';
import { setupDigest } from './claim.ts';

/** Digits without those that are mistaken for one another. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const LENGTH = 20;

/** A new one-time set-up code; only its digest is kept. About 98 bits, in groups of five. */
export const newSetupCode = async ({
  storage,
  entropy,
  primitives,
}: Pick<ServerPorts, 'storage' | 'entropy' | 'primitives'>): Promise<string> => {
  const digits: string[] = [];
  while (digits.length < LENGTH) {
    for (const byte of entropy.bytes(LENGTH)) {
      // Bytes above the last whole multiple would make the first digits likelier.
      if (byte < ALPHABET.length * 8 && digits.length < LENGTH) digits.push(ALPHABET.charAt(byte % ALPHABET.length));
    }
  }
  const code = digits.join('').replaceAll(/(.{5})(?=.)/gu, '$1-');
  await writeMeta(storage.db, { setup: setupDigest(primitives, code) });
  return code;
};

/** A set-up code for a server that nobody has claimed and that has none yet; null otherwise. */
export const firstSetupCode = async (ports: Pick<ServerPorts, 'storage' | 'entropy' | 'primitives'>): Promise<string | null> => {
  const meta = await readMeta(ports.storage.db);
  return meta.net === undefined && meta.setup === undefined ? newSetupCode(ports) : null;
};
