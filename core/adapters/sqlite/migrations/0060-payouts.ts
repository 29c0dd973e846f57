/**
 * Payout batches with their lines, files and exports, numbers of tax documents, bank statements, and settings. What was released, exported,
 * numbered or set is never changed; an entitlement stands on at most one live line.
 */
export const migration = {
  version: 60,
  name: 'payouts',
  sql: `
create index event_payout on event (type, idx) where type in ('payee.account', 'payee.confirmed', 'agreement.signed', 'agreement.ended', 'batch.prepared', 'invoice.issued');
create index opening_batch_line on opening (json_extract(data, '$.entitlement')) where purpose = 'batch-line';

create table payout_batch (
  batch text not null,
  revision integer not null check (revision >= 1),
  prepared text not null unique,
  label text not null,
  reference text not null,
  person text not null,
  at text not null,
  processing_date text not null,
  total integer not null check (total > 0),
  bank text not null check (json_valid(bank)),
  primary key (batch, revision)
) strict, without rowid;
create index payout_batch_label on payout_batch (label);

create table payout_line (
  batch text not null,
  revision integer not null,
  line integer not null check (line >= 0),
  kind text not null check (kind in ('commission', 'platform-fee')),
  entitlement text,
  intent text,
  beneficiary text not null,
  ex_gst integer not null check (ex_gst > 0),
  gst integer not null check (gst >= 0),
  cents integer not null check (cents = ex_gst + gst),
  reference text not null,
  account text not null,
  account_event text not null,
  document text not null check (document in ('rcti', 'statement', 'issued', 'none')),
  commitment text not null unique,
  live integer not null check (live in (0, 1)),
  primary key (batch, revision, line),
  foreign key (batch, revision) references payout_batch (batch, revision)
) strict, without rowid;
create unique index payout_line_once on payout_line (entitlement) where live = 1 and entitlement is not null;
create index payout_line_entitlement on payout_line (entitlement, batch, revision) where entitlement is not null;

create table payout_fee (
  batch text not null,
  revision integer not null,
  entitlement text not null,
  ex_gst integer not null check (ex_gst > 0),
  gst integer not null check (gst >= 0),
  live integer not null check (live in (0, 1)),
  primary key (batch, revision, entitlement),
  foreign key (batch, revision) references payout_batch (batch, revision)
) strict, without rowid;
create unique index payout_fee_once on payout_fee (entitlement) where live = 1;

create table payout_excluded (
  batch text not null,
  revision integer not null,
  entitlement text not null,
  reason text not null,
  primary key (batch, revision, entitlement),
  foreign key (batch, revision) references payout_batch (batch, revision)
) strict, without rowid;

create table payout_file (
  batch text not null,
  revision integer not null,
  sha256 text not null check (length(sha256) = 64),
  bytes blob not null,
  totals text not null check (json_valid(totals)),
  changes text not null check (json_valid(changes)),
  primary key (batch, revision),
  foreign key (batch, revision) references payout_batch (batch, revision)
) strict;

create table payout_export (batch text not null, seq integer not null check (seq >= 1), at text not null, person text not null, sha256 text not null, primary key (batch, seq)) strict, without rowid;

create table tax_number (
  year text not null,
  kind text not null check (kind in ('rcti', 'statement')),
  seq integer not null check (seq >= 1),
  number text not null unique,
  entitlement text not null,
  supplier text not null,
  event text not null unique,
  document text not null,
  issued_on text not null,
  ex_gst integer not null,
  gst integer not null,
  primary key (year, kind, seq)
) strict, without rowid;
create index tax_number_entitlement on tax_number (entitlement);
create index tax_number_supplier on tax_number (supplier, year, kind, seq);

create table batch_line_proof (commitment text primary key, prepared text not null, line integer not null, size integer not null, proof text not null check (json_valid(proof))) strict, without rowid;

create table statement_file (sha256 text primary key check (length(sha256) = 64), name text not null, shape text not null, lines integer not null, at text not null, person text not null) strict, without rowid;
create table statement_line (
  key text primary key,
  file text not null references statement_file (sha256),
  line integer not null,
  date text not null,
  cents integer not null,
  account text,
  balance integer,
  narrative text not null,
  reference text,
  settles text,
  how text check (how in ('matched', 'chosen')),
  event text
) strict, without rowid;
create index statement_line_settles on statement_line (settles) where settles is not null;

create table setting (name text not null, version integer not null check (version >= 1), value text not null check (json_valid(value)), at text not null, person text not null, before text check (before is null or json_valid(before)), primary key (name, version)) strict, without rowid;

create trigger payout_batch_no_update before update on payout_batch begin select raise(abort, 'payout_batch is append-only'); end;
create trigger payout_batch_no_delete before delete on payout_batch begin select raise(abort, 'payout_batch is append-only'); end;
create trigger payout_line_only_live before update of batch, revision, line, kind, entitlement, intent, beneficiary, ex_gst, gst, cents, reference, account, account_event, document, commitment on payout_line
  begin select raise(abort, 'a payout line is never changed'); end;
create trigger payout_line_stays_dead before update of live on payout_line when old.live = 0 and new.live = 1 begin select raise(abort, 'a payout line is never revived'); end;
create trigger payout_line_no_delete before delete on payout_line begin select raise(abort, 'a payout line is never removed'); end;
create trigger payout_fee_no_delete before delete on payout_fee begin select raise(abort, 'a fee is never removed'); end;
create trigger payout_file_no_update before update on payout_file begin select raise(abort, 'payout_file is append-only'); end;
create trigger payout_file_no_delete before delete on payout_file begin select raise(abort, 'payout_file is append-only'); end;
create trigger payout_export_no_update before update on payout_export begin select raise(abort, 'payout_export is append-only'); end;
create trigger payout_export_no_delete before delete on payout_export begin select raise(abort, 'payout_export is append-only'); end;
create trigger tax_number_no_update before update on tax_number begin select raise(abort, 'a number is never used again'); end;
create trigger tax_number_no_delete before delete on tax_number begin select raise(abort, 'a number is never used again'); end;
create trigger setting_no_update before update on setting begin select raise(abort, 'setting is append-only'); end;
create trigger setting_no_delete before delete on setting begin select raise(abort, 'setting is append-only'); end;
`,
} as const;
