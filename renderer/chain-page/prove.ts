import { hexToBytes } from '../../core/protocol/bytes.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { noblePrimitives } from '../../core/protocol/noble-primitives.ts';
import type { TlogPolicy } from '../../core/protocol/tlog-policy.ts';
import { parseTlogProof, type ProvenEntry, verifyTlogProof } from '../../core/protocol/tlog-proof.ts';
import { askServer } from './browser.ts';

/** What the server’s proof of one event is worth. */
export type Proven =
  | { readonly found: 'in-log'; readonly proof: ProvenEntry }
  | { readonly found: 'absent' }
  | { readonly found: 'wrong'; readonly code: string };

/** Asks for the proof of an event, by its hash of 64 hex digits, and checks it with the browser’s own arithmetic under these keys. Rejects where the server does not answer. */
export const proveInLog = async (policy: TlogPolicy | null, hash: string): Promise<Proven> => {
  const entry = hexToBytes(hash);
  const file = entry.ok ? await askServer(`/api/chain/proof/${hash}`) : null;
  if (!entry.ok || file === null) return { found: 'absent' };
  const proof = parseTlogProof(file);
  if (!proof.ok) return { found: 'wrong', code: proof.error.code };
  if (policy === null) return { found: 'wrong', code: 'no keys' };
  const verified = verifyTlogProof(noblePrimitives, policy, proof.value, leafHash(noblePrimitives, entry.value));
  return verified.ok ? { found: 'in-log', proof: verified.value } : { found: 'wrong', code: verified.error.code };
};
