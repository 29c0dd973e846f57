/**
 * Events of a referral and its state stand at the place of its first event in the log. Under the hash of that event, which is random, each change wrote
 * pages of its own all over the file.
 */
export const migration = {
  version: 360,
  name: 'referrals-by-first-event',
  sql: `
drop trigger event_no_update;
alter table event add column first integer;
update event set first = (select intent.idx from event as intent where intent.hash = unhex(event.intent)) where intent is not null;
create trigger event_no_update before update on event begin select raise(abort, 'event is append-only'); end;
drop index event_intent;
create index event_first on event (first) where first is not null;

alter table referral_state rename to referral_state_by_hash;
create table referral_state (first integer primary key references event (idx), intent text not null, label text not null, at text not null, last_index integer not null, state text not null) strict;
insert into referral_state select event.idx, old.intent, old.label, old.at, old.last_index, old.state from referral_state_by_hash as old join event on event.hash = unhex(old.intent) order by event.idx;
drop table referral_state_by_hash;
create trigger contact_stale_new_referral after insert on referral_state begin
  insert into contact_stale (contact) select contact from client_link where intent = new.intent on conflict do nothing;
end;
create trigger contact_stale_referral after update on referral_state begin
  insert into contact_stale (contact) select contact from client_link where intent = new.intent on conflict do nothing;
end;
`,
} as const;
