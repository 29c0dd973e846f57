import { equalBytes, utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { parseCheckpoint } from '../../core/protocol/checkpoint.ts';
import { frontierRoot } from '../../core/protocol/merkle-log.ts';
import { ed25519NoteVerifier, openNote } from '../../core/protocol/note.ts';
import { TILE_WIDTH, tilePath } from '../../core/protocol/tlog-tiles.ts';
import { frontierAt } from '../log/nodes.ts';
import { newestCheckpoint, type Published } from '../log/publish.ts';
import type { ServerPorts } from '../ports.ts';
import type { SecondStore } from './second-store.ts';

const pathOf = (size: number): string => tilePath('checkpoints', { index: size, width: TILE_WIDTH });

/** Makes a checkpoint durable in the second store before anybody is shown it: its time, an end of line, the note. */
export const keepCheckpoint = (store: SecondStore, { size, at, note }: Published): Promise<void> =>
  store.write(pathOf(size), utf8Encode(`${at}\n${note}`));

const readKept = async (store: SecondStore, size: number): Promise<Published | undefined> => {
  const file = await store.read(pathOf(size));
  const text = file === null ? undefined : utf8Decode(file);
  const end = text?.ok === true ? text.value.indexOf('\n') : -1;
  return text?.ok === true && end > 0 ? { size, at: text.value.slice(0, end), note: text.value.slice(end + 1) } : undefined;
};

type Ports = Pick<ServerPorts, 'storage' | 'primitives' | 'identity'>;

/**
 * After a restore: puts the checkpoints back that were published after the newest one in the database, for sizes up to `size`, which the log
 * must hold. One that the log's key did not sign, or of another root, stays out. Answers how many came back.
 */
export const refillCheckpoints = async (ports: Ports, store: SecondStore, size: number): Promise<number> => {
  const newest = await newestCheckpoint(ports.storage);
  const found: Published[] = [];
  for (let at = (newest?.size ?? 0) + 1; at <= size; at += 1) {
    const kept = await readKept(store, at);
    const note =
      kept === undefined ? undefined : openNote(utf8Encode(kept.note), [ed25519NoteVerifier(ports.primitives, ports.identity.key)]);
    const checkpoint = note?.ok === true ? parseCheckpoint(ports.primitives, note.value.text) : undefined;
    if (kept === undefined || checkpoint?.ok !== true || checkpoint.value.size !== at) continue;
    if (equalBytes(checkpoint.value.root, frontierRoot(ports.primitives, await frontierAt(ports.storage.db, at)))) found.push(kept);
  }
  if (found.length > 0)
    await ports.storage.write(async (tx) => {
      for (const row of found)
        await tx
          .insertInto('checkpoint')
          .values(row)
          .onConflict((conflict) => conflict.columns(['size', 'at']).doNothing())
          .execute();
    });
  return found.length;
};
