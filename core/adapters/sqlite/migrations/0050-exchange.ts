/**
 * What the exchange of files keeps: what each counterpart confirmed, file numbers, attachments that wait for their event, contents of rules,
 * documents, and the requests that a network office was asked to answer.
 */
export const migration = {
  version: 50,
  name: 'exchange',
  sql: `
alter table outbox add column acked integer not null default 0 check (acked in (0, 1));
alter table attachment add column acked integer not null default 0 check (acked in (0, 1));
create index outbox_open on outbox (recipient, idx) where acked = 0;
create index attachment_open on attachment (recipient, id) where acked = 0;

create table exchange_counter (practice text not null, key text not null, direction text not null check (direction in ('sent', 'received')), seq integer not null check (seq >= 1), primary key (practice, key, direction)) strict, without rowid;
create table exchange_peer (practice text primary key, seen text not null, heard_at text, checkpoint text, checkpoint_size integer, backfilled integer not null default -1) strict, without rowid;
create table exchange_stream (practice text not null, stream text not null, primary key (practice, stream)) strict, without rowid;

create table held_attachment (id text primary key, event text not null, sender text not null, plaintext text not null, source text not null, seen_at text not null) strict, without rowid;
create index held_attachment_event on held_attachment (event);

create table rule_content (hash text primary key, content text not null) strict, without rowid;

create table document (id text primary key, kind text not null, name text not null, media_type text not null, sha256 text not null, bytes blob not null, made_at text not null, event text, intent text, batch text, source text not null) strict;
create unique index document_once on document (sha256, kind, coalesce(event, ''));
create index document_event on document (event) where event is not null;
create index document_intent on document (intent) where intent is not null;
create index document_batch on document (batch) where batch is not null;

create table office_request (request text primary key, practice text not null, legal_name text not null, abn text not null, received_at text not null, answered text, record blob not null) strict, without rowid;
`,
} as const;
