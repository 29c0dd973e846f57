import type { Register } from '../../protocol/register/state.ts';
import type { DeskContext } from '../context.ts';
import { eventsOf } from '../payouts/event-lookup.ts';

/** Keys of a practice that the network office ended, with the entry that did so (protocol §5.8). */
export const barredKeys = (desk: Pick<DeskContext, 'db' | 'ledger'>, practice: string): ReadonlyMap<string, number> =>
  new Map(
    eventsOf(desk, 'key.barred')
      .filter(({ body }) => body.practice === practice)
      .flatMap(({ body, index }) => body.keys.map((key) => [key, index] as const)),
  );

/** True for a desk of this practice that the network office ended, while files are still sealed to a key that it holds. */
export const holdsSeal = (desk: DeskContext, register: Register, id: string): boolean => {
  const { practice } = desk.profile;
  const sealed = register.practices.get(practice)?.desks.at(-1)?.from ?? 0;
  const barred = barredKeys(desk, practice);
  return [...register.keys.values()].some((key) => key.desk === id && key.use === 'desk' && (barred.get(key.key) ?? -1) > sealed);
};
