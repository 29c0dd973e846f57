import type { DeskContext } from '../context.ts';
import { exchangeSql } from './tables.ts';

/** Raises the highest file number of a direction, never lowers it. */
export const raiseCounter = (desk: DeskContext, practice: string, key: string, direction: 'sent' | 'received', seq: number): void => {
  desk.db.run(
    exchangeSql
      .insertInto('exchange_counter')
      .values({ practice, key, direction, seq })
      .onConflict((conflict) =>
        conflict.columns(['practice', 'key', 'direction']).doUpdateSet({ seq }).where('exchange_counter.seq', '<', seq),
      ),
  );
};
