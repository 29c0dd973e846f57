/** Files that the practice keeps beside its records: marketing assets, papers of a deal. Content is never changed; a file goes whole. */
export const migration = {
  version: 150,
  name: 'private-files',
  sql: `
create table private_file (
  id text primary key,
  subject text,
  name text not null,
  media_type text not null,
  sha256 text not null check (length(sha256) = 64),
  bytes integer not null check (bytes >= 1),
  content blob not null,
  at text not null,
  by text not null,
  by_name text not null,
  check (length(content) = bytes)
) strict;
create index private_file_subject on private_file (subject) where subject is not null;
create trigger private_file_no_update before update on private_file begin select raise(abort, 'a kept file is never changed'); end;
`,
} as const;
