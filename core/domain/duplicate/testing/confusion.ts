import type { Pair } from '../find-pairs.ts';
import type { LabelledContact } from './maker.ts';

/** What a search found of what is there, for one way in which clients come to look alike. */
export type Row = { readonly kind: string; readonly hit: number; readonly missed: number; readonly wrong: number };
export type Confusion = {
  readonly precision: number;
  readonly recall: number;
  readonly rows: readonly Row[];
};

/** Compares found pairs with what is true, pair by pair. A wrong pair counts for the kind of its first contact. */
export const confusionOf = (book: readonly LabelledContact[], found: readonly Pair[]): Confusion => {
  const byId = new Map(book.map((contact) => [contact.id, contact]));
  const members = new Map<string, LabelledContact[]>();
  for (const contact of book) members.set(contact.client, [...(members.get(contact.client) ?? []), contact]);
  const said = new Set(found.map(({ left, right }) => `${left} ${right}`));
  const rows = new Map<string, { hit: number; missed: number; wrong: number }>();
  const rowOf = (kind: string) => {
    const row = rows.get(kind) ?? { hit: 0, missed: 0, wrong: 0 };
    rows.set(kind, row);
    return row;
  };
  for (const { kind } of book) rowOf(kind);
  for (const group of members.values())
    for (const [at, one] of group.entries())
      for (const other of group.slice(at + 1)) {
        const hit = said.has(one.id < other.id ? `${one.id} ${other.id}` : `${other.id} ${one.id}`);
        rowOf(one.kind)[hit ? 'hit' : 'missed'] += 1;
      }
  const wrongPairs = found.filter(({ left, right }) => byId.get(left)?.client !== byId.get(right)?.client);
  for (const { left } of wrongPairs) rowOf(byId.get(left)?.kind ?? '').wrong += 1;
  const list = [...rows].map(([kind, row]) => ({ kind, ...row })).toSorted((left, right) => (left.kind < right.kind ? -1 : 1));
  const total = (part: 'hit' | 'missed' | 'wrong'): number => list.reduce((sum, row) => sum + row[part], 0);
  return {
    precision: total('hit') / (total('hit') + total('wrong')),
    recall: total('hit') / (total('hit') + total('missed')),
    rows: list,
  };
};

const percent = (share: number): string => `${String(Math.round(share * 10_000) / 100)} %`;

/** The table as lines of text. */
export const confusionText = (title: string, { precision, recall, rows }: Confusion): string =>
  [
    `${title}: precision ${percent(precision)}, recall ${percent(recall)}`,
    `${'kind'.padEnd(34)}${'found'.padStart(7)}${'missed'.padStart(8)}${'wrong'.padStart(7)}`,
    ...rows.map(
      ({ kind, hit, missed, wrong }) =>
        `${kind.padEnd(34)}${String(hit).padStart(7)}${String(missed).padStart(8)}${String(wrong).padStart(7)}`,
    ),
  ].join('\n');
