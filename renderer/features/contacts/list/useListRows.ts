import { useCallback, useMemo, useState } from 'react';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ContactRow } from '../../../../core/contract/contact-list.ts';
import { narrowed } from '../../../../core/domain/contact/filter/filter.ts';
import { filterText } from '../../../../core/domain/contact/filter/filter-text.ts';
import { groupChip } from '../../../../core/domain/contact/view/group-chip.ts';
import type { ViewState } from '../../../../core/domain/contact/view/view-state.ts';
import type { StretchItem } from '../../../ui/stretchGrid.ts';
import { countQuery, groupsQuery, type Selection, STRETCH, stretchQuery } from './listQueries.ts';

/** A run of rows with one question behind it: the whole list, or one group of it. */
interface Section {
  readonly head: Extract<StretchItem<ContactRow>, { readonly kind: 'group' }> | null;
  readonly f: string;
  /** Line of its head, or of its first row. */
  readonly start: number;
  readonly rows: number;
}

export const sortText = ({ sort }: Pick<ViewState, 'sort'>): string => `${sort.descending ? '-' : ''}${sort.by}`;

const headOf = (section: Section): number => (section.head === null ? 0 : 1);
const linesOf = (section: Section): number => headOf(section) + section.rows;

const sectionAt = (sections: readonly Section[], index: number): Section | undefined => {
  let [low, high] = [0, sections.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sections[middle]?.start ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return sections[low];
};

interface Wanted {
  readonly f: string;
  readonly offset: number;
}

const wantedBetween = (sections: readonly Section[], first: number, last: number): readonly Wanted[] => {
  const wanted = new Map<string, Wanted>();
  for (let index = Math.max(first, 0); index <= last;) {
    const section = sectionAt(sections, index);
    if (section === undefined || index >= section.start + linesOf(section)) break;
    const row = index - section.start - headOf(section);
    if (row < 0) {
      index += 1;
      continue;
    }
    const offset = Math.floor(row / STRETCH) * STRETCH;
    wanted.set(`${section.f} ${offset}`, { f: section.f, offset });
    index = section.start + headOf(section) + Math.min(offset + STRETCH, section.rows);
  }
  return [...wanted.values()];
};

const toggled = (folded: ReadonlySet<string>, name: string): ReadonlySet<string> => {
  const next = new Set(folded);
  if (!next.delete(name)) next.add(name);
  return next;
};

const NEAR = 20;

export interface ListRows {
  /** Contacts that match; undefined until the first count is here. */
  readonly matching: number | undefined;
  readonly total: number | undefined;
  readonly leftOut: readonly string[];
  /** Lines of the grid. */
  readonly lines: number;
  readonly itemAt: (index: number) => StretchItem<ContactRow>;
  readonly onRange: (first: number, last: number) => void;
  readonly toggleGroup: (key: string | null) => void;
  /** Every contact between two lines, fetched where it is not here. */
  readonly between: (from: number, to: number) => Promise<readonly ContactRow[]>;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The rows of a view, as they come from the desk: what is in view is asked for, what has left it is forgotten. */
export const useListRows = (state: ViewState): ListRows => {
  const queries = useQueryClient();
  const whole: Selection = useMemo(() => ({ q: state.words, f: filterText(state.filter) }), [state.words, state.filter]);
  const sort = sortText(state);
  const count = useQuery(countQuery(whole));
  const groups = useQuery(groupsQuery(whole, state.group));
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [range, setRange] = useState({ first: 0, last: 40 });
  const matching = count.data?.matching;
  const grouped = groups.data?.groups;
  const sections = useMemo((): readonly Section[] => {
    if (state.group === null) return [{ head: null, f: whole.f, start: 0, rows: matching ?? 0 }];
    const { group, filter } = state;
    let start = 0;
    return (grouped ?? []).map(({ key, name, count: size }): Section => {
      const open = !folded.has(`${group} ${key ?? ''}`);
      const section = {
        head: { kind: 'group', key, name, count: size, open },
        f: filterText(narrowed(filter, groupChip(group, key))),
        start,
        rows: open ? size : 0,
      } as const;
      start += linesOf(section);
      return section;
    });
  }, [state, whole.f, matching, grouped, folded]);
  const lastSection = sections.at(-1);
  const lines = lastSection === undefined ? 0 : lastSection.start + linesOf(lastSection);
  const wanted = useMemo(
    () => wantedBetween(sections, range.first - NEAR, Math.min(range.last + NEAR, lines - 1)),
    [sections, range.first, range.last, lines],
  );
  const { stretches, error } = useQueries({
    queries: wanted.map(({ f, offset }) => stretchQuery({ q: whole.q, f }, sort, offset)),
    combine: (answers) => ({
      stretches: new Map(wanted.map(({ f, offset }, at) => [`${f} ${offset}`, answers[at]?.data?.rows] as const)),
      error: answers.find((answer) => answer.error !== null)?.error ?? null,
    }),
  });
  const itemAt = useCallback(
    (index: number): StretchItem<ContactRow> => {
      const section = sectionAt(sections, index);
      if (section === undefined) return { kind: 'row', row: undefined };
      const row = index - section.start - headOf(section);
      if (row < 0 && section.head !== null) return section.head;
      const offset = Math.floor(row / STRETCH) * STRETCH;
      return { kind: 'row', row: stretches.get(`${section.f} ${offset}`)?.[row - offset] };
    },
    [sections, stretches],
  );
  const between = useCallback(
    async (from: number, to: number): Promise<readonly ContactRow[]> => {
      const [low, high] = [Math.min(from, to), Math.max(from, to)];
      const asked = wantedBetween(sections, low, high);
      const found = new Map<string, readonly ContactRow[]>();
      for (const { f, offset } of asked)
        found.set(`${f} ${offset}`, (await queries.fetchQuery({ ...stretchQuery({ q: whole.q, f }, sort, offset), staleTime: 5000 })).rows);
      const rows: ContactRow[] = [];
      for (let index = low; index <= high; index += 1) {
        const section = sectionAt(sections, index);
        const row = section === undefined ? -1 : index - section.start - headOf(section);
        if (section === undefined || row < 0) continue;
        const offset = Math.floor(row / STRETCH) * STRETCH;
        const one = found.get(`${section.f} ${offset}`)?.[row - offset];
        if (one !== undefined) rows.push(one);
      }
      return rows;
    },
    [sections, queries, whole.q, sort],
  );
  return {
    matching,
    total: count.data?.total,
    leftOut: count.data?.leftOut ?? [],
    lines,
    itemAt,
    onRange: (first, last) => setRange((held) => (held.first === first && held.last === last ? held : { first, last })),
    toggleGroup: (key) => setFolded((held) => toggled(held, `${state.group ?? ''} ${key ?? ''}`)),
    between,
    error: count.error ?? groups.error ?? error,
    retry: () => void queries.invalidateQueries({ queryKey: ['contacts'] }),
  };
};
