/**
 * Contacts that may be one client, and those that became one. `contact_redirect` and `duplicate_decision` follow from private records. Keys and
 * pairs are what the search works with on this device: made again by a new search, gone with their contact. A key is a hash of what it says.
 */
export const migration = {
  version: 100,
  name: 'duplicates',
  sql: `
create table contact_redirect (
  merged text primary key,
  survivor text not null,
  merge text not null
) strict, without rowid;
create index contact_redirect_survivor on contact_redirect (survivor);

create table duplicate_decision (
  low text not null,
  high text not null,
  decision text not null check (decision in ('different', 'later')),
  id text not null,
  primary key (low, high)
) strict, without rowid;
create index duplicate_decision_id on duplicate_decision (id);

create table duplicate_key (
  key integer not null,
  contact integer not null references contact (no) on delete cascade,
  primary key (key, contact)
) strict, without rowid;
create index duplicate_key_contact on duplicate_key (contact);

create table duplicate_pair (
  low text not null,
  high text not null,
  bits integer not null,
  strength text not null check (strength in ('strong', 'likely')),
  reasons text not null check (json_valid(reasons)),
  found_at text not null,
  primary key (low, high),
  check (low < high)
) strict, without rowid;
create index duplicate_pair_high on duplicate_pair (high);
create index duplicate_pair_bits on duplicate_pair (bits desc, low, high);

create table duplicate_search (
  one integer primary key check (one = 1),
  seq integer not null,
  at text not null,
  contacts integer not null
) strict;

create trigger duplicate_gone after delete on contact begin
  delete from duplicate_pair where low = old.id;
  delete from duplicate_pair where high = old.id;
end;
-- Nobody is found by what a contact no longer says.
create trigger duplicate_changed after update of fields on contact when old.fields is not new.fields begin
  delete from duplicate_key where contact = old.no;
  delete from duplicate_pair where low = old.id;
  delete from duplicate_pair where high = old.id;
end;
`,
} as const;
