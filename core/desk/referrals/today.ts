import { parseInstant } from '../../domain/time/instant.ts';
import { localDate, parseZone, SYDNEY } from '../../domain/time/zone.ts';
import type { DeskContext } from '../context.ts';

/** Today's date where the practice reads dates. */
export const today = (desk: Pick<DeskContext, 'clock' | 'zone'>): ReturnType<typeof localDate> => {
  const at = parseInstant(desk.clock.now());
  const zone = parseZone(desk.zone);
  if (!at.ok) throw new Error('the clock port gives instants');
  return localDate(at.value, zone.ok ? zone.value : SYDNEY);
};
