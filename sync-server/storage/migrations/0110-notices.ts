/**
 * Members who want to be told by mail that something came. What says who they are is ciphertext under the server's key; `told` is the number in the feed up to which
 * everything stands in a message or was passed over, so that no number is in two.
 */
export const migration = {
  version: 110,
  name: 'notices',
  tables: `
create table notice (
  id text primary key check (length(id) = 32),
  practice text not null references practice (id),
  state text not null check (state in ('on', 'off', 'stopped')),
  wishes $bytes not null,
  told $int not null check (told >= 0),
  last_at text,
  last_channel text check (last_channel in ('email', 'sms')),
  last_end text check (last_end in ('sent', 'bounced', 'unknown', 'given-up'))
) $strict;
create index notice_practice on notice (practice);

create table notice_point (
  notice text not null references notice (id),
  channel text not null check (channel in ('email', 'sms')),
  address $bytes not null,
  mark text not null unique check (length(mark) = 64),
  confirmed_at text,
  code text check (length(code) = 64),
  code_ends text,
  guesses $int not null check (guesses >= 0),
  bounces $int not null check (bounces >= 0),
  primary key (notice, channel)
) $strict;

create table nudge (
  id text primary key check (length(id) = 64),
  notice text not null references notice (id),
  since $int not null check (since >= 1),
  until $int not null check (until >= since),
  next_at text not null,
  tries $int not null check (tries >= 0),
  channel text check (channel in ('email', 'sms')),
  claimed_at text,
  ended text check (ended in ('sent', 'bounced', 'unknown', 'given-up')),
  ended_at text
) $strict;
create index nudge_due on nudge (next_at) where ended is null;
create index nudge_notice on nudge (notice);
`,
  appendOnly: [],
} as const;
