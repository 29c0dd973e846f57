import { ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { BOOK_ERASURE_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { signPayload } from '../ledger/compose.ts';
import { contentOf } from './queue-entries.ts';
import { bookOf, moveBook } from './state.ts';
import { bookSql } from './tables.ts';
import { ERASED_WORDS } from '../records/erased-words.ts';

const BATCH = 200;

/** Entries whose content is gone here and not yet at the server: erased operations, words of their groups, openings, links to contacts. */
const GONE = `select id from book_entry where no is not null and erased = 0 and (
  (kind = 'operation' and (ref = '' or exists (select 1 from operation where operation.id = book_entry.id and body is null and act <> 'erase')))
  or (kind = 'group' and exists (select 1 from operation_group where operation_group.id = ref and words = ?))
  or (kind = 'opening' and not exists (select 1 from opening where opening.commitment = ref))
  or (kind = 'row' and ref = '')
  or (kind = 'client-link' and not exists (select 1 from client_link where client_link.intent = ref)))`;

/** Entries of rows that are not here any more, or whose personal part is not. */
const goneRows = (desk: DeskContext): readonly { readonly id: string }[] =>
  desk.db
    .all(
      bookSql.selectFrom('book_entry').select(['id', 'ref']).where('kind', '=', 'row').where('no', 'is not', null).where('erased', '=', 0),
    )
    .filter(({ ref }) => ref !== '' && contentOf(desk, 'row', ref) === null);

/** Grows with each erasure here; while it stands still there is nothing to look for. */
const erasedHere = (desk: DeskContext): number =>
  desk.db
    .statement<[], { readonly n: number }>(
      `select (select count(*) from operation where body is null) + (select count(*) from erasure)
       + (select count(*) from book_entry where kind in ('operation', 'opening', 'client-link', 'row') and ref = '') as n`,
    )
    .get()?.n ?? 0;

/**
 * Has the server delete the content of entries that was erased at this desk (protocol §16.5). Headers stay, so that the book still proves its order.
 * Answers how many were deleted. Error: the server did not answer; it is asked again.
 */
export const passErasures = async (desk: DeskContext, server: NetworkServer): Promise<Result<number, ServerFailure>> => {
  const state = bookOf(desk);
  const seen = erasedHere(desk);
  if (state === undefined || seen === state.erased_seen) return ok(0);
  const gone = [...desk.db.statement<[string], { readonly id: string }>(GONE).all(ERASED_WORDS), ...goneRows(desk)];
  let erased = 0;
  for (let from = 0; from < gone.length; from += BATCH) {
    const ids = gone.slice(from, from + BATCH).map(({ id }) => id);
    const papers = ids.map((id) =>
      signPayload(
        BOOK_ERASURE_PAYLOAD_TYPE,
        { at: desk.clock.now(), id, net: registerOf(desk).net, practice: desk.profile.practice, v: 1 },
        desk.keys.desk,
      ),
    );
    const answer = await server.eraseEntries(papers);
    if (!answer.ok) return answer;
    const done = answer.value.results.flatMap((result) => (result.outcome === 'refused' ? [] : [result.id]));
    if (done.length > 0) desk.db.run(bookSql.updateTable('book_entry').set({ erased: 1 }).where('id', 'in', done));
    erased += answer.value.results.filter(({ outcome }) => outcome === 'erased').length;
  }
  moveBook(desk, { erased_seen: seen });
  return ok(erased);
};
