const id = '01930000-0000-7000-8000-000000000001';
const hash = '5ac1e27f90b84d3e5ac1e27f90b84d3e5ac1e27f90b84d3e5ac1e27f90b84d3e';

/** What a desk would answer for its frame: whose desk, who, what waits, how the record stands. For the page tests only. */
export const sampleStatus = {
  phase: 'ready',
  problem: null,
  version: '0.1.0',
  now: '2026-10-14T22:14:00.000Z',
  zone: 'Australia/Sydney',
  install: 'k7q2m4xp',
  dataFolder: '/data',
  practice: {
    practice: id,
    legalName: 'Smith & Partners',
    abn: '53004085616',
    kind: 'member',
    gst: true,
    soleSignatory: false,
  },
  person: { person: id, name: 'Priya Nair', roles: ['principal'], passkeys: 1 },
  network: {
    net: hash,
    name: 'Sample network',
    test: true,
    registerIndex: 12,
    registerAt: '2026-10-01T00:00:00.000Z',
  },
  log: { size: 4812, root: hash, origin: 'log.example/smith' },
  connection: {
    mode: 'files',
    state: 'off',
    why: null,
    logSize: null,
    witnessedAt: null,
    alarms: 0,
    waiting: 3,
    lastSent: '2026-10-14T22:12:00.000Z',
    lastReceived: null,
  },
  lastWalk: { at: '2026-10-14T22:10:00.000Z', events: 4812, ok: true },
  lastBackup: { at: '2026-10-14T20:30:00.000Z', verified: true },
  keyStore: { kind: 'os', weaker: false, locked: false },
  warnings: [],
} as const;
