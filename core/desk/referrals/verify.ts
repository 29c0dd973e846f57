import type { ReferralState } from '../../domain/referral/state.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import { readEvent } from '../../protocol/event/read.ts';
import { checkSignature } from '../../protocol/event/signature.ts';
import { leafHash, verifyInclusion } from '../../protocol/merkle.ts';
import { inclusionProof } from '../../protocol/merkle-log.ts';
import { statedClientKey } from '../../protocol/referral/client-keys.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { hashBytes } from '../ledger/compose.ts';

export type LiveVerdict = {
  readonly ok: boolean;
  readonly at: string;
  readonly checks: number;
  readonly failure: string | null;
};

/**
 * Re-checks every event of one referral from its stored bytes: record, hash, signature, stream neighbours and inclusion in this desk's log.
 * Nothing cached is believed. Names the first failure.
 */
export const verifyReferral = (desk: DeskContext, state: ReferralState): LiveVerdict => {
  const at = desk.clock.now();
  const { ledger, primitives } = desk;
  const size = ledger.size();
  const root = ledger.root();
  let checks = 0;
  for (const row of ledger.rows.ofIntent(state.intent)) {
    const where = `entry ${row.idx}, ${row.type}`;
    const read = readEvent(row.record, primitives);
    checks += 1;
    if (!read.ok)
      return {
        ok: false,
        at,
        checks,
        failure: `${where}: the stored bytes do not read (${read.error.code})`,
      };
    const { event, record } = read.value;
    if (event.hash !== bytesToHex(row.hash) || event.stream !== row.stream || event.n !== row.n || event.type !== row.type)
      return { ok: false, at, checks, failure: `${where}: the index does not fit the bytes` };
    const first = event.n === 0 ? event : ledger.known(bytesToHex(ledger.rows.byStream(event.stream, 0)?.hash ?? new Uint8Array(32)));
    const key = registerOf(desk).keys.get(event.stream) ?? (first?.known === true ? statedClientKey(first, primitives) : undefined);
    checks += 1;
    if (key === undefined || !checkSignature(record, key, primitives).ok)
      return { ok: false, at, checks, failure: `${where}: the signature does not verify` };
    const before = event.n === 0 ? [] : ledger.rows.allAt(event.stream, event.n - 1);
    if (before.length > 0 && !before.some((row) => bytesToHex(row.hash) === event.prev))
      return { ok: false, at, checks, failure: `${where}: it does not follow the event before it` };
    const proof = inclusionProof(primitives, ledger.rows, row.idx, size);
    checks += 1;
    if (
      !proof.ok ||
      !verifyInclusion(primitives, {
        index: row.idx,
        size,
        leafHash: leafHash(primitives, hashBytes(event.hash)),
        proof: proof.value,
        root,
      }).ok
    )
      return { ok: false, at, checks, failure: `${where}: it is not included in this desk's log` };
  }
  return { ok: true, at, checks, failure: null };
};
