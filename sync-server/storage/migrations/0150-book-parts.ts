/**
 * Parts of the files of shared books (protocol §16.7): ciphertexts that belong to an entry and go with its content. The server sees how many there are and
 * how large, nothing of what.
 */
export const migration = {
  version: 150,
  name: 'book-parts',
  tables: `
create table book_part (
  practice text not null references practice (id),
  entry text not null,
  no $int not null check (no >= 0),
  hash text not null check (length(hash) = 64),
  bytes $int not null check (bytes >= 1),
  at text not null,
  body $bytes not null,
  primary key (practice, entry, no)
) $strict;
create index book_part_bytes on book_part (practice, bytes);
`,
  appendOnly: [],
} as const;
