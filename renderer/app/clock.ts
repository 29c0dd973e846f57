import { createContext, useContext, useSyncExternalStore } from 'react';
import { instantFromMs, type Instant } from '../../core/domain/time/instant.ts';
import type { LocalDate } from '../../core/domain/time/local-date.ts';
import { localTime, parseZone, SYDNEY, type ZoneId } from '../../core/domain/time/zone.ts';

const ownZone = parseZone(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The zone of this computer, Sydney's when it names none: for pages before a practice has one. */
const Zone = createContext<ZoneId>(ownZone.ok ? ownZone.value : SYDNEY);

/** Gives the pages below it the practice's zone. */
export const ZoneProvider = Zone.Provider;

/** The zone that times are shown in: the practice's, as its documents and deadlines use. */
export const useZone = (): ZoneId => useContext(Zone);

const everySecond = (tell: () => void): (() => void) => {
  const timer = setInterval(tell, 1000);
  return () => clearInterval(timer);
};

const thisMinute = (): Instant => instantFromMs(Math.floor(Date.now() / 60_000) * 60_000);

/** The present minute; renders again when it passes. */
export const useNow = (): Instant => useSyncExternalStore(everySecond, thisMinute);

/** Today in the practice's zone, "2026-10-15". */
export const useToday = (): LocalDate => localTime(useNow(), useZone()).date;
