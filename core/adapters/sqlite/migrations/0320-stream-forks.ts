/**
 * Of two events at one place of a stream both are kept in the log of the desk, so that the network log decides which of them counts, whatever arrived first.
 * What an earlier program kept aside as a conflict is offered again. Events that came only in a paper whose key had ended are listed with that key.
 */
export const migration = {
  version: 320,
  name: 'stream-forks',
  sql: `
drop trigger event_no_replace;
create trigger event_no_replace before insert on event
  when exists (select 1 from event where idx = new.idx or hash = new.hash)
  begin select raise(abort, 'event is append-only'); end;
drop index event_stream;
create index event_stream on event (stream, n);
create table late_event (idx integer primary key references event (idx), key text not null) strict;
update held_record set reason = 'stream.conflict' where reason = 'conflict';
`,
} as const;
