/**
 * The checkpoints of the network log that other members were shown, to compare with this desk's own; when the feed was last read again, and when a
 * parcel was last offered to the server, which is not when the server first took it.
 */
export const migration = {
  version: 240,
  name: 'peer-checkpoints',
  sql: `
create table peer_checkpoint (size integer not null, root text not null, note text not null, practice text not null, heard_at text not null, compared_at text, primary key (size, root)) strict, without rowid;
create index peer_checkpoint_open on peer_checkpoint (size) where compared_at is null;
alter table network_link add column read_again_at text;
alter table parcel_out add column offered_at text;
update parcel_out set offered_at = posted_at;
`,
} as const;
