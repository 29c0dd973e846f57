/**
 * Drafts from the members' own programs: they come in the feed as one more kind, sealed. Keys of those programs by the hash of their secret, what each
 * call was answered, and messages to their webhooks, whose address is sealed under the server's key.
 */
export const migration = {
  version: 100,
  name: 'crm',
  tables: `
create table feed_item_of_kinds (
  practice text not null references practice (id),
  no $int not null check (no >= 1),
  kind text not null check (kind in ('parcel', 'answer', 'draft')),
  at text not null,
  slip $bytes,
  body $bytes not null,
  request text,
  primary key (practice, no),
  check ((kind = 'parcel') = (slip is not null)),
  check ((kind = 'parcel') = (request is null))
) $strict;

insert into feed_item_of_kinds (practice, no, kind, at, slip, body, request) select practice, no, kind, at, slip, body, request from feed_item;

drop table feed_item;

alter table feed_item_of_kinds rename to feed_item;

create table api_key (
  id text primary key,
  practice text not null references practice (id),
  digest text not null check (length(digest) = 64),
  made_at text not null,
  revoked_at text,
  webhook $bytes
) $strict;
create index api_key_practice on api_key (practice);

create table api_call (
  api_key text not null references api_key (id),
  call text not null check (length(call) = 64),
  body text not null check (length(body) = 64),
  draft text not null,
  sealed_by text not null check (sealed_by in ('caller', 'server')),
  at text not null,
  primary key (api_key, call)
) $strict;

create table webhook (
  id text primary key,
  api_key text not null references api_key (id),
  draft text not null,
  at text not null,
  tries $int not null check (tries >= 0),
  next_at text not null,
  ended text check (ended in ('delivered', 'given-up'))
) $strict;
create index webhook_due on webhook (next_at) where ended is null;
`,
  appendOnly: [],
} as const;
