import { ok, type Result } from '../../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../../ports/network-server.ts';
import type { DeskContext } from '../../context.ts';
import { bringFile, isHere } from './bring-file.ts';
import { partCount } from './parts.ts';
import { notTriedSince, sendParts } from './send-parts.ts';
import { fileSql, type SharedFile } from './tables.ts';

/** Parts of one round in each direction, about 4 MB: signed records never wait long for files. */
const MOST = 8;

/** Files that are at the server whole and not here, the smallest first. */
const notHere = (desk: DeskContext): readonly SharedFile[] =>
  desk.db
    .all(
      fileSql
        .selectFrom('shared_file')
        .selectAll()
        .where('complete', '=', 1)
        .where('sent', 'is', null)
        .where((where) => where.or([where('tried_at', 'is', null), where('tried_at', '<=', notTriedSince(desk))]))
        .orderBy('bytes')
        .orderBy('id'),
    )
    .filter((file) => {
      const here = isHere(desk, file);
      if (here)
        desk.db.run(
          fileSql
            .updateTable('shared_file')
            .set({ sent: partCount(file.bytes) })
            .where('id', '=', file.id),
        );
      return !here;
    });

/**
 * Carries files between this desk and the server for one round: parts out, parts in. Answers how many parts moved; while that is more than none there may
 * be more at once. Error: the server did not answer.
 */
export const carryFiles = async (desk: DeskContext, server: NetworkServer): Promise<Result<number, ServerFailure>> => {
  const sent = await sendParts(desk, server, MOST);
  if (!sent.ok) return sent;
  let came = 0;
  for (const file of notHere(desk)) {
    if (came >= MOST) break;
    const brought = await bringFile(desk, server, file, { most: MOST - came, goOn: () => true });
    if (brought.ok) came += brought.value.came;
    else if (brought.error.code === 'server') return { ok: false, error: brought.error.failure };
  }
  return ok(sent.value + came);
};
