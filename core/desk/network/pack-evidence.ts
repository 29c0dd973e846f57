import { type Bytes, hexToBytes, utf8Encode } from '../../protocol/bytes.ts';
import { leafHash, verifyInclusion } from '../../protocol/merkle.ts';
import { parseNote } from '../../protocol/note.ts';
import type { NetworkEvidence } from '../../protocol/pack/build.ts';
import { parseTrustFile } from '../../protocol/pack/trust-file.ts';
import { verifyTimeStamp } from '../../protocol/time-stamp.ts';
import type { NetworkServer } from '../../ports/network-server.ts';
import type { DeskContext } from '../context.ts';
import type { NetworkEvidenceSource } from '../packs/network-evidence.ts';
import { lastCheckpoint, type SeenCheckpoint } from './checkpoints.ts';
import { hashesOf } from './consistency.ts';
import { linkOf } from './link.ts';
import type { NetworkRunner } from './runner.ts';
import { networkSql } from './tables.ts';

const BATCH = 500;
/** A checkpoint that holds what was just signed is a second or two away. */
const TRIES = 4;

type Proven = NetworkEvidence['proofs'];

/** True when the last checkpoint this desk accepted holds all of these events, or they cannot be expected to be logged. */
const holdsAll = (desk: DeskContext, events: readonly string[], size: number): boolean =>
  events.every((event) => {
    const held = desk.ledger.event(event);
    const place =
      held === undefined
        ? undefined
        : desk.db.get(networkSql.selectFrom('log_place').select('log_index as index').where('idx', '=', held.index));
    return place === undefined || place.index < size;
  });

const provenUnder = async (
  desk: DeskContext,
  server: NetworkServer,
  checkpoint: SeenCheckpoint,
  events: readonly string[],
): Promise<Proven | null> => {
  const proofs = new Map<string, { readonly index: number; readonly hashes: readonly Bytes[] }>();
  for (let from = 0; from < events.length; from += BATCH) {
    const part = events.slice(from, from + BATCH);
    const answer = await server.proofs(checkpoint.size, part);
    if (!answer.ok) return null;
    for (const [position, event] of part.entries()) {
      const proof = answer.value.proofs[position] ?? null;
      const entry = hexToBytes(event);
      const hashes = hashesOf(proof?.proof ?? []);
      if (proof?.event !== event || !entry.ok || hashes === null) continue;
      const claim = {
        index: proof.index,
        size: checkpoint.size,
        leafHash: leafHash(desk.primitives, entry.value),
        proof: hashes,
        root: checkpoint.root,
      };
      if (verifyInclusion(desk.primitives, claim).ok) proofs.set(event, { index: proof.index, hashes });
    }
  }
  return proofs;
};

const stampOver = async (desk: DeskContext, server: NetworkServer, checkpoint: SeenCheckpoint): Promise<Bytes | null> => {
  const trust = parseTrustFile(desk.primitives, linkOf(desk)?.trust ?? '');
  const note = parseNote(utf8Encode(checkpoint.note));
  if (!trust.ok || !note.ok || trust.value.authorities.length === 0) return null;
  const reply = await server.timeStamp(checkpoint.size);
  if (!reply.ok || reply.value === null) return null;
  const digest = desk.primitives.sha256(note.value.text);
  return verifyTimeStamp(desk.primitives, reply.value, digest, trust.value.authorities).ok ? reply.value : null;
};

/**
 * Proof of the network log for a pack: a round first, so that what was just signed is in it; then every event's inclusion under the last checkpoint
 * this desk has accepted, verified here, and a time-stamp over it by an authority of the trust file. Null without a server, a witnessed checkpoint or
 * an answer: the pack then carries no network proof, and says so.
 */
export const networkEvidenceFrom =
  (runner: Pick<NetworkRunner, 'serverOf' | 'round'>, pause: (ms: number) => Promise<void>): NetworkEvidenceSource =>
  async (desk, events) => {
    const server = runner.serverOf(desk);
    if (server === null) return null;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (attempt > 0) await pause(1000);
      const round = await runner.round();
      if (!round.ok || holdsAll(desk, events, lastCheckpoint(desk)?.size ?? 0)) break;
    }
    const checkpoint = lastCheckpoint(desk);
    if (checkpoint === undefined || checkpoint.witnessedAt === null) return null;
    const proofs = await provenUnder(desk, server, checkpoint, events);
    if (proofs === null || proofs.size === 0) return null;
    return { checkpoint: utf8Encode(checkpoint.note), proofs, timeStamp: await stampOver(desk, server, checkpoint) };
  };
