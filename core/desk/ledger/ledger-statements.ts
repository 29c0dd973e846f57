import type { Database } from '../../adapters/sqlite/database.ts';

/** Statements of the ledger's hot paths, prepared once on an open, migrated database. */
export const hotStatements = (db: Database) => ({
  // What a log held that has ended stood before everything of the one that followed it: below zero, a later log above an earlier one.
  logIndex: db.statement<[number, number], { readonly at: number }>(
    'select coalesce((select (log - 1000) * 1000000000000 + log_index from ended_place where idx = ? order by log limit 1), (select log_index from log_place where idx = ? and size is not null)) as at',
  ),
  competing: db.statement<[number], { readonly intent: string }>(
    "select intent from referral_state where first = ? and json_array_length(state, '$.duplicates') > 0",
  ),
  outbox: db.statement<[string, string, number, number], never>(
    'insert into outbox (recipient, stream, idx, m, seq) values (?, ?, ?, ?, null)',
  ),
  lastCounter: db.statement<[string, string], { readonly m: number | null }>(
    'select max(m) as m from outbox where recipient = ? and stream = ?',
  ),
  referral: db.statement<[number, string, string, string, number, string], never>(
    'insert into referral_state (first, intent, label, at, last_index, state) values (?, ?, ?, ?, ?, ?) on conflict (first) do update set label = excluded.label, at = excluded.at, last_index = excluded.last_index, state = excluded.state',
  ),
  stateOf: db.statement<[string], { readonly state: string }>(
    'select state from referral_state where first = (select idx from event where hash = unhex(?))',
  ),
  noReferral: db.statement<[number], never>('delete from referral_state where first = ?'),
  register: db.statement<[number, string], never>(
    'insert into register_state (id, last_index, state) values (1, ?, ?) on conflict (id) do update set last_index = excluded.last_index, state = excluded.state',
  ),
});
