/** What a desk would answer for its frame: whose desk, who, what waits, how the record stands. For the page tests only. */
export const sampleFrame = {
  state: 'open',
  practice: { name: 'Smith & Partners', kind: 'practice', sample: true },
  person: { name: 'Priya Nair' },
  counts: { needsYou: 6, contacts: 1284, referrals: 11, payouts: 1 },
  status: {
    lastSent: '2026-10-14T22:12:00.000Z',
    lastReceived: null,
    waiting: 3,
    checked: { at: '2026-10-14T22:10:00.000Z', intact: true, firstBad: null },
    logSize: 4812,
    root: '5ac1e27f90b84d3e5ac1e27f90b84d3e5ac1e27f90b84d3e5ac1e27f90b84d3e',
    backup: { at: '2026-10-14T20:30:00.000Z', restoreTested: true },
  },
} as const;
