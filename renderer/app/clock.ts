import { useSyncExternalStore } from 'react';
import { instantFromMs, type Instant } from '../../core/domain/time/instant.ts';
import { parseZone, SYDNEY, type ZoneId } from '../../core/domain/time/zone.ts';

const ownZone = parseZone(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The zone this computer shows times in; Sydney's when the computer names none. */
export const localZone: ZoneId = ownZone.ok ? ownZone.value : SYDNEY;

const everySecond = (tell: () => void): (() => void) => {
  const timer = setInterval(tell, 1000);
  return () => clearInterval(timer);
};

const thisMinute = (): Instant => instantFromMs(Math.floor(Date.now() / 60_000) * 60_000);

/** The present minute; renders again when it passes. */
export const useNow = (): Instant => useSyncExternalStore(everySecond, thisMinute);
