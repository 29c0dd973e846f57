import type { NoticeWishes } from '../../core/contract/network/notices.ts';
import { plusSeconds } from '../sessions/time.ts';

/** Seconds in which arrivals become one message before it goes out. */
const GATHER_SECONDS = 10;
/** Seconds between two messages to one member. */
const APART_SECONDS = 900;
const DAY = 1440;

const modulo = (minutes: number): number => ((minutes % DAY) + DAY) % DAY;

/** Minutes since midnight of an instant in a time zone. */
export const localMinute = (zone: string, at: string): number => {
  const parts = new Intl.DateTimeFormat('en-AU', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(
    new Date(at),
  );
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return of('hour') * 60 + of('minute');
};

/** The next full minute after an instant that clocks of a zone show as `minute`; where a clock change leaves it out, the instant that would have been it. */
const nextAt = (zone: string, at: string, minute: number): string => {
  const left = modulo(minute - localMinute(zone, at)) || DAY;
  const guess = `${plusSeconds(at, left * 60).slice(0, 16)}:00.000Z`;
  const off = modulo(localMinute(zone, guess) - minute + DAY / 2) - DAY / 2;
  const moved = plusSeconds(guess, -off * 60);
  return moved > at ? moved : guess;
};

/** When quiet hours that hold at an instant are over; null where they do not hold. They include their beginning and not their end. */
export const quietUntil = ({ quiet, zone }: Pick<NoticeWishes, 'quiet' | 'zone'>, at: string): string | null => {
  if (quiet === null) return null;
  const isQuiet = modulo(localMinute(zone, at) - quiet.from) < modulo(quiet.to - quiet.from);
  return isQuiet ? nextAt(zone, at, quiet.to) : null;
};

/** When a message that arises now goes out: within seconds, a quarter of an hour after the last one, or at the member's hour; never in quiet hours. */
export const goesOutAt = (wishes: NoticeWishes, now: string, lastSent: string | null): string => {
  const soon = plusSeconds(now, GATHER_SECONDS);
  const apart = lastSent === null ? soon : plusSeconds(lastSent, APART_SECONDS);
  const wished = wishes.pace === 'daily' ? nextAt(wishes.zone, now, wishes.dailyAt) : apart > soon ? apart : soon;
  return quietUntil(wishes, wished) ?? wished;
};
