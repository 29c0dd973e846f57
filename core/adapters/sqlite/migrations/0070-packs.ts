/** Evidence packs that this desk exported, kept as they were handed out. */
export const migration = {
  version: 70,
  name: 'packs',
  sql: `
create table pack (id text primary key, intent text not null, label text not null, at text not null, person text not null, interim integer not null, fingerprint text not null, zip blob not null) strict;
create index pack_intent on pack (intent, at);
create trigger pack_no_update before update on pack begin select raise(abort, 'pack is append-only'); end;
`,
} as const;
