import { useNow, useZone } from '../../../app/clock.ts';
import { localTime } from '../../../../core/domain/time/zone.ts';

/** Today where this computer is, "2026-10-15". */
export const useToday = (): string => localTime(useNow(), useZone()).date;
