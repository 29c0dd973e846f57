import type { BookErasureResult } from '../../core/contract/network/book.ts';
import { base64ToBytes } from '../../core/protocol/bytes.ts';
import { readBookErasure } from '../../core/protocol/network/book-entry.ts';
import { isSignedBy } from '../../core/protocol/network/signed-paper.ts';
import type { KeyBook } from '../admissions/keys.ts';
import type { ServerPorts } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { readMeta } from '../storage/meta.ts';

/**
 * Deletes the ciphertexts of entries of the session's practice and the parts of their files for good, each on a paper signed by the session's desk key (protocol §16.5); headers
 * and numbers stay. The same again changes nothing. Results in the order of `papers`.
 */
export const eraseEntries = async (
  { storage, clock, primitives, keys }: ServerPorts & { readonly keys: KeyBook },
  session: Session,
  papers: readonly string[],
): Promise<readonly BookErasureResult[]> => {
  const { net } = await readMeta(storage.db);
  const key = (await keys.find(storage.db, [session.key])).get(session.key);
  const at = clock.now();
  const results = await storage.write(async (tx) => {
    const done: BookErasureResult[] = [];
    for (const text of papers) {
      const bytes = base64ToBytes(text);
      const paper = bytes.ok ? readBookErasure(bytes.value, primitives) : bytes;
      if (!paper.ok) {
        done.push({ outcome: 'refused', id: null, code: 'erasure.form' });
        continue;
      }
      const { id, practice, net: of } = paper.value.payload;
      const own = key !== undefined && paper.value.signer === session.key && practice === session.practice && of === net;
      if (!own || !isSignedBy(paper.value, key.stated, primitives)) {
        done.push({ outcome: 'refused', id, code: 'erasure.sender' });
        continue;
      }
      const held = await tx
        .selectFrom('book_entry')
        .select('erased_at')
        .where('practice', '=', practice)
        .where('id', '=', id)
        .executeTakeFirst();
      if (held === undefined) done.push({ outcome: 'refused', id, code: 'erasure.unknown' });
      else if (held.erased_at !== null) done.push({ outcome: 'already', id });
      else {
        await tx
          .updateTable('book_entry')
          .set({ body: null, erased_at: at })
          .where('practice', '=', practice)
          .where('id', '=', id)
          .execute();
        await tx.deleteFrom('book_part').where('practice', '=', practice).where('entry', '=', id).execute();
        done.push({ outcome: 'erased', id });
      }
    }
    return done;
  });
  if (results.some(({ outcome }) => outcome === 'erased')) await storage.emptyJournal();
  return results;
};
