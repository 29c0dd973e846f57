import type { z } from 'zod';
import type { ledgerEvent, ledgerPage, ledgerRow } from '../../contract/desk.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import { bytesToBase64url, bytesToHex, utf8Decode } from '../../protocol/bytes.ts';
import type { AnyEvent, Logged } from '../../protocol/event/event.ts';
import { readEvent } from '../../protocol/event/read.ts';
import { checkSignature } from '../../protocol/event/signature.ts';
import { contentHashOf } from '../../protocol/record.ts';
import { leafHash, verifyInclusion } from '../../protocol/merkle.ts';
import { inclusionProof } from '../../protocol/merkle-log.ts';
import { statedClientKey } from '../../protocol/referral/client-keys.ts';
import { formatTlogProof } from '../../protocol/tlog-proof.ts';
import type { DeskContext } from '../context.ts';
import { networkPlaceOf } from '../network/log-time.ts';
import type { Refusal } from '../refusal.ts';
import { checkpointNow } from './checkpoint.ts';
import { hashBytes } from './compose.ts';

const rowOf = (desk: DeskContext, event: Logged<AnyEvent>, intent: string | null): z.infer<typeof ledgerRow> => ({
  index: event.index,
  hash: event.hash,
  type: event.type,
  words: eventWords(event),
  by: signerWords(desk, event.stream),
  at: event.at,
  seenAt: event.seenAt,
  referral: intent,
  stream: event.stream,
  n: event.n,
  void: desk.ledger.voidOf(event.hash)?.why ?? null,
});

/** Who signed, as far as the register says it. */
export const signerWords = (desk: DeskContext, stream: string): string => {
  const register = desk.ledger.register();
  const key = register?.keys.get(stream);
  if (register === null || key === undefined) return 'Client';
  const practice = key.practice === null ? '' : (register.practices.get(key.practice)?.legalName ?? '');
  if (key.use === 'root') return 'Root key of the network';
  if (key.use === 'registrar') return 'Registrar of the network office';
  return key.person === null ? `${practice}, program` : `${register.people.get(key.person)?.name ?? 'Not recorded'}, ${practice}`;
};

/** One page of the ledger, newest first. */
export const ledgerPageOf = (
  desk: DeskContext,
  query: { readonly before?: number | undefined; readonly limit: number },
): z.infer<typeof ledgerPage> => {
  const size = desk.ledger.size();
  const end = Math.min(query.before ?? size, size);
  const start = Math.max(0, end - query.limit);
  const rows = desk.ledger.rows.from(start, end - start).toReversed();
  return {
    rows: rows.flatMap((row) => {
      const event = desk.ledger.event(bytesToHex(row.hash));
      return event === undefined ? [] : [rowOf(desk, event, row.intent)];
    }),
    size,
    root: bytesToHex(desk.ledger.root()),
    next: start > 0 ? start : null,
  };
};

/** One event with its bytes, the checks made on them now, and its inclusion proof. */
export const ledgerEventOf = (desk: DeskContext, hash: string): Result<z.infer<typeof ledgerEvent>, Refusal> => {
  const { ledger, primitives } = desk;
  const row = ledger.rows.byHash(hashBytes(hash));
  if (row === undefined)
    return err({
      status: 404,
      code: 'event-unknown',
      title: 'This event is not held here',
      detail: `No event ${hash.slice(0, 16)} is in this ledger.`,
      next: 'Check the hash, or import the file that brings it.',
    });
  const read = readEvent(row.record, primitives);
  const checks: { name: string; ok: boolean; detail: string }[] = [];
  checks.push({
    name: 'Record',
    ok: read.ok,
    detail: read.ok ? 'Canonical bytes, one signature' : read.error.code,
  });
  if (!read.ok)
    return err({
      status: 422,
      code: read.error.code,
      title: 'The stored bytes of this event do not read',
      detail: `Entry ${row.idx}: ${read.error.code}.`,
      kept: 'Every other entry is untouched.',
      next: 'Open Backups and check the newest one.',
    });
  const { event, record } = read.value;
  checks.push({ name: 'Hash', ok: event.hash === hash, detail: `SHA-256 of ${record.bytes.length} bytes` });
  const first = event.n === 0 ? event : ledger.known(bytesToHex(ledger.rows.byStream(event.stream, 0)?.hash ?? new Uint8Array(32)));
  const key = ledger.allStatements()?.keys.get(event.stream) ?? (first?.known === true ? statedClientKey(first, primitives) : undefined);
  const signature = key === undefined ? null : checkSignature(record, key, primitives);
  checks.push({
    name: 'Signature',
    ok: signature?.ok === true,
    detail: signature === null ? 'No key held' : signature.ok ? `By ${signerWords(desk, event.stream)}` : signature.error.why,
  });
  const before = event.n === 0 ? [] : ledger.rows.allAt(event.stream, event.n - 1);
  checks.push({
    name: 'Stream',
    ok: before.length === 0 || before.some((one) => bytesToHex(one.hash) === event.prev),
    detail:
      before.length === 0
        ? `Position ${event.n}; the one before is not held here`
        : `Position ${event.n} follows ${event.prev.slice(0, 16)}`,
  });
  const { size, root, note } = checkpointNow(desk);
  const proof = inclusionProof(primitives, ledger.rows, row.idx, size);
  const included =
    proof.ok &&
    verifyInclusion(primitives, {
      index: row.idx,
      size,
      leafHash: leafHash(primitives, row.hash),
      proof: proof.value,
      root,
    }).ok;
  checks.push({ name: 'Log', ok: included, detail: `Entry ${row.idx} of ${size}` });
  const reason = ledger.voidOf(hash);
  if (reason !== undefined) checks.push({ name: 'Counts', ok: false, detail: `Kept, and counts for nothing: ${reason.why}` });
  const text = proof.ok ? formatTlogProof({ index: row.idx, hashes: proof.value, checkpoint: note }) : new Uint8Array();
  const decoded = utf8Decode(text);
  return ok({
    row: rowOf(desk, { ...event, index: row.idx, seenAt: row.seen_at }, row.intent),
    payload: JSON.stringify(record.payload, null, 2),
    record: bytesToBase64url(record.bytes),
    contentHash: contentHashOf(primitives, record.payloadBytes),
    prev: event.prev,
    about: [...event.about],
    network: networkPlaceOf(desk, row.idx),
    checks,
    proof: {
      text: decoded.ok ? decoded.value : '',
      size,
      root: bytesToHex(root),
      hashes: proof.ok ? proof.value.length : 0,
    },
  });
};
