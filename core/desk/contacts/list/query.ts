import { type RawBuilder, sql } from 'kysely';
import type { Database, Query } from '../../../adapters/sqlite/database.ts';
import type { Filter } from '../../../domain/contact/filter/filter.ts';
import { checkFilter, type LeftOut } from '../../../domain/contact/filter/check-filter.ts';
import { EXPIRING_DAYS } from '../../../domain/contact/sharing/sharing-summary.ts';
import type { ViewState } from '../../../domain/contact/view/view-state.ts';
import { addDays } from '../../../domain/time/local-date.ts';
import { parseZone, startOfDay, SYDNEY } from '../../../domain/time/zone.ts';
import { matchOf } from '../../../domain/text/search-words.ts';
import type { DeskContext } from '../../context.ts';
import { ownersFor } from '../../crm/owners.ts';
import { dateIn } from '../../referrals/calendar.ts';
import { type Condition, type ConditionFacts, filterCondition } from './conditions.ts';
import { deskFields } from './fields.ts';
import { type Order, type OrderFacts, orderOf, orderTerms } from './order.ts';
import { ownersOfContacts, type Reader, stagesOf } from './options.ts';
import { catchUpStanding } from './standing.ts';
import { listSql } from './tables.ts';

/** A question that is understood: the conditions of its rows. Made once, asked for rows, counts and groups. */
export type Selection = {
  readonly reader: Reader;
  readonly facts: ConditionFacts;
  readonly conditions: readonly Condition[];
  /** FTS5 expression of the words; null where none are typed. */
  readonly match: string | null;
  /** Nothing can fit what was typed. */
  readonly nothing: boolean;
  readonly leftOut: readonly LeftOut[];
};

/** The facts conditions are judged by, now. Instants stand on whole minutes, so that equal questions meet the counts of the last minute. */
export const conditionFacts = (desk: DeskContext, reader: Reader): ConditionFacts => {
  const now = `${desk.clock.now().slice(0, 16)}:00.000Z`;
  const zone = parseZone(desk.zone);
  const place = zone.ok ? zone.value : SYDNEY;
  const today = dateIn(desk.zone, now);
  return { zone: place, today, now, soon: startOfDay(addDays(today, EXPIRING_DAYS + 1), place), mine: ownersFor(desk, reader).mine };
};

/** Reads a question against the desk: brings the list up to date, checks the filter, turns words into a full-text expression. */
export const selectionOf = (desk: DeskContext, reader: Reader, asked: { readonly words: string; readonly filter: Filter }): Selection => {
  catchUpStanding(desk);
  const facts = conditionFacts(desk, reader);
  const { filter, leftOut } = checkFilter(asked.filter, deskFields(desk), facts.today);
  const condition = filterCondition(filter, facts);
  const match = matchOf(asked.words);
  return {
    reader,
    facts,
    conditions: condition === null ? [] : [condition],
    match: match === 'none' ? null : match,
    nothing: match === 'none',
    leftOut,
  };
};

const orderFacts = (desk: DeskContext, reader: Reader): OrderFacts => ({
  stages: stagesOf(desk).map((stage) => stage.code),
  people: ownersOfContacts(desk, reader).map((owner) => owner.code),
});

/** The order of a list at this desk. */
const deskOrder = (desk: DeskContext, reader: Reader, sort: ViewState['sort']): Order => orderOf(sort, orderFacts(desk, reader));

type Numbers = { readonly no: number };

/** Rows that are tried in the order of an index before everything is read and sorted: a page of a common filter is found among the first. */
const TRIED = 500;
/** At most so many are tried where those say that a page will be among them; more cost as much as reading everything. */
const MOST_TRIED = 8000;
/** Up to so many hits of a search are handed on as a list; more are looked up while walking. */
const FEW = 3000;

/** A search as a condition over every row. */
export const searchCondition = (match: string): Condition =>
  sql<boolean>`contact_list.no in (select rowid from contact_search where contact_search match ${match})`;

/** Conditions of a selection, its search among them. */
export const everyCondition = ({ conditions, match }: Selection): readonly Condition[] =>
  match === null ? conditions : [...conditions, searchCondition(match)];

/** Conditions of a selection with its search as a list of few hits, or as the search itself. */
const withSearch = (
  db: Database,
  { conditions, match }: Selection,
): { readonly conditions: readonly Condition[]; readonly few: boolean } => {
  if (match === null) return { conditions, few: false };
  const hits = db
    .statement<[string, number], { readonly no: number }>('select rowid as no from contact_search where contact_search match ? limit ?')
    .all(match, FEW + 1);
  if (hits.length > FEW) return { conditions: [...conditions, searchCondition(match)], few: false };
  const list = JSON.stringify(hits.map((hit) => hit.no));
  return { conditions: [...conditions, sql<boolean>`contact_list.no in (select value from json_each(${list}))`], few: true };
};

/** A statement written out; every value in it is bound. */
export const asQuery = <O>(raw: RawBuilder<O>): Query<O> => ({ compile: () => raw.compile(listSql) });

/** "where" with every condition, or nothing. */
export const whereAll = (conditions: readonly Condition[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;

// Numbers from the index alone, and only the columns that are asked about from the rows: half the time of reading the rows whole.
const tried = (conditions: readonly Condition[], order: Order, rows: number, wanted: number): Query<Numbers> => {
  const first = sql<boolean>`contact_list.no in (select no from contact_list order by ${orderTerms(order, false)} limit ${rows})`;
  return asQuery(
    sql<Numbers>`select no from contact_list ${whereAll([first, ...conditions])} order by ${orderTerms(order, true)} limit ${wanted}`,
  );
};

/** How many rows to try, half as many again as so many hits among the first would need; null where that is more than it is worth. */
const enoughFor = (wanted: number, hits: number): number | null => {
  const rows = hits === 0 ? Number.POSITIVE_INFINITY : Math.ceil((wanted / hits) * TRIED * 1.5);
  return rows > MOST_TRIED ? null : rows;
};

/** Row numbers of one stretch of a selection, in its order. */
export const numbersOf = (
  desk: DeskContext,
  selection: Selection,
  sort: ViewState['sort'],
  stretch: { readonly offset: number; readonly limit: number },
): readonly number[] => {
  if (selection.nothing) return [];
  const { db } = desk;
  const order = deskOrder(desk, selection.reader, sort);
  const { conditions, few } = withSearch(db, selection);
  const wanted = stretch.offset + stretch.limit;
  if (conditions.length > 0 && order.indexed && !few && wanted <= MOST_TRIED) {
    const sampled = selection.match === null && wanted <= TRIED;
    const sample = sampled ? db.all(tried(conditions, order, TRIED, wanted)) : [];
    if (sample.length === wanted) return sample.slice(stretch.offset).map((row) => row.no);
    const rows = sampled ? enoughFor(wanted, sample.length) : MOST_TRIED;
    const found = rows === null ? [] : db.all(tried(conditions, order, rows, wanted));
    if (found.length === wanted) return found.slice(stretch.offset).map((row) => row.no);
  }
  return db
    .all(
      asQuery(
        sql<Numbers>`select no from contact_list ${whereAll(conditions)} order by ${orderTerms(order, conditions.length > 0)} limit ${stretch.limit} offset ${stretch.offset}`,
      ),
    )
    .map((row) => row.no);
};
