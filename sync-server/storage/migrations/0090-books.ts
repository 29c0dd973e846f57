/**
 * Shared books of practices (protocol §16): signed headers in one order, and ciphertexts that an erasure takes away. The server sees which desk key added
 * how much and when, nothing of whom or what.
 */
export const migration = {
  version: 90,
  name: 'books',
  tables: `
create table book (practice text primary key references practice (id), last $int not null check (last >= 0), epoch $int not null check (epoch >= 0)) $strict;

create table book_entry (
  practice text not null references practice (id),
  no $int not null check (no >= 1),
  id text not null,
  signer text not null,
  m $int not null check (m >= 1),
  hash text not null unique check (length(hash) = 64),
  at text not null,
  record $bytes not null,
  body $bytes,
  erased_at text,
  primary key (practice, no),
  unique (practice, id),
  unique (signer, m)
) $strict;
`,
  appendOnly: [],
} as const;
