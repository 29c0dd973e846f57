/**
 * Erasures that were carried out on this file: whose, by the number that leads to nobody any more, by whom, and what stayed. A database that comes
 * back from a backup lacks the rows of later erasures: they are carried out again from the list outside it.
 */
export const migration = {
  version: 140,
  name: 'erasures',
  sql: `
create table erasure (
  contact text not null,
  at text not null,
  by text not null,
  by_name text not null,
  reason text not null check (reason in ('request', 'retention', 'after-restore', 'after-referral')),
  complete integer not null check (complete in (0, 1)),
  lines text not null check (json_valid(lines)),
  primary key (contact, at)
) strict, without rowid;
create index erasure_waiting on erasure (contact) where complete = 0;
create trigger erasure_no_update before update on erasure begin select raise(abort, 'an erasure is never rewritten'); end;
create trigger erasure_no_delete before delete on erasure begin select raise(abort, 'an erasure is never taken out'); end;
create trigger erasure_no_replace before insert on erasure when exists (select 1 from erasure where contact = new.contact and at = new.at) begin select raise(abort, 'an erasure is never replaced'); end;
`,
} as const;
