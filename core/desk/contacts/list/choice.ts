import { sql } from 'kysely';
import type { ContactChoice } from '../../../contract/contact-list.ts';
import type { ViewState } from '../../../domain/contact/view/view-state.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import { countOf } from './counts.ts';
import { filterOf } from './list.ts';
import type { Reader } from './options.ts';
import { asQuery, numbersOf, selectionOf } from './query.ts';

const ALL = 10_000_000;

/** What was chosen: row numbers in the order of the list. */
export type Chosen = { readonly numbers: readonly number[]; readonly words: string; readonly filter: string };

const notJudged = (leftOut: readonly string[]): Refusal => ({
  status: 422,
  code: 'filter-not-judged',
  title: 'A part of the filter cannot be judged',
  detail: `This desk does not know ${leftOut.join(', ')}, so "all that fit" would be more than the filter says.`,
  kept: 'Nothing was changed.',
  next: 'Take that part out of the filter, or select the contacts one by one.',
});

const changedMeanwhile = (expected: number, now: number): Refusal => ({
  status: 409,
  code: 'selection-changed',
  title: 'The list changed while it was selected',
  detail: `${expected.toLocaleString('en-AU')} contacts fitted when they were selected; ${now.toLocaleString('en-AU')} fit now.`,
  kept: 'Nothing was changed.',
  next: 'Look at the list again and select once more.',
});

const nobody: Refusal = {
  status: 422,
  code: 'nobody-selected',
  title: 'Nobody is selected',
  detail: 'None of the selected contacts is in the book any more.',
  kept: 'Nothing was changed.',
  next: 'Open the list again and select.',
};

/** Reads a choice. Errors: `filter-not-readable`, `filter-not-judged`, `selection-changed`, `nobody-selected`. */
export const chosenContacts = (
  desk: DeskContext,
  reader: Reader,
  choice: ContactChoice,
  sort: ViewState['sort'],
): Result<Chosen, Refusal> => {
  if ('ids' in choice) {
    const found = desk.db.all(
      asQuery(
        sql<{
          readonly no: number;
          readonly id: string;
        }>`select no, id from contact_list where id in (select value from json_each(${JSON.stringify(choice.ids)}))`,
      ),
    );
    const byId = new Map(found.map((row) => [row.id, row.no]));
    const numbers = [...new Set(choice.ids)].flatMap((id) => byId.get(id) ?? []);
    return numbers.length === 0 ? err(nobody) : ok({ numbers, words: '', filter: '' });
  }
  const filter = filterOf(choice.f);
  if (!filter.ok) return filter;
  const selection = selectionOf(desk, reader, { words: choice.q, filter: filter.value });
  if (selection.leftOut.length > 0) return err(notJudged(selection.leftOut.map(({ chip }) => `“${chip.field}”`)));
  const now = countOf(desk, selection);
  if (now !== choice.expected) return err(changedMeanwhile(choice.expected, now));
  const except = new Set(
    desk.db
      .all(
        asQuery(
          sql<{
            readonly no: number;
          }>`select no from contact_list where id in (select value from json_each(${JSON.stringify(choice.except)}))`,
        ),
      )
      .map((row) => row.no),
  );
  const numbers = numbersOf(desk, selection, sort, { offset: 0, limit: ALL }).filter((no) => !except.has(no));
  return numbers.length === 0 ? err(nobody) : ok({ numbers, words: choice.q, filter: choice.f });
};
