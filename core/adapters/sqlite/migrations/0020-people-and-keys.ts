/** Who this desk is, its wrapped keys, the people who sign in here, and what a recovery has checked. Also closes INSERT OR REPLACE on `about` and `ticket`. */
export const migration = {
  version: 20,
  name: 'people-and-keys',
  sql: `
create table identity (
  id integer primary key check (id = 1),
  install text not null,
  practice text not null,
  desk text not null,
  kind text not null check (kind in ('member', 'office')),
  legal_name text not null,
  abn text not null,
  gst text not null,
  verticals text not null,
  first_person text not null,
  created_at text not null,
  request blob not null,
  recovery_confirmed integer not null default 0 check (recovery_confirmed in (0, 1))
) strict;

create table local_person (person text primary key, name text not null, added_at text not null, failed integer not null default 0, last_failed_at text) strict, without rowid;

create table person_key (
  key text primary key,
  person text not null references local_person (person),
  spki text not null,
  salt blob not null,
  cost text not null,
  wrapped blob not null,
  state text not null check (state in ('current', 'fresh', 'replaced', 'destroyed')),
  added_at text not null
) strict, without rowid;
create index person_key_person on person_key (person, state);

create table desk_key (
  use text not null check (use in ('desk', 'log', 'pack', 'seal')),
  key text not null,
  public text not null,
  wrapped blob not null,
  recovery blob,
  state text not null check (state in ('current', 'fresh', 'replaced')),
  added_at text not null,
  primary key (use, key)
) strict, without rowid;

create table secret (name text primary key, wrapped blob not null, added_at text not null) strict, without rowid;

create table passkey (key text primary key, person text not null, label text not null, kind text not null, added_at text not null) strict, without rowid;

create table recovery_check (batch text primary key, outcome text not null check (outcome in ('as-recorded', 'differs')), note text not null, person text not null, checked_at text not null) strict, without rowid;
create trigger about_no_replace before insert on about
  when exists (select 1 from about where idx = new.idx and names = new.names)
  begin select raise(abort, 'about is append-only'); end;
create trigger ticket_no_replace before insert on ticket
  when exists (select 1 from ticket where idx = new.idx)
  begin select raise(abort, 'ticket is append-only'); end;

create table recovery_done (at text primary key, why text not null, person text not null, before_size integer not null, before_root text not null, after_size integer not null, after_root text not null) strict, without rowid;
create trigger recovery_done_no_update before update on recovery_done begin select raise(abort, 'recovery_done is append-only'); end;
create trigger recovery_done_no_delete before delete on recovery_done begin select raise(abort, 'recovery_done is append-only'); end;
create trigger recovery_done_no_replace before insert on recovery_done
  when exists (select 1 from recovery_done where at = new.at)
  begin select raise(abort, 'recovery_done is append-only'); end;
`,
} as const;
