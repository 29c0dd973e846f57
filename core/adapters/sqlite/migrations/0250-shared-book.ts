/**
 * A book that several desks of a practice share: practice keys by epoch and who holds them, every entry by its place in the book, what could not be taken
 * in yet, conflicts that a person decides, and invitations of further desks. Headers of entries stay; what they say is in the tables of its kind.
 */
export const migration = {
  version: 250,
  name: 'shared-book',
  sql: `
create table book_state (
  id integer primary key check (id = 1),
  started_at text not null,
  epoch integer not null default 0,
  last integer not null default 0,
  running blob not null check (length(running) = 32),
  events_through integer not null default -1,
  erased_seen integer not null default 0,
  removals_allowed integer not null default 0,
  stopped text,
  stopped_why text
) strict;

create table book_key (epoch integer primary key check (epoch >= 1), key blob not null check (length(key) = 32)) strict;
create table book_desk (epoch integer not null, key text not null, desk text not null, wrap_key text not null, primary key (epoch, key)) strict, without rowid;
create table practice_seal (public text primary key, private blob not null check (length(private) = 32), at text not null) strict, without rowid;

create table book_entry (
  id text primary key,
  kind text not null,
  ref text not null,
  no integer unique,
  running blob,
  signer text,
  m integer,
  hash text,
  record blob,
  body blob,
  erased integer not null default 0 check (erased in (0, 1)),
  check ((no is null) = (running is null))
) strict;
create index book_entry_ref on book_entry (kind, ref);
create index book_entry_lane on book_entry (signer, m);
create index book_entry_open on book_entry (id) where no is null;

create table book_waiting (no integer primary key, id text not null, why text not null, content text not null) strict;

create table record_conflict (operation text primary key, at text not null, by_name text not null, kind text not null, record text not null, subject text, fields text not null check (json_valid(fields))) strict, without rowid;
create index record_conflict_record on record_conflict (record);
create table conflict_choice (id text primary key, operation text not null) strict, without rowid;
create index conflict_choice_operation on conflict_choice (operation);
create index operation_erased on operation (id) where body is null;

create table desk_invitation (desk text primary key, person text not null, secret blob not null, until text not null, made_at text not null, made_by text not null, used_at text) strict, without rowid;
`,
} as const;
