/**
 * Files and papers that the desks of a practice share (protocol §16.7): what is said of each, the key of its parts, how far they were sent, and parts
 * that were brought and wait for the others. The content stands in `private_file` and `document` once it is whole.
 */
export const migration = {
  version: 350,
  name: 'shared-files',
  sql: `
create table shared_file (
  id text primary key,
  of text not null check (of in ('file', 'document')),
  subject text,
  name text not null,
  media_type text not null,
  sha256 text not null check (length(sha256) = 64),
  bytes integer not null check (bytes >= 1),
  facts text not null check (json_valid(facts)),
  key blob not null check (length(key) = 32),
  parts text not null check (json_valid(parts)),
  sent integer check (sent is null or sent >= 0),
  complete integer not null default 0 check (complete in (0, 1)),
  problem text,
  tried_at text
) strict, without rowid;
create index shared_file_subject on shared_file (subject) where subject is not null;
create index shared_file_unsent on shared_file (id) where complete = 0;

create table shared_file_part (
  file text not null,
  no integer not null check (no >= 0),
  body blob not null,
  primary key (file, no)
) strict;
`,
} as const;
