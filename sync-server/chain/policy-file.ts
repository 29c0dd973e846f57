import { readIfThere } from '../../core/adapters/files/durable-file.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { VerifierKey } from '../../core/protocol/note.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import { parsePolicy, type Quorum, type TlogPolicy } from '../../core/protocol/tlog-policy.ts';
import type { WitnessAddress } from '../witness/ask-witness.ts';

/** Whom the operator asks to cosign, and the policy that must be met before a checkpoint is shown. */
export type WitnessPolicy = { readonly policy: TlogPolicy; readonly witnesses: readonly WitnessAddress[] };

const NO_WITNESS: Quorum = { kind: 'none' };

/** A policy that asks for no witness: its checkpoints are published, and desks refuse them. */
export const unwitnessed = (log: VerifierKey): WitnessPolicy => ({
  policy: { logs: [{ key: log }], witnesses: [], quorum: NO_WITNESS },
  witnesses: [],
});

/**
 * Reads the policy of the operator: the `witness`, `group` and `quorum` lines of the trust file (protocol §11), each witness with its URL; `log`
 * lines are for others and left aside. Without a file: `unwitnessed`. Errors: words that say what is wrong.
 */
export const readPolicyFile = (primitives: Primitives, log: VerifierKey, path: string): Result<WitnessPolicy, string> => {
  const file = readIfThere(path);
  if (file === null) return ok(unwitnessed(log));
  const read = parsePolicy(primitives, file);
  if (!read.ok) return err(`${path}, line ${'line' in read.error ? String(read.error.line) : '1'}: ${read.error.code}`);
  const witnesses = read.value.witnesses.flatMap(({ key, url }) => (url === undefined ? [] : [{ key, url }]));
  return ok({ policy: { ...read.value, logs: [{ key: log }] }, witnesses });
};
