/** Which contact a referral is about, what the desk remembers of client signing, and what nobody else reads. */
export const migration = {
  version: 40,
  name: 'referrals',
  sql: `
create table client_link (intent text primary key, contact text not null, at text not null) strict, without rowid;
create index client_link_contact on client_link (contact);

create table client_invitation (
  invite text primary key,
  session text not null unique,
  intent text not null,
  step integer not null check (step in (1, 4)),
  channel text not null,
  address text,
  salt text not null,
  code text not null,
  code_sent_at text,
  tries integer not null default 0,
  state text not null check (state in ('open', 'signed', 'refused')),
  client_key text,
  credential text,
  shown text not null,
  expires text not null
) strict, without rowid;
create index client_invitation_intent on client_invitation (intent, step);

create table private_note (id text primary key, intent text not null, at text not null, person text not null, kind text not null, words text not null) strict, without rowid;
create index private_note_intent on private_note (intent, at);
`,
} as const;
