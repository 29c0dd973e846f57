/** Indexes over consent to marketing, suppressed addresses, campaigns and their messages. Written by the fold of the records alone. */
export const migration = {
  version: 130,
  name: 'campaigns',
  sql: `
create table marketing_opt_in (
  id text primary key,
  contact text not null,
  at text not null,
  basis text not null check (basis in ('express', 'inferred')),
  withdrawn integer not null check (withdrawn in (0, 1))
) strict, without rowid;
create index marketing_opt_in_contact on marketing_opt_in (contact, at);

create table marketing_suppression (
  id text primary key,
  address text not null
) strict, without rowid;
create index marketing_suppression_address on marketing_suppression (address);

create table campaign_message (
  id text primary key,
  campaign text not null,
  contact text not null,
  code text not null,
  state text not null check (state in ('handed-over', 'sent', 'failed')),
  at text not null
) strict, without rowid;
create unique index campaign_message_once on campaign_message (campaign, contact);
create index campaign_message_code on campaign_message (code);
`,
} as const;
