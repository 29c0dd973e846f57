/**
 * Links by which clients sign on a page of the network (protocol §15): the request as it was sealed, the secret of its link for sending it again, and
 * what clients asked for in their own words. Both go with the person.
 */
export const migration = {
  version: 230,
  name: 'signing-links',
  sql: `
create table signing_link (
  id text primary key check (length(id) = 22),
  intent text not null,
  invite text not null unique,
  code_invite text,
  secret text not null,
  body text not null check (json_valid(body)),
  answer_key text not null,
  address text,
  made_at text not null,
  expires text not null,
  state text not null check (state in ('made', 'open', 'withdrawn')),
  link_sent_at text,
  code_sent_at text,
  opened_at text,
  answered_at text,
  answers text not null check (json_valid(answers)),
  registration text check (registration is null or json_valid(registration)),
  problem text
) strict;
create index signing_link_intent on signing_link (intent);
create table client_ask (
  request text not null,
  no integer not null check (no > 0),
  intent text not null,
  at text not null,
  kind text not null check (kind in ('correction', 'withdrawal', 'not-confirmed')),
  words text not null,
  primary key (request, no)
) strict;
create index client_ask_intent on client_ask (intent);
`,
} as const;
