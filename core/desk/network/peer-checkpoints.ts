import { ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { bytesToHex, equalBytes, hexToBytes, utf8Encode } from '../../protocol/bytes.ts';
import { checkpointDocument, type ExchangeDocument } from '../../protocol/exchange/body.ts';
import { parseTrustFile } from '../../protocol/pack/trust-file.ts';
import { evaluatePolicy, type TlogPolicy } from '../../protocol/tlog-policy.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { raiseAlarm } from './alarms.ts';
import { lastCheckpoint, notesOf, raiseFork, type SeenCheckpoint, type SignedCheckpoint } from './checkpoints.ts';
import { continuity } from './consistency.ts';
import { linkOf } from './link.ts';
import { networkSql } from './tables.ts';

/** Kind of the paper that carries the newest checkpoint of the network log a desk believes. */
export const NETWORK_CHECKPOINT = 'network-checkpoint';
/** How long the server may show less than another member was shown before a desk says so. */
const BEHIND_MS = 10 * 60 * 1000;

/** What this desk was shown of the network log, for the other side to compare; none before the first checkpoint. */
export const networkCheckpointPaper = (desk: DeskContext): readonly ExchangeDocument[] => {
  const last = linkOf(desk) === undefined ? undefined : lastCheckpoint(desk);
  return last === undefined ? [] : [{ kind: NETWORK_CHECKPOINT, content: last.note }];
};

const nameOf = (desk: DeskContext, practice: string): string => registerOf(desk).practices.get(practice)?.legalName ?? 'another member';

const forkWords = (name: string, own: number, other: number): string =>
  `The network log showed ${name} another history than this desk: its checkpoints of ${own} and ${other} events cannot both be true. Nothing of it is to be believed until that is explained. Show this to the network office and to the other members.`;

/** A checkpoint of this size that this desk was shown itself, or heard of, with another root. */
const contradicting = (desk: DeskContext, { size, root }: SignedCheckpoint): SignedCheckpoint | undefined => {
  const hex = bytesToHex(root);
  const held = (['network_checkpoint', 'peer_checkpoint'] as const)
    .map((table) => desk.db.get(networkSql.selectFrom(table).select(['root', 'note']).where('size', '=', size).where('root', '!=', hex)))
    .find((row) => row !== undefined);
  const other = held === undefined ? undefined : hexToBytes(held.root);
  return held === undefined || other?.ok !== true ? undefined : { size, root: other.value, note: held.note };
};

/**
 * Takes note of the checkpoint of the network log that another member was shown, from a file or parcel of that member. One of a size that this desk
 * knows is compared at once; the others when the server next answers. Answers why it was left out; null when it was not.
 */
export const notePeerCheckpoint = (desk: DeskContext, practice: string, content: unknown): string | null => {
  const text = checkpointDocument.safeParse(content);
  const trust = parseTrustFile(desk.primitives, linkOf(desk)?.trust ?? '');
  // A desk without a server has nothing to compare it with.
  if (!trust.ok) return null;
  const note = text.success ? text.data.toWellFormed() : '';
  const accepted = evaluatePolicy(desk.primitives, trust.value.policy, utf8Encode(note));
  if (!accepted.ok)
    return `The checkpoint of the network log that the sender passes on is not signed as the trust file asks (${accepted.error.code}), and was left out.`;
  const { checkpoint } = accepted.value;
  const told = { size: checkpoint.size, root: checkpoint.root, note };
  const other = contradicting(desk, told);
  const root = bytesToHex(told.root);
  const own = desk.db.get(
    networkSql.selectFrom('network_checkpoint').select('size').where('size', '=', told.size).where('root', '=', root),
  );
  if (other !== undefined)
    raiseFork(desk, trust.value.policy, checkpoint, [other, told], {
      words: forkWords(nameOf(desk, practice), other.size, told.size),
      consistency: null,
    });
  const now = desk.clock.now();
  desk.db.run(
    networkSql
      .insertInto('peer_checkpoint')
      .values({ size: told.size, root, note, practice, heard_at: now, compared_at: own === undefined && other === undefined ? null : now })
      .onConflict((conflict) => conflict.columns(['size', 'root']).doNothing()),
  );
  return null;
};

type Heard = SignedCheckpoint & { readonly practice: string; readonly heardAt: string };

const uncompared = (desk: DeskContext): readonly Heard[] =>
  desk.db
    .all(networkSql.selectFrom('peer_checkpoint').selectAll().where('compared_at', 'is', null).orderBy('size'))
    .flatMap(({ size, root: hex, note, practice, heard_at: heardAt }) => {
      const root = hexToBytes(hex);
      return root.ok ? [{ size, root: root.value, note, practice, heardAt }] : [];
    });

const noteBehind = (desk: DeskContext, current: SeenCheckpoint, heard: Heard): void => {
  if (Date.parse(desk.clock.now()) - Date.parse(heard.heardAt) < BEHIND_MS) return;
  raiseAlarm(
    desk,
    'log-stalled',
    `The network log showed ${nameOf(desk, heard.practice)} a checkpoint of ${heard.size} events; this desk is shown only ${current.size}. The server withholds the end of the log from this desk.`,
    notesOf(current, heard),
    `${heard.size}`,
  );
};

const noteUnproven = (desk: DeskContext, current: SeenCheckpoint, heard: Heard, why: string): void => {
  raiseAlarm(
    desk,
    'log-proof',
    `The network log showed ${nameOf(desk, heard.practice)} a checkpoint of ${heard.size} events, and the server does not prove that the ${current.size} shown here continue it (${why}). Ask the network office.`,
    notesOf(current, heard),
    `heard ${bytesToHex(heard.root)}`,
  );
};

/**
 * Compares what other members were shown with the checkpoint this desk believes: the smaller has to be the beginning of the larger. Error: the
 * server did not answer; the rest is compared at the next round.
 */
export const comparePeerCheckpoints = async (
  desk: DeskContext,
  server: NetworkServer,
  policy: TlogPolicy,
  origin: string,
  current: SeenCheckpoint,
): Promise<Result<true, ServerFailure>> => {
  for (const heard of uncompared(desk)) {
    if (heard.size > current.size) {
      noteBehind(desk, current, heard);
      continue;
    }
    const found =
      heard.size === current.size
        ? ok(equalBytes(heard.root, current.root) ? { verdict: 'continues' as const } : { verdict: 'contradicts' as const, proof: null })
        : await continuity(desk, server, heard, current);
    if (!found.ok) return found;
    const name = nameOf(desk, heard.practice);
    if (found.value.verdict === 'contradicts')
      raiseFork(desk, policy, { origin }, [current, heard], {
        words: forkWords(name, current.size, heard.size),
        consistency: found.value.proof,
      });
    if (found.value.verdict === 'unproven') {
      noteUnproven(desk, current, heard, found.value.why);
      continue;
    }
    desk.db.run(
      networkSql
        .updateTable('peer_checkpoint')
        .set({ compared_at: desk.clock.now() })
        .where('size', '=', heard.size)
        .where('root', '=', bytesToHex(heard.root)),
    );
  }
  return ok(true);
};
