/**
 * Events by type: a pack, a referral and an export look for the register and for agreements among all events. The index of payouts over some types
 * goes, and one of two outbox indexes: what waits for its first file is open as well.
 */
export const migration = {
  version: 170,
  name: 'event-types',
  sql: `
create index event_type on event (type);
drop index event_payout;
drop index outbox_waiting;
`,
} as const;
