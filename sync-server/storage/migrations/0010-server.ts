/**
 * Everything the sync server stores: who may connect, the network log, what waits for whom, the audit log. `tables` is for both databases, with
 * `$int` for a whole number of 64 bits, `$bytes` for a byte string and `$strict` for what SQLite needs to check types; then what each says its own way.
 */
export const migration = {
  version: 10,
  name: 'server',
  tables: `
create table meta (name text primary key, value text not null) $strict;

create table practice (id text primary key, seal_key text, status text not null check (status in ('active', 'suspended', 'resigned')), admitted_at text not null) $strict;

create table desk_key (
  key text primary key,
  practice text not null references practice (id),
  desk text not null,
  spki text not null,
  use text not null check (use in ('desk', 'sign', 'registrar')),
  admitted_at text not null,
  revoked_at text
) $strict;
create index desk_key_practice on desk_key (practice, desk);

create table admission (hash text primary key, practice text not null references practice (id), signer text not null, seq $int not null, at text not null, record $bytes not null, unique (signer, practice, seq)) $strict;

create table token_secret (kid text primary key, secret $bytes not null, made_at text not null, ends_at text not null) $strict;

create table nonce (digest text primary key, key text not null, ends_at text not null) $strict;
create index nonce_ends on nonce (ends_at);

create table log_entry (
  idx $int primary key check (idx >= 0),
  event $bytes not null check (length(event) = 32),
  stream $bytes not null check (length(stream) = 32),
  n $int not null check (n >= 0),
  at text not null,
  unique (stream, n)
) $strict;
create index log_entry_event on log_entry (event, idx);

create table stream_head (stream $bytes primary key, n $int not null, event $bytes not null) $strict;

create table ticket (idx $int primary key references log_entry (idx), record $bytes not null) $strict;

create table log_node (level $int not null, pos $int not null, hash $bytes not null check (length(hash) = 32), primary key (level, pos)) $strict;

create table checkpoint (size $int not null check (size >= 1), at text not null, note text not null, primary key (size, at)) $strict;

create table feed (practice text primary key references practice (id), last $int not null check (last >= 0)) $strict;

create table feed_item (
  practice text not null references practice (id),
  no $int not null check (no >= 1),
  kind text not null check (kind in ('parcel', 'answer')),
  at text not null,
  slip $bytes,
  body $bytes not null,
  request text,
  primary key (practice, no),
  check ((kind = 'parcel') = (slip is not null)),
  check ((kind = 'answer') = (request is not null))
) $strict;

create table lane (
  sender text not null,
  recipient text not null references practice (id),
  m $int not null check (m >= 1),
  slip text not null unique check (length(slip) = 64),
  no $int not null,
  primary key (sender, recipient, m)
) $strict;

create table seen_list (signer text primary key, practice text not null references practice (id), at text not null, version $int not null unique, record $bytes not null) $strict;

create table seen_key (signer text not null references seen_list (signer), key text not null, m $int not null, version $int not null, primary key (key, signer)) $strict;
create index seen_key_signer on seen_key (signer);

create table audit (
  no $int primary key check (no >= 1),
  at text not null,
  kind text not null,
  actor text not null,
  subject text not null,
  before text,
  after text,
  prev text not null check (length(prev) = 64),
  hash text not null unique check (length(hash) = 64)
) $strict;

create table lease (name text primary key, holder text not null, ends_at text not null, turn $int not null) $strict;
`,
  /** Tables whose rows are never changed or taken away. */
  appendOnly: ['admission', 'log_entry', 'ticket', 'log_node', 'checkpoint', 'lane', 'audit'],
} as const;
