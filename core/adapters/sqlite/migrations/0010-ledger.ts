/** Events, their log, and what travels with them. Append-only tables refuse UPDATE, DELETE and INSERT OR REPLACE. */
export const migration = {
  version: 10,
  name: 'ledger',
  sql: `
create table meta (name text primary key, value text not null) strict, without rowid;

create table event (
  idx integer primary key check (idx >= 0),
  hash blob not null check (length(hash) = 32),
  type text not null,
  id text not null,
  stream text not null,
  n integer not null check (n >= 0),
  at text not null,
  seen_at text not null,
  position integer not null,
  intent text,
  source text not null,
  record blob not null
) strict;
create unique index event_hash on event (hash);
create unique index event_stream on event (stream, n);
create index event_id on event (id);
create index event_intent on event (intent, idx) where intent is not null;

create table about (idx integer not null references event (idx), names text not null, primary key (names, idx)) strict, without rowid;

create table log_node (level integer not null, pos integer not null, hash blob not null check (length(hash) = 32), primary key (level, pos)) strict, without rowid;

create table checkpoint (size integer primary key, at text not null, note text not null) strict;

create table held_record (hash blob primary key check (length(hash) = 32), reason text not null, detail text not null, source text not null, seen_at text not null, record blob not null) strict, without rowid;

create table ticket (idx integer primary key references event (idx), record blob not null) strict;

create table outbox (recipient text not null, stream text not null, idx integer not null references event (idx), m integer not null, seq integer, primary key (recipient, idx)) strict, without rowid;
create index outbox_counter on outbox (recipient, stream, m);
create index outbox_waiting on outbox (recipient, idx) where seq is null;

create table opening (commitment text primary key, purpose text not null, referral text not null, salt text not null, data text not null, subject text) strict, without rowid;
create index opening_subject on opening (subject) where subject is not null;
create index opening_referral on opening (referral);

create table attachment (id text primary key, event text not null, sender text not null, recipient text not null, plaintext text not null, sent_seq integer) strict, without rowid;

create table referral_state (intent text primary key, label text not null, at text not null, last_index integer not null, state text not null) strict, without rowid;
create table register_state (id integer primary key check (id = 1), last_index integer not null, state text not null) strict;

create table exchange_file (id text primary key, direction text not null check (direction in ('sent', 'received')), practice text not null, desk text not null, seq integer not null, at text not null, events integer not null, name text not null, sha256 text not null, seen text not null) strict, without rowid;

create trigger event_no_update before update on event begin select raise(abort, 'event is append-only'); end;
create trigger event_no_delete before delete on event begin select raise(abort, 'event is append-only'); end;
create trigger event_no_replace before insert on event
  when exists (select 1 from event where idx = new.idx or hash = new.hash or (stream = new.stream and n = new.n))
  begin select raise(abort, 'event is append-only'); end;
create trigger about_no_update before update on about begin select raise(abort, 'about is append-only'); end;
create trigger about_no_delete before delete on about begin select raise(abort, 'about is append-only'); end;
create trigger log_node_no_update before update on log_node begin select raise(abort, 'log_node is append-only'); end;
create trigger log_node_no_delete before delete on log_node begin select raise(abort, 'log_node is append-only'); end;
create trigger log_node_no_replace before insert on log_node
  when exists (select 1 from log_node where level = new.level and pos = new.pos)
  begin select raise(abort, 'log_node is append-only'); end;
create trigger checkpoint_no_update before update on checkpoint begin select raise(abort, 'checkpoint is append-only'); end;
create trigger checkpoint_no_delete before delete on checkpoint begin select raise(abort, 'checkpoint is append-only'); end;
create trigger checkpoint_no_replace before insert on checkpoint
  when exists (select 1 from checkpoint where size = new.size)
  begin select raise(abort, 'checkpoint is append-only'); end;
create trigger ticket_no_update before update on ticket begin select raise(abort, 'ticket is append-only'); end;
create trigger ticket_no_delete before delete on ticket begin select raise(abort, 'ticket is append-only'); end;
`,
} as const;
