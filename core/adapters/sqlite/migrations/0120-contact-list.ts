/**
 * What lists of contacts and the search read. `contact_list` is narrow, so that a filter over every contact reads few pages; it holds the
 * columns of a list, the summary of consents and referrals, and the last activity. Contacts whose referrals or consents changed wait in
 * `contact_stale` until the next read brings their summary up to date; triggers put them there, so that no writer has to remember it.
 */
export const migration = {
  version: 120,
  name: 'contact-list',
  sql: `
create table contact_list (
  no integer primary key references contact (no) on delete cascade,
  id text not null unique,
  revision integer not null,
  kind text not null,
  entity text not null,
  name text not null,
  name_key text not null,
  sort_key text not null,
  organisation text,
  organisation_key text not null,
  email text,
  email_key text not null,
  phone text,
  abn text,
  suburb text,
  suburb_key text not null,
  region text,
  postcode text,
  born text,
  stage text,
  owner text,
  partner integer not null check (partner in (0, 1)),
  assurance integer not null check (assurance in (0, 1)),
  silent integer not null check (silent in (0, 1)),
  deceased integer not null check (deceased in (0, 1)),
  tags text not null check (json_valid(tags)),
  batch text,
  added_at text not null,
  changed_at text not null,
  consent_rank integer not null default 5 check (consent_rank between 1 and 5),
  consent_at text,
  consent_from text,
  consent_until text,
  consent_to text not null default '[]' check (json_valid(consent_to)),
  referral text,
  referral_label text,
  referral_signed integer,
  referral_open integer not null default 0,
  referral_total integer not null default 0,
  referral_at text,
  active_at text
) strict;
create index contact_list_name on contact_list (sort_key, no);
create index contact_list_organisation on contact_list (organisation_key, no);
create index contact_list_suburb on contact_list (suburb_key, no);
create index contact_list_email on contact_list (email_key, no);
create index contact_list_added on contact_list (added_at, no);
create index contact_list_changed on contact_list (changed_at, no);
create index contact_list_active on contact_list (active_at, no);
create index contact_list_consent on contact_list (consent_rank, consent_until, no);
create index contact_list_referral on contact_list (referral_open, no);
create index contact_list_batch on contact_list (batch) where batch is not null;

create table contact_tag (
  tag text not null,
  contact integer not null references contact (no) on delete cascade,
  primary key (tag, contact)
) strict, without rowid;
create index contact_tag_contact on contact_tag (contact);

create table contact_custom (
  field text not null,
  contact integer not null references contact (no) on delete cascade,
  words text not null,
  number real,
  primary key (field, contact)
) strict, without rowid;
create index contact_custom_words on contact_custom (field, words, contact);
create index contact_custom_number on contact_custom (field, number, contact) where number is not null;
create index contact_custom_contact on contact_custom (contact);

create table contact_consent (
  contact integer not null references contact (no) on delete cascade,
  recipient text not null,
  valid_from text not null,
  valid_until text not null,
  primary key (contact, recipient, valid_from, valid_until)
) strict, without rowid;
create index contact_consent_recipient on contact_consent (recipient, valid_until);

create table contact_stale (contact text primary key) strict, without rowid;

create trigger contact_stale_linked after insert on client_link begin
  insert into contact_stale (contact) values (new.contact) on conflict do nothing;
end;
create trigger contact_stale_moved after update on client_link begin
  insert into contact_stale (contact) values (old.contact), (new.contact) on conflict do nothing;
end;
create trigger contact_stale_unlinked after delete on client_link begin
  insert into contact_stale (contact) values (old.contact) on conflict do nothing;
end;
create trigger contact_stale_new_referral after insert on referral_state begin
  insert into contact_stale (contact) select contact from client_link where intent = new.intent on conflict do nothing;
end;
create trigger contact_stale_referral after update on referral_state begin
  insert into contact_stale (contact) select contact from client_link where intent = new.intent on conflict do nothing;
end;

create trigger contact_stale_new_consent after insert on consent_state begin
  insert into contact_stale (contact) select contact from consent_link where label = new.label union select contact from client_link where intent = new.intent on conflict do nothing;
end;
create trigger contact_stale_consent after update on consent_state begin
  insert into contact_stale (contact) select contact from consent_link where label = new.label union select contact from client_link where intent = new.intent on conflict do nothing;
end;
create trigger contact_stale_refusal after insert on consent_refusal begin
  insert into contact_stale (contact) select contact from consent_link where label = new.label union select contact from client_link where intent = new.intent on conflict do nothing;
end;
create trigger contact_stale_consent_linked after insert on consent_link begin
  insert into contact_stale (contact) values (new.contact) on conflict do nothing;
end;
create trigger contact_stale_consent_moved after update on consent_link begin
  insert into contact_stale (contact) values (old.contact), (new.contact) on conflict do nothing;
end;
create trigger contact_stale_consent_unlinked after delete on consent_link begin
  insert into contact_stale (contact) values (old.contact) on conflict do nothing;
end;
create trigger contact_stale_joined after insert on contact_joined begin
  insert into contact_stale (contact) values (new.contact) on conflict do nothing;
end;
create trigger contact_stale_parted after delete on contact_joined begin
  insert into contact_stale (contact) values (old.contact) on conflict do nothing;
end;
create trigger contact_stale_asked after insert on consent_request begin
  insert into contact_stale (contact) values (new.contact) on conflict do nothing;
end;
create trigger contact_stale_answered after update on consent_request begin
  insert into contact_stale (contact) values (new.contact) on conflict do nothing;
end;

create trigger contact_active after insert on timeline begin
  update contact_list set active_at = new.at where id = new.subject and (active_at is null or active_at < new.at);
end;
create trigger contact_less_active after delete on timeline begin
  update contact_list
    set active_at = nullif(max(coalesce((select max(at) from timeline where subject = old.subject), ''), coalesce(referral_at, '')), '')
    where id = old.subject and active_at = old.at;
end;

create virtual table record_search using fts5 (title, words, digits, tokenize = 'unicode61 remove_diacritics 2');
insert into record_search (record_search, rank) values ('secure-delete', 1);

alter table contact_export add column format text not null default 'csv';
alter table contact_export add column columns text not null default '[]';
`,
} as const;
