import type { Database } from '../../adapters/sqlite/database.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Bytes, hexToBytes } from '../../protocol/bytes.ts';
import type { Outcome } from './outcome.ts';

/** True for an outcome by which the ledger grew, so that what waits may be offered again. */
export const isAppended = ({ outcome }: Outcome): boolean => outcome === 'accepted' || outcome === 'void' || outcome === 'conflict';

/** Records kept aside: they wait for something. */
export const heldRecords = (db: Database, clock: Clock) => {
  const waiting = db.get(ledgerSql.selectFrom('held_record').select(({ fn }) => fn.countAll<number>().as('n')));
  let held = waiting?.n ?? 0;
  return {
    any: (): boolean => held > 0,
    /** Keeps a record; `reason` is the code of what it waits for. */
    hold: (record: Bytes, hash: string, reason: string, detail: string, source: string): void => {
      const bytes = hexToBytes(hash);
      if (!bytes.ok) return;
      held += 1;
      const row = { hash: bytes.value, reason, detail, source, seen_at: clock.now(), record };
      db.run(
        ledgerSql
          .insertInto('held_record')
          .values(row)
          .onConflict((conflict) => conflict.column('hash').doUpdateSet({ reason, detail })),
      );
    },
    /** Offers again what waited for a key, a referral or a register, until nothing more is taken in. */
    retry: (offer: (record: Bytes, source: string) => Outcome): void => {
      for (let again = true; again;) {
        again = false;
        const rows = db.all(ledgerSql.selectFrom('held_record').select(['hash', 'record', 'source']).orderBy('seen_at').orderBy('hash'));
        for (const row of rows) {
          const outcome = offer(row.record, row.source);
          if (outcome.outcome === 'waiting') continue;
          db.run(ledgerSql.deleteFrom('held_record').where('hash', '=', row.hash));
          again = again || isAppended(outcome);
        }
      }
    },
  };
};
