/**
 * Consents. Made from events: where each consent stands, whom it names, what was refused. Private: whose consent it is and what a merge joined,
 * what was asked for, every question to the gate with its answer, what left by other doors, and receipts that reached the person.
 */
export const migration = {
  version: 90,
  name: 'consents',
  sql: `
create table consent_state (
  root text primary key,
  label text not null,
  intent text,
  last_index integer not null,
  state text not null
) strict, without rowid;
create index consent_state_label on consent_state (label);
create index consent_state_intent on consent_state (intent) where intent is not null;

create table consent_recipient (
  practice text not null,
  root text not null,
  holder text not null,
  label text not null,
  intent text,
  purpose text not null,
  at text not null,
  until text not null,
  ended integer not null check (ended in (0, 1)),
  weak integer not null check (weak in (0, 1)),
  changed text not null,
  owed integer not null,
  offers integer not null,
  primary key (practice, root)
) strict, without rowid;
create index consent_recipient_board on consent_recipient (holder, ended, weak, until, root, practice);
create index consent_recipient_label on consent_recipient (label);
create index consent_recipient_intent on consent_recipient (intent) where intent is not null;
create index consent_recipient_offers on consent_recipient (root) where offers > 0;

create table consent_refusal (
  hash text primary key,
  label text not null,
  intent text,
  purpose text not null,
  at text not null,
  recipients text not null check (json_valid(recipients))
) strict, without rowid;
create index consent_refusal_label on consent_refusal (label);
create index consent_refusal_intent on consent_refusal (intent) where intent is not null;

create table consent_due (idx integer primary key) strict;
insert into consent_due select idx from event where type in ('consent.granted', 'consent.refused') order by idx;

create table consent_link (label text primary key, contact text not null, origin text not null, at text not null) strict, without rowid;
create index consent_link_contact on consent_link (contact);
create table contact_joined (origin text primary key, parent text not null, contact text not null, joined_at text not null) strict, without rowid;
create index contact_joined_contact on contact_joined (contact);

create table consent_request (
  id text primary key,
  contact text not null,
  recipients text not null check (json_valid(recipients)),
  purpose text not null,
  channel text not null check (channel in ('desk', 'phone', 'email', 'paper')),
  address text,
  notice text not null,
  at text not null,
  by text not null,
  by_name text not null,
  closed_at text
) strict, without rowid;
create index consent_request_contact on consent_request (contact, at);
create index consent_request_open on consent_request (at) where closed_at is null;

create table disclosure_check (
  seq integer primary key check (seq >= 1),
  at text not null,
  by text not null,
  by_name text not null,
  occasion text not null check (occasion in ('question', 'offer', 'disclosure')),
  contact text,
  recipient text not null,
  purpose text not null,
  fields text not null check (json_valid(fields)),
  may integer not null check (may in (0, 1)),
  why text,
  consents text not null check (json_valid(consents))
) strict;
create index disclosure_check_contact on disclosure_check (contact, seq) where contact is not null;
create trigger disclosure_check_no_update before update on disclosure_check begin select raise(abort, 'a check is never changed'); end;
create trigger disclosure_check_no_replace before insert on disclosure_check when exists (select 1 from disclosure_check where seq = new.seq) begin select raise(abort, 'a check is never replaced'); end;

create table exit_log (
  seq integer primary key check (seq >= 1),
  at text not null,
  by text not null,
  by_name text not null,
  exit text not null check (exit in ('to-person', 'inside')),
  what text not null,
  contact text,
  detail text not null,
  identity text
) strict;
create index exit_log_contact on exit_log (contact, seq) where contact is not null;
create trigger exit_log_no_update before update on exit_log begin select raise(abort, 'what left is never rewritten'); end;
create trigger exit_log_no_replace before insert on exit_log when exists (select 1 from exit_log where seq = new.seq) begin select raise(abort, 'what left is never rewritten'); end;

create table consent_receipt (
  id text primary key,
  root text not null,
  event text not null,
  occasion text not null check (occasion in ('granted', 'amended', 'narrowed', 'withdrawn', 'review')),
  channel text not null check (channel in ('email', 'sms', 'print')),
  address text,
  document text,
  outcome text not null check (outcome in ('delivered', 'failed')),
  detail text not null,
  at text not null,
  by text not null,
  by_name text not null
) strict, without rowid;
create index consent_receipt_root on consent_receipt (root, at);
create index consent_receipt_event on consent_receipt (event);
`,
} as const;
