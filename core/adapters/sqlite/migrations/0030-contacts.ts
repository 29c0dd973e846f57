/** The private contact book: contacts, what they are found by, their changes, the files they came from, and who took lists out. */
export const migration = {
  version: 30,
  name: 'contacts',
  sql: `
create table import_batch (
  id text primary key,
  name text not null,
  file_name text not null,
  format text not null,
  encoding text not null,
  delimiter text,
  mapping text not null check (json_valid(mapping)),
  sha256 text not null check (length(sha256) = 64),
  bytes integer not null,
  original blob,
  original_kind text not null check (original_kind in ('as-received', 'cleaned', 'removed')),
  row_count integer not null,
  imported integer not null,
  refused integer not null,
  skipped integer not null,
  state text not null check (state in ('imported', 'reverted')),
  at text not null,
  by text not null,
  by_name text not null,
  reverted_at text,
  reverted_by text,
  reverted_by_name text,
  check (row_count = imported + refused + skipped),
  check ((original is null) = (original_kind = 'removed')),
  check ((state = 'reverted') = (reverted_at is not null))
) strict;
create index import_batch_at on import_batch (at, id);

create table import_row (
  import text not null references import_batch (id) on delete cascade,
  row integer not null check (row >= 1),
  line integer not null,
  result text not null check (result in ('imported', 'refused', 'skipped')),
  contact text,
  why text,
  reverted text check (reverted in ('removed', 'kept')),
  primary key (import, row)
) strict, without rowid;
create index import_row_contact on import_row (contact) where contact is not null;

create table contact (
  no integer primary key,
  id text not null unique,
  kind text not null check (kind in ('person', 'organisation')),
  name text not null,
  sort_key text not null,
  organisation text,
  organisation_key text not null,
  email text,
  phone text,
  abn text,
  suburb text,
  suburb_key text not null,
  assurance_client integer not null check (assurance_client in (0, 1)),
  do_not_contact integer not null check (do_not_contact in (0, 1)),
  deceased integer not null check (deceased in (0, 1)),
  batch text references import_batch (id),
  batch_row integer,
  revision integer not null default 1 check (revision >= 1),
  created_at text not null,
  created_by text not null,
  created_by_name text not null,
  updated_at text not null,
  fields text not null check (json_valid(fields)),
  check ((batch is null) = (batch_row is null))
) strict;
create index contact_name on contact (sort_key, no);
create index contact_organisation on contact (organisation_key, no);
create index contact_suburb on contact (suburb_key, no);
create index contact_added on contact (created_at, no);
create index contact_batch on contact (batch, batch_row) where batch is not null;

create table contact_key (
  kind text not null check (kind in ('email', 'phone', 'abn')),
  value text not null,
  contact integer not null references contact (no) on delete cascade,
  primary key (kind, value, contact)
) strict, without rowid;
create index contact_key_contact on contact_key (contact);

create table contact_change (
  id integer primary key,
  contact text not null references contact (id) on delete cascade,
  at text not null,
  by text not null,
  by_name text not null,
  field text not null,
  before text not null,
  after text not null
) strict;
create index contact_change_contact on contact_change (contact, id);
create trigger contact_change_no_update before update on contact_change begin select raise(abort, 'contact_change is append-only'); end;

create table contact_export (
  id text primary key,
  at text not null,
  by text not null,
  by_name text not null,
  query text not null,
  rows integer not null,
  sha256 text not null
) strict;

create virtual table contact_search using fts5 (name, organisation, email, place, digits, tokenize = 'unicode61 remove_diacritics 2');
insert into contact_search (contact_search, rank) values ('secure-delete', 1);
`,
} as const;
