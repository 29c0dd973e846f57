/**
 * Requests by which clients sign on the server's page (protocol §15): ciphertexts, the key that answers are signed with, who gets them, and when the page
 * was first fetched. A request and its answers' hashes go when it ends.
 */
export const migration = {
  version: 50,
  name: 'signing-requests',
  tables: `
create table signing_request (
  id text primary key check (length(id) = 22),
  practice text not null references practice (id),
  ciphertext $bytes not null,
  answer_key text not null,
  recipients text not null,
  made_at text not null,
  expires text not null,
  opened_at text,
  copy $bytes
) $strict;
create index signing_request_expires on signing_request (expires);

create table signing_answer (
  request text not null references signing_request (id),
  no $int not null check (no >= 1),
  hash text not null check (length(hash) = 64),
  primary key (request, no)
) $strict;
`,
  appendOnly: [],
} as const;
