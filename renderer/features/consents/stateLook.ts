import type { BoardRow } from '../../../core/contract/consent.ts';
import type { StatusKind } from '../../ui/StatusIcon.tsx';

type State = BoardRow['state'];

/** How a state of a consent is called and marked. */
export const STATE_LOOK: Readonly<Record<State, { readonly name: string; readonly kind: StatusKind }>> = {
  expiring: { name: 'Expiring', kind: 'late' },
  asked: { name: 'Asked', kind: 'waiting' },
  given: { name: 'Given', kind: 'done' },
  'evidence-weak': { name: 'Evidence weak', kind: 'late' },
  expired: { name: 'Expired', kind: 'late' },
  refused: { name: 'Refused', kind: 'withdrawn' },
  withdrawn: { name: 'Withdrawn', kind: 'withdrawn' },
  superseded: { name: 'Superseded', kind: 'not-yet' },
  'not-asked': { name: 'Not asked', kind: 'not-yet' },
};

/** Columns of the board: refusals and withdrawals stand together, since either ends the sharing. */
export const COLUMNS: readonly { readonly name: string; readonly states: readonly State[]; readonly folded: boolean }[] = [
  { name: 'Expiring', states: ['expiring'], folded: false },
  { name: 'Asked', states: ['asked'], folded: false },
  { name: 'Given', states: ['given'], folded: false },
  { name: 'Stopped', states: ['withdrawn', 'refused'], folded: false },
  { name: 'Evidence weak', states: ['evidence-weak'], folded: false },
  { name: 'Expired', states: ['expired'], folded: true },
  { name: 'Superseded', states: ['superseded'], folded: true },
];
