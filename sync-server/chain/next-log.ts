import { err, ok, type Result } from '../../core/domain/result.ts';
import { type Bytes, bytesToHex, concatBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { type Checkpoint, checkpointOfNote, parseCheckpoint } from '../../core/protocol/checkpoint.ts';
import { cosignatureVerifier } from '../../core/protocol/cosignature.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { appendLeaf, EMPTY_FRONTIER, type StoredNode } from '../../core/protocol/merkle-log.ts';
import { ed25519NoteVerifier, formatSignatureLine, openNote, parseNote, type VerifierKey } from '../../core/protocol/note.ts';
import type { CheckedTicket } from '../log/read-tickets.ts';
import { storeLogged } from '../log/sequence.ts';
import type { ServerPorts } from '../ports.ts';
import { readMeta } from '../storage/meta.ts';
import type { Tables } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import type { WitnessPolicy } from './policy-file.ts';

/** What belongs to one log alone and is not carried over to the next. */
export const LOG_TABLES: readonly (keyof Tables)[] = ['log_entry', 'ticket', 'log_node', 'stream_head', 'checkpoint', 'anchor'];

/** The end of a log: its last cosigned checkpoint. */
export type LogEnd = {
  readonly checkpoint: Checkpoint;
  /** The note text, its three lines: what leaf 0 of the next log is the SHA-256 of. */
  readonly text: Bytes;
  /** The note with the log's signature and all cosignatures found. */
  readonly note: Bytes;
};

/** Why a log cannot be ended. */
export type EndFailure =
  /** No witness answered with a checkpoint of this log that log and witness signed. */
  | { readonly code: 'no-checkpoint' }
  /** Witnesses cosigned two roots of one size: that is a fork, and to be shown, not buried. */
  | { readonly code: 'two-roots'; readonly size: number };

/** The last checkpoint among what witnesses answered: signed by the log and by at least one of them, cosignatures of one text put together. */
export const endOfLog = (
  primitives: ServerPorts['primitives'],
  log: VerifierKey,
  { witnesses }: WitnessPolicy,
  notes: readonly Bytes[],
): Result<LogEnd, EndFailure> => {
  const verifiers = [ed25519NoteVerifier(primitives, log), ...witnesses.map(({ key }) => cosignatureVerifier(primitives, key))];
  const ends = notes.flatMap((note) => {
    const opened = openNote(note, verifiers);
    const checkpoint = opened.ok ? parseCheckpoint(primitives, opened.value.text) : opened;
    if (!opened.ok || !checkpoint.ok || checkpoint.value.origin !== log.name) return [];
    const signers = opened.value.verified.map(({ name, keyId }) => `${name}+${keyId}`);
    if (!signers.includes(`${log.name}+${log.keyId}`) || signers.length < 2) return [];
    return [{ checkpoint: checkpoint.value, text: opened.value.text, note, root: bytesToHex(checkpoint.value.root) }];
  });
  const size = Math.max(0, ...ends.map(({ checkpoint }) => checkpoint.size));
  const last = ends.filter(({ checkpoint }) => checkpoint.size === size);
  const [first, ...others] = last;
  if (first === undefined) return err({ code: 'no-checkpoint' });
  if (others.some(({ root }) => root !== first.root)) return err({ code: 'two-roots', size });
  const lines = new Set<string>();
  for (const { note } of last) {
    const parsed = parseNote(note);
    if (parsed.ok) for (const line of parsed.value.signatures) lines.add(formatSignatureLine(line));
  }
  return ok({
    checkpoint: first.checkpoint,
    text: first.text,
    note: concatBytes(first.text, utf8Encode('\n'), ...[...lines].map(utf8Encode)),
  });
};

/** The name of the log after this one: `<origin>/2` after the first, then `/3`. */
export const nextOrigin = (origin: string, isSuccessor: boolean): string => {
  const [, base, number] = /^(.*)\/(\d+)$/u.exec(origin) ?? [];
  return isSuccessor && base !== undefined ? `${base}/${String(Number(number) + 1)}` : `${origin}/2`;
};

/** Stream of leaf 0: no key has it. */
const streamOfEnd = (primitives: ServerPorts['primitives'], origin: string): Bytes => primitives.sha256(utf8Encode(origin));

/** What leaf 0 of a later log says as a ticket: the end of the log before. Undefined when the bytes are no checkpoint, or of another hash. */
export const ticketOfEnd = (primitives: ServerPorts['primitives'], record: Bytes, event: string) => {
  const signed = checkpointOfNote(primitives, record);
  if (!signed.ok || bytesToHex(primitives.sha256(signed.value.text)) !== event) return undefined;
  return { event_hash: event, n: 0, prev: ZERO_HASH, stream: bytesToHex(streamOfEnd(primitives, signed.value.checkpoint.origin)) };
};

const PAGE = 250;

/**
 * Begins the next log in a storage that holds everything of the old one's but its log (ADR 15): leaf 0 is the SHA-256 of the old log's end, then follow
 * the entries that the old database still holds, in their order. Answers how many leaves it has.
 */
export const beginNextLog = async (
  { primitives, clock }: Pick<ServerPorts, 'primitives' | 'clock'>,
  from: Storage,
  to: Storage,
  end: LogEnd,
): Promise<number> => {
  let state = EMPTY_FRONTIER;
  await to.write(async (tx) => {
    await to.lock(tx, ['log']);
    state = EMPTY_FRONTIER;
    const at = clock.now();
    const append = async (items: readonly CheckedTicket[]): Promise<void> => {
      const nodes: StoredNode[] = [];
      const logged = items.map((item) => {
        const index = state.size;
        const appended = appendLeaf(primitives, state, leafHash(primitives, item.event));
        nodes.push(...appended.nodes);
        state = appended.frontier;
        return { index, item };
      });
      await storeLogged(tx, at, logged, nodes);
    };
    const itemOf = (event: Bytes, stream: Bytes, n: number, record: Bytes): CheckedTicket => ({
      signer: null,
      ticket: { event_hash: bytesToHex(event), stream: bytesToHex(stream), n, prev: ZERO_HASH },
      event,
      stream,
      record,
    });
    await append([itemOf(primitives.sha256(end.text), streamOfEnd(primitives, end.checkpoint.origin), 0, end.note)]);
    for (let next = 0; ;) {
      const rows = await from.db
        .selectFrom('log_entry')
        .innerJoin('ticket', 'ticket.idx', 'log_entry.idx')
        .select(['log_entry.idx', 'log_entry.event', 'log_entry.stream', 'log_entry.n', 'ticket.record'])
        .where('log_entry.idx', '>=', next)
        .orderBy('log_entry.idx')
        .limit(PAGE)
        .execute();
      if (rows.length === 0) break;
      next = Number(rows.at(-1)?.idx ?? next) + 1;
      await append(
        rows.map(({ event, stream, n, record }) =>
          itemOf(Uint8Array.from(event), Uint8Array.from(stream), Number(n), Uint8Array.from(record)),
        ),
      );
    }
  });
  return state.size;
};

/** The note of the checkpoint with which the log before this one ended: leaf 0 is the SHA-256 of its text. Null at the first log of a network. */
export const endOfLogBefore = async ({ storage }: Pick<ServerPorts, 'storage'>): Promise<Bytes | null> => {
  if ((await readMeta(storage.db)).succeeds === undefined) return null;
  const row = await storage.db.selectFrom('ticket').select('record').where('idx', '=', 0).executeTakeFirst();
  return row === undefined ? null : Uint8Array.from(row.record);
};
