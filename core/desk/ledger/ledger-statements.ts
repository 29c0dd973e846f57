import type { Database } from '../../adapters/sqlite/database.ts';

/** Statements of the ledger's hot paths, prepared once on an open, migrated database. */
export const hotStatements = (db: Database) => ({
  logIndex: db.statement<[number], { readonly at: number }>('select log_index as at from log_place where idx = ? and size is not null'),
  competing: db.statement<[string], { readonly intent: string }>(
    "select intent from referral_state where intent = ? and json_array_length(state, '$.duplicates') > 0",
  ),
  outbox: db.statement<[string, string, number, number], never>(
    'insert into outbox (recipient, stream, idx, m, seq) values (?, ?, ?, ?, null)',
  ),
  lastCounter: db.statement<[string, string], { readonly m: number | null }>(
    'select max(m) as m from outbox where recipient = ? and stream = ?',
  ),
  referral: db.statement<[string, string, string, number, string], never>(
    'insert into referral_state (intent, label, at, last_index, state) values (?, ?, ?, ?, ?) on conflict (intent) do update set label = excluded.label, at = excluded.at, last_index = excluded.last_index, state = excluded.state',
  ),
  register: db.statement<[number, string], never>(
    'insert into register_state (id, last_index, state) values (1, ?, ?) on conflict (id) do update set last_index = excluded.last_index, state = excluded.state',
  ),
});
