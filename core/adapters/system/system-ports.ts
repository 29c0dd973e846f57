import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { Entropy } from '../../ports/entropy.ts';

/** The computer's clock, UTC with milliseconds. */
export const systemClock: Clock = { now: () => new Date(Date.now()).toISOString() };

/** The operating system's random source. */
export const systemEntropy: Entropy = { bytes: (length) => Uint8Array.from(randomBytes(length)) };
