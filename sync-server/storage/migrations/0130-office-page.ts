/**
 * The page of the network office's people: links that wait, passkeys and sessions, each with the desk key that invited; a person is an id of the register. Beside it
 * what the page shows and nothing recorded before: when a desk last came, and what a walk of the log found broken.
 */
export const migration = {
  version: 130,
  name: 'office-page',
  tables: `
create table office_invitation (
  person text primary key,
  digest text not null unique check (length(digest) = 64),
  invited_by text not null references desk_key (key),
  made_at text not null,
  ends_at text not null
) $strict;

create table office_passkey (
  id text primary key check (length(id) = 64),
  person text not null,
  credential text not null unique,
  alg text not null check (alg in ('webauthn-es256', 'webauthn-rs256')),
  spki text not null,
  kind text not null check (kind in ('attested', 'passkey', 'synced')),
  sign_count $int not null check (sign_count >= 0),
  invited_by text not null references desk_key (key),
  made_at text not null,
  used_at text
) $strict;
create index office_passkey_person on office_passkey (person);

create table office_session (
  id text primary key check (length(id) = 32),
  passkey text not null references office_passkey (id),
  renewal text not null check (length(renewal) = 64),
  made_at text not null,
  used_at text not null,
  ends_at text not null
) $strict;
create index office_session_passkey on office_session (passkey);

create table desk_contact (key text primary key references desk_key (key), at text not null) $strict;

create table chain_alarm (no $int primary key check (no >= 1), at text not null, idx $int not null check (idx >= 0), why text not null) $strict;
`,
  appendOnly: ['chain_alarm'],
} as const;
