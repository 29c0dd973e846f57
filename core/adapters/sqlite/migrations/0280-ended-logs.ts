/** Network logs that ended and were followed by another, with what this desk held of them: places that were proven, and the checkpoints that prove them. */
export const migration = {
  version: 280,
  name: 'ended-logs',
  sql: `
create table ended_log (no integer primary key, origin text not null unique, trust text not null, size integer not null, note text not null, ended_at text not null) strict;
create table ended_checkpoint (log integer not null references ended_log (no), size integer not null, root text not null, note text not null, seen_at text not null, witnessed_at text, primary key (log, size)) strict, without rowid;
create table ended_place (idx integer not null references event (idx), log integer not null references ended_log (no), log_index integer not null, size integer not null, proof text not null, primary key (idx, log)) strict, without rowid;
create unique index ended_place_index on ended_place (log, log_index);
`,
} as const;
