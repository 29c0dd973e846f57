/**
 * Lanes without an index over the hashes of slips: a hash lands on a random page, so each slip wrote one more page. A slip that comes again is found by
 * its place. Rows lie in the order of their key.
 */
export const migration = {
  version: 80,
  name: 'lanes',
  tables: `
create table lane_in_order (
  sender text not null,
  recipient text not null references practice (id),
  m $int not null check (m >= 1),
  slip $bytes not null check (length(slip) = 32),
  no $int not null,
  primary key (sender, recipient, m)
) $ordered;

insert into lane_in_order (sender, recipient, m, slip, no) select sender, recipient, m, $unhex(slip), no from lane;

drop table lane;

alter table lane_in_order rename to lane;
`,
  appendOnly: ['lane'],
} as const;
