/**
 * What a desk keeps of its network: the server it uses, parcels out and in, where its events stand in the network log, the checkpoints it has
 * seen, and what went wrong in a way that proves it. Parcel numbers count by desk key and recipient.
 */
export const migration = {
  version: 210,
  name: 'network',
  sql: `
alter table outbox add column parcel integer;
alter table attachment add column parcel integer;
create index outbox_unsent on outbox (recipient, idx) where acked = 0 and parcel is null;
create index attachment_unsent on attachment (recipient, id) where acked = 0 and parcel is null;

create table network_link (id integer primary key check (id = 1), url text not null, origin text not null, trust text not null, joined_at text not null, key text not null, feed integer not null default 0, seen integer not null default 0, seen_sent text not null default '{}', seen_sent_at text) strict;

create table parcel_out (key text not null, recipient text not null, m integer not null check (m >= 1), made_at text not null, slip_hash text, slip blob, ciphertext blob, posted_at text, seen_at text, primary key (key, recipient, m)) strict, without rowid;
create index parcel_out_open on parcel_out (key, recipient, m) where seen_at is null;
create table parcel_in (key text not null, m integer not null check (m >= 1), practice text not null, slip_hash text not null, at text not null, slip blob not null, refused text, primary key (key, m)) strict, without rowid;
create index parcel_in_slip on parcel_in (slip_hash);
create table parcel_early (slip_hash text primary key, key text not null, m integer not null, slip blob not null, ciphertext blob not null, at text not null) strict, without rowid;

create table log_place (idx integer primary key references event (idx), log_index integer not null, placed_at text not null, size integer, proof text, check ((size is null) = (proof is null))) strict;
create unique index log_place_index on log_place (log_index);
create index log_place_unproven on log_place (idx) where size is null;
create table log_missing (idx integer primary key references event (idx), since text not null, refused text) strict;

create table admission_sent (signer text not null, practice text not null, seq integer not null, content text not null, at text not null, primary key (signer, practice)) strict, without rowid;

create table network_checkpoint (size integer not null, root text not null, note text not null, seen_at text not null, witnessed_at text, primary key (size, root)) strict, without rowid;

create table network_alarm (id text primary key, at text not null, kind text not null, words text not null, proof text not null check (json_valid(proof)), read_by text, read_at text) strict, without rowid;
create trigger network_alarm_no_delete before delete on network_alarm begin select raise(abort, 'what proves a fault is never deleted'); end;
create trigger network_alarm_only_read before update on network_alarm
  when not (new.id = old.id and new.at = old.at and new.kind = old.kind and new.words = old.words and new.proof = old.proof)
  begin select raise(abort, 'what proves a fault is never changed'); end;
`,
} as const;
