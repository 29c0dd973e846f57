import type { Primitives } from '../../core/protocol/primitives.ts';
import type { PackReport } from '../../core/protocol/pack/report.ts';
import { verifyPack } from '../../core/protocol/pack/verify.ts';
import type { ProvenEntry } from '../../core/protocol/tlog-proof.ts';
import type { Proven } from './prove.ts';

/** What the page found of a pack. Where it is intact: how many of its records stand in the log, and the first that does not. */
export type CheckedPack =
  | { readonly kind: 'broken'; readonly report: PackReport }
  | {
      readonly kind: 'looked-up';
      readonly report: PackReport;
      readonly records: number;
      readonly inLog: number;
      readonly failed: { readonly hash: string; readonly why: Exclude<Proven, { readonly found: 'in-log' }> } | null;
      /** The largest checkpoint that was used. */
      readonly newest: ProvenEntry | null;
    };

/**
 * Verifies a pack and looks each of its records up in the log. `prove` asks for one record; `step` hears how many are done and answers false to stop, which
 * gives null.
 */
export const checkPack = async (
  primitives: Primitives,
  bytes: Uint8Array,
  trust: string | null,
  prove: (hash: string) => Promise<Proven>,
  step: (done: number, of: number) => boolean,
): Promise<CheckedPack | null> => {
  const report = verifyPack(Uint8Array.from(bytes), trust, primitives);
  if (report.contents === null) return { kind: 'broken', report };
  const hashes = report.contents.events.map(({ event }) => event.hash);
  let inLog = 0;
  let failed: Extract<CheckedPack, { readonly kind: 'looked-up' }>['failed'] = null;
  let newest: ProvenEntry | null = null;
  for (const [at, hash] of hashes.entries()) {
    if (!step(at, hashes.length)) return null;
    const proven = await prove(hash);
    if (proven.found === 'in-log') {
      inLog += 1;
      if (newest === null || proven.proof.checkpoint.size > newest.checkpoint.size) newest = proven.proof;
    } else failed ??= { hash, why: proven };
  }
  return { kind: 'looked-up', report, records: hashes.length, inLog, failed, newest };
};
