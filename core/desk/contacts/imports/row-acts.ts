import type { RowState } from './row-states.ts';

/** What the import does with a row that can be read. */
export const ROW_ACTS = ['add', 'update', 'leave-out'] as const;
export type RowAct = (typeof ROW_ACTS)[number];

/** What a person decided about the rows of a held file: for all possible duplicates, and for single rows. */
export type Decisions = { readonly duplicates: RowAct; readonly rows: ReadonlyMap<number, RowAct> };

/** Until a person decides, a possible duplicate stays out: it can be imported later, but a second record of one client is found late. */
export const NO_DECISIONS: Decisions = { duplicates: 'leave-out', rows: new Map() };

/** Acts that a person may choose for a row; an update needs a contact of the book. */
export const actsFor = ({ state, match }: RowState): readonly RowAct[] =>
  state === 'bad' ? [] : ROW_ACTS.filter((act) => act !== 'update' || match !== null);

const usual = (state: RowState, duplicates: RowAct): RowAct => {
  switch (state.state) {
    case 'new':
      return 'add';
    case 'changed':
      return 'update';
    case 'duplicate':
      return duplicates === 'update' && state.match === null ? 'leave-out' : duplicates;
    case 'same':
    case 'bad':
      return 'leave-out';
  }
};

/** What becomes of a row as things are decided; a decision that the row does not allow counts as none. */
export const actOf = (row: number, state: RowState, decisions: Decisions): RowAct => {
  const chosen = decisions.rows.get(row);
  return chosen !== undefined && actsFor(state).includes(chosen) ? chosen : usual(state, decisions.duplicates);
};
