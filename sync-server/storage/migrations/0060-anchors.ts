/** What outsiders hold of the log: time-stamps, checkpoints on a medium that is written once, snapshots of a whole walk. */
export const migration = {
  version: 60,
  name: 'anchors',
  tables: `
create table anchor (
  no $int primary key check (no >= 1),
  at text not null,
  kind text not null check (kind in ('time-stamp', 'write-once', 'snapshot')),
  since $int not null check (since >= 0),
  size $int not null check (size >= since),
  root text not null check (length(root) = 64),
  place text not null,
  receipt $bytes
) $strict;
create index anchor_kind on anchor (kind, no);
`,
  appendOnly: ['anchor'],
} as const;
