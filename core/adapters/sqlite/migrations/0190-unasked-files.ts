/**
 * Contact files that nobody asked for (APP 4): held out of the book until somebody decides. A purged one leaves who decided, when and why, and not a
 * word of what it held.
 */
export const migration = {
  version: 190,
  name: 'unasked-files',
  sql: `
create table unasked_file (
  id text primary key,
  file_name text not null,
  sha256 text not null check (length(sha256) = 64),
  row_count integer not null check (row_count >= 0),
  format text not null,
  mapping text not null check (json_valid(mapping)),
  original blob,
  came text not null,
  received_on text not null,
  decide_by text not null,
  at text not null,
  by text not null,
  by_name text not null,
  state text not null check (state in ('waiting', 'kept', 'imported', 'purged')),
  decision text,
  decided_at text,
  decided_by text,
  decided_by_name text,
  check ((original is null) = (state in ('imported', 'purged'))),
  check ((state = 'waiting') = (decided_at is null)),
  check (state <> 'purged' or (file_name = '' and came = ''))
) strict;
create index unasked_file_sha256 on unasked_file (sha256);
`,
} as const;
