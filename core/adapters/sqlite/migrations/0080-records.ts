/**
 * Private records: the operations they are the fold of, their documents, what they put on a timeline; and what each version of a setting says
 * about itself. Headers of operations are for good; only salt and body can be taken away, by erasure.
 */
export const migration = {
  version: 80,
  name: 'records',
  sql: `
create table operation_group (
  id text primary key,
  at text not null,
  by text not null,
  by_name text not null,
  words text not null,
  undoes text references operation_group (id)
) strict, without rowid;
create unique index operation_group_undoes on operation_group (undoes) where undoes is not null;
create index operation_group_at on operation_group (at, id);

create table operation (
  seq integer primary key check (seq >= 1),
  id text not null unique,
  at text not null,
  by text not null,
  "group" text not null references operation_group (id),
  kind text not null,
  record text not null,
  subject text,
  act text not null check (act in ('create', 'change', 'remove', 'return', 'erase')),
  prev blob not null check (length(prev) = 32),
  body_hash blob not null check (length(body_hash) = 32),
  hash blob not null check (length(hash) = 32),
  salt blob check (salt is null or length(salt) = 16),
  body text check (body is null or json_valid(body)),
  check ((salt is null) = (body is null))
) strict;
create index operation_record on operation (record, seq);
create index operation_subject on operation (subject, seq) where subject is not null;
create index operation_group_member on operation ("group", seq);

create trigger operation_only_erased before update on operation
  when not (new.salt is null and new.body is null and old.seq = new.seq and old.id = new.id and old.at = new.at and old.by = new.by and old."group" = new."group"
    and old.kind = new.kind and old.record = new.record and old.subject is new.subject and old.act = new.act and old.prev = new.prev and old.body_hash = new.body_hash and old.hash = new.hash)
  begin select raise(abort, 'an operation is never changed, only erased'); end;
create trigger operation_no_delete before delete on operation begin select raise(abort, 'an operation is never deleted'); end;
create trigger operation_no_replace before insert on operation when exists (select 1 from operation where seq = new.seq or id = new.id) begin select raise(abort, 'an operation is never replaced'); end;

create table record (
  no integer primary key,
  kind text not null,
  id text not null unique,
  subject text,
  revision integer not null check (revision >= 1),
  document text not null check (json_valid(document)),
  created_at text not null,
  created_by text not null,
  updated_at text not null,
  removed_at text
) strict;
create index record_kind on record (kind, no) where removed_at is null;
create index record_subject on record (subject, kind, no) where subject is not null;
create index record_removed on record (removed_at) where removed_at is not null;

create table timeline (
  subject text not null,
  at text not null,
  no integer not null,
  kind text not null,
  pinned integer not null check (pinned in (0, 1)),
  primary key (subject, at, no)
) strict, without rowid;
create index timeline_no on timeline (no);
create index timeline_pinned on timeline (subject) where pinned = 1;

alter table setting add column by_name text not null default '';
alter table setting add column takes_effect text;
alter table setting add column note text not null default '';
alter table setting add column reverts integer;

alter table contact add column owner text;
alter table contact add column stage text;
alter table contact add column partner text;
alter table contact add column custom text not null default '{}' check (json_valid(custom));
`,
} as const;
