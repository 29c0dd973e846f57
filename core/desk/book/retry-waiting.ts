import type { DeskContext } from '../context.ts';
import { applyContent, followErasure } from './apply-content.ts';
import { entryContent } from './content.ts';
import { bookSql } from './tables.ts';

/**
 * Takes in what was kept aside because an older version of the program did not know it, or because it did not fit what was here then. Each entry counts at
 * its own place in the book; one that still cannot be taken in waits on and holds nothing up. Answers how many were taken in.
 */
export const retryWaiting = (desk: DeskContext): number => {
  const rows = desk.db.all(bookSql.selectFrom('book_waiting').selectAll().orderBy('no'));
  const erased = new Set(rows.length === 0 ? [] : desk.erasures.read());
  let taken = 0;
  for (const { no, content: text } of rows) {
    const read = entryContent.safeParse(JSON.parse(text));
    if (!read.success) continue;
    const content = read.data;
    try {
      desk.db.transaction(() => {
        const { ref, applied } = applyContent(desk, no, content, erased);
        desk.db.run(
          bookSql
            .updateTable('book_entry')
            .set({ kind: content.kind, ref: applied === 'erased' ? '' : ref })
            .where('no', '=', no),
        );
        desk.db.run(bookSql.deleteFrom('book_waiting').where('no', '=', no));
        if (content.kind === 'operation' && content.body.act === 'erase' && content.of === 'contact') desk.erasures.add([content.record]);
      });
    } catch {
      // Why it waits stands beside it.
      continue;
    }
    taken += 1;
    if (content.kind === 'operation') followErasure(desk, content);
  }
  return taken;
};
