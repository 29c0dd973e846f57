import { sql } from 'kysely';
import type { Filter } from '../../../domain/contact/filter/filter.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import type { Reader } from './options.ts';
import { asQuery, numbersOf, selectionOf } from './query.ts';

const ALL = 10_000_000;

const notJudged = (parts: readonly string[]): Refusal => ({
  status: 422,
  code: 'filter-not-judged',
  title: 'A part of the segment cannot be judged',
  detail: `This desk does not know ${parts.join(', ')}, so the segment would hold more people than it says.`,
  where: 'segment',
  kept: 'Nothing was sent or changed.',
  next: 'Take that part out of the segment and save it again.',
});

/**
 * Ids of every contact that a filter selects, as the list reads it, by name. A filter that cannot be judged is refused, never read wider.
 * Errors: `filter-not-judged`.
 */
export const contactsIn = (desk: DeskContext, reader: Reader, filter: Filter): Result<readonly string[], Refusal> => {
  const selection = selectionOf(desk, reader, { words: '', filter });
  if (selection.leftOut.length > 0) return err(notJudged(selection.leftOut.map(({ chip }) => `“${chip.field}”`)));
  const numbers = numbersOf(desk, selection, { by: 'name', descending: false }, { offset: 0, limit: ALL });
  const ids = new Map(
    desk.db
      .all(
        asQuery(
          sql<{
            readonly no: number;
            readonly id: string;
          }>`select no, id from contact_list where no in (select value from json_each(${JSON.stringify(numbers)}))`,
        ),
      )
      .map((row) => [row.no, row.id]),
  );
  return ok(numbers.flatMap((no) => ids.get(no) ?? []));
};
