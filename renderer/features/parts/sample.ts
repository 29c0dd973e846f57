import { exactCents } from '../../../core/domain/money/cents.ts';
import { instantFromMs } from '../../../core/domain/time/instant.ts';
import type { Check } from '../../ui/CheckList.tsx';
import type { Signed } from '../../ui/Ring.tsx';

/** The story of the visual target, for the page of parts only. */
export const signedAt = instantFromMs(Date.UTC(2026, 9, 6, 4, 47, 9));

export const hash = '64c1e8f02b97d35a70de9c14a6f81e3b0b2f5d77c9a1e4f3860d2c4b5a697887';

export interface BatchLine {
  readonly id: string;
  readonly payee: string;
  readonly cents: ReturnType<typeof exactCents>;
  readonly state: 'rest' | 'excluded' | 'current';
}

export const batch: readonly BatchLine[] = [
  { id: 'REF-2026-0159', payee: 'Lumen Legal', cents: exactCents(75625), state: 'rest' },
  { id: 'REF-2026-0177', payee: 'Bayside Bookkeeping', cents: exactCents(114950), state: 'rest' },
  { id: 'REF-2026-0163', payee: 'Nguyen Tax & Advisory', cents: exactCents(55000), state: 'current' },
  { id: 'REF-2026-0175', payee: 'Coastline Insurance', cents: exactCents(54450), state: 'excluded' },
];

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly signed: Signed;
  readonly consent: 'given' | 'asked' | 'expires' | 'withdrawn' | 'not-asked';
  readonly owner: string;
}

const first = ['Amelia', 'Sarah', 'Olivia', 'Liam', 'Deepak', 'Hannah', 'Noah', 'Ethan', 'Grace', 'Chloe'] as const;
const last = ['Hartley', 'Chen', 'Papas', 'O’Brien', 'Rao', 'Schultz', 'Kelly', 'Brown', 'Ng', 'Martin', 'Aziz'] as const;
const consents = ['given', 'given', 'asked', 'expires', 'given', 'not-asked', 'withdrawn'] as const;
const steps = [2, 4, 5, 1, 3, 0] as const;

export const people: readonly Person[] = Array.from({ length: 20_000 }, (_, index) => {
  const family = last[index % last.length] ?? '';
  return {
    id: `p${index}`,
    name: `${first[index % first.length] ?? ''} ${family}`,
    organisation: index % 3 === 0 ? 'Private person' : `${family} & Co ${index}`,
    signed: steps[index % steps.length] ?? 0,
    consent: consents[index % consents.length] ?? 'given',
    owner: index % 2 === 0 ? 'Priya Nair' : 'Tom Walsh',
  };
});

export const checks: readonly Check[] = [
  { state: 'passed', name: 'Manifest', detail: 'signature by key 9c20 51ee verifies, 31 files listed' },
  { state: 'failed', name: 'Files', detail: '04-settlement.json: listed 6e1b 90d4, found 2ac7 f803' },
  { state: 'not-judged', name: 'Chain', detail: 'not judged past step 3' },
];

export const figures = [
  {
    label: 'In the October payout, incl GST',
    trend: [1, 2, 1.5, 3, 2, 3, 4, 3, 3, 6],
    by: '+$2,763.75',
    words: 'on September',
  },
] as const;
