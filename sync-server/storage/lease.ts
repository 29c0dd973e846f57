import { sql } from 'kysely';
import type { Clock } from '../../core/ports/clock.ts';
import { plusSeconds } from '../sessions/time.ts';
import type { Storage, Tx } from './storage.ts';

/** The right of one process to carry out work that must happen once. `turn` names this holding: a later one has a higher number. */
export type Lease = { readonly name: string; readonly holder: string; readonly turn: number };

/** Takes or prolongs a lease for some seconds; undefined while another process holds it. One statement: two processes cannot both get it. */
export const takeLease = async (
  { storage, clock }: { readonly storage: Storage; readonly clock: Clock },
  name: string,
  holder: string,
  seconds: number,
): Promise<Lease | undefined> => {
  const now = clock.now();
  const row = await storage.write((tx) =>
    tx
      .insertInto('lease')
      .values({ name, holder, ends_at: plusSeconds(now, seconds), turn: 1 })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet((set) => ({
            holder: set.ref('excluded.holder'),
            ends_at: set.ref('excluded.ends_at'),
            turn: sql<number>`lease.turn + 1`,
          }))
          .where((where) => where.or([where('lease.ends_at', '<=', now), where('lease.holder', '=', holder)])),
      )
      .returning('turn')
      .executeTakeFirst(),
  );
  return row === undefined ? undefined : { name, holder, turn: row.turn };
};

/** True when the lease is still this very holding, asked within the transaction that writes the work: the compare of compare-and-swap. */
export const holdsLease = async (tx: Tx, storage: Storage, { name, holder, turn }: Lease): Promise<boolean> => {
  await storage.lock(tx, [`lease ${name}`]);
  const row = await tx.selectFrom('lease').select(['holder', 'turn']).where('name', '=', name).executeTakeFirst();
  return row?.holder === holder && row.turn === turn;
};

/** Gives a lease back before its time. */
export const endLease = async ({ storage, clock }: { readonly storage: Storage; readonly clock: Clock }, lease: Lease): Promise<void> => {
  await storage.write((tx) =>
    tx
      .updateTable('lease')
      .set({ ends_at: clock.now() })
      .where('name', '=', lease.name)
      .where('holder', '=', lease.holder)
      .where('turn', '=', lease.turn)
      .execute(),
  );
};

/** Gives every lease back. Only for a process that has the storage for itself: who held one is gone, by a crash or in a backup. */
export const endAllLeases = async ({ storage, clock }: { readonly storage: Storage; readonly clock: Clock }): Promise<void> => {
  await storage.write((tx) => tx.updateTable('lease').set({ ends_at: clock.now() }).execute());
};
