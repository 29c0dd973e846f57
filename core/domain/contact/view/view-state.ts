import { z } from 'zod';
import { filterSchema, NO_FILTER } from '../filter/filter.ts';
import { filterText, readFilterText } from '../filter/filter-text.ts';
import { DEFAULT_COLUMNS, GROUPINGS } from './columns.ts';

const columnName = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/u);
const width = z.int().min(48).max(900).nullable();

/** What a list shows and in which order: everything that an address says and a saved view keeps. */
export const viewStateSchema = z
  .strictObject({
    /** Words that are searched for. */
    words: z.string().max(200),
    filter: filterSchema,
    /** Columns from left to right; a width of null is the column's own. */
    columns: z
      .array(z.strictObject({ name: columnName, width }).readonly())
      .min(1)
      .max(40)
      .readonly(),
    sort: z.strictObject({ by: columnName, descending: z.boolean() }).readonly(),
    group: z.enum(GROUPINGS).nullable(),
    density: z.enum(['normal', 'compact']),
  })
  .readonly();

export type ViewState = z.infer<typeof viewStateSchema>;

/** The list as nobody has chosen anything. */
export const PLAIN_VIEW: ViewState = {
  words: '',
  filter: NO_FILTER,
  columns: DEFAULT_COLUMNS.map((name) => ({ name, width: null })),
  sort: { by: 'name', descending: false },
  group: null,
  density: 'normal',
};

/** A view as the query part of an address, member by member; a member that is as in `base` is left out. */
export type ViewSearch = {
  readonly q?: string | undefined;
  readonly f?: string | undefined;
  readonly cols?: string | undefined;
  readonly sort?: string | undefined;
  readonly group?: string | undefined;
  readonly density?: string | undefined;
};

const columnsText = (state: ViewState): string =>
  state.columns.map(({ name, width: own }) => (own === null ? name : `${name}.${String(own)}`)).join(',');
const sortText = ({ sort }: ViewState): string => `${sort.descending ? '-' : ''}${sort.by}`;

const texts = (state: ViewState): Readonly<Record<keyof ViewSearch, string>> => ({
  q: state.words,
  f: filterText(state.filter),
  cols: columnsText(state),
  sort: sortText(state),
  group: state.group ?? 'none',
  density: state.density,
});

/** The canonical query part of a view: what differs from `base`, each member in one way of writing only. */
export const viewSearch = (state: ViewState, base: ViewState = PLAIN_VIEW): ViewSearch => {
  const [said, known] = [texts(state), texts(base)];
  return Object.fromEntries(Object.entries(said).filter(([name, text]) => text !== known[name as keyof ViewSearch]));
};

/** True when two views show the same in the same way. */
export const sameView = (one: ViewState, other: ViewState): boolean => Object.keys(viewSearch(one, other)).length === 0;

const readColumns = (text: string): ViewState['columns'] | null => {
  const columns = text.split(',').map((one) => {
    const [, name, own] = /^([a-z][a-z0-9-]*)(?:\.(\d{2,3}))?$/u.exec(one) ?? [];
    return { name, width: own === undefined ? null : Number(own) };
  });
  const names = new Set(columns.map((column) => column.name));
  const read = viewStateSchema.unwrap().shape.columns.safeParse(columns);
  return read.success && names.size === columns.length ? read.data : null;
};

const readSort = (text: string): ViewState['sort'] | null => {
  const read = viewStateSchema.unwrap().shape.sort.safeParse({ by: text.replace(/^-/u, ''), descending: text.startsWith('-') });
  return read.success ? read.data : null;
};

/**
 * Reads the query part of an address over the view it starts from. Total: a member that does not read keeps what `base` says and is named.
 */
export const readViewSearch = (
  search: ViewSearch,
  base: ViewState = PLAIN_VIEW,
): { readonly state: ViewState; readonly unread: readonly (keyof ViewSearch)[] } => {
  const unread: (keyof ViewSearch)[] = [];
  const read = <T>(name: keyof ViewSearch, known: T, reading: (text: string) => T | null): T => {
    const text = search[name];
    if (text === undefined) return known;
    const value = reading(text);
    if (value === null) unread.push(name);
    return value ?? known;
  };
  const group = read<{ readonly by: ViewState['group'] }>('group', { by: base.group }, (text) => {
    const by = GROUPINGS.find((one) => one === text);
    return by === undefined ? (text === 'none' ? { by: null } : null) : { by };
  });
  return {
    state: {
      words: read('q', base.words, (text) => (text.length > 200 ? null : text)),
      filter: read('f', base.filter, (text) => {
        const filter = readFilterText(text);
        return filter.ok ? filter.value : null;
      }),
      columns: read('cols', base.columns, readColumns),
      sort: read('sort', base.sort, readSort),
      group: group.by,
      density: read('density', base.density, (text) => (text === 'normal' || text === 'compact' ? text : null)),
    },
    unread,
  };
};
