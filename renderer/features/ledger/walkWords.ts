import type { z } from 'zod';
import type { walkResult } from '../../../core/contract/desk.ts';

export type WalkResult = z.infer<typeof walkResult>;

const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en-AU')} ${count === 1 ? one : many}`;

const took = (ms: number): string =>
  ms < 1000 ? `${ms.toLocaleString('en-AU')} ms` : `${(Math.round(ms / 100) / 10).toLocaleString('en-AU')} s`;

/** What a walk over the chain found, in words. `size`: entries of the log when it began; a walk that was stopped read fewer. */
export const walkWords = (
  result: WalkResult,
  size: number,
): { readonly tone: 'ok' | 'mute' | 'bad'; readonly lead: string; readonly words: string } => {
  const read = `${counted(result.events, 'entry', 'entries')} by ${counted(result.streams, 'key', 'keys')}, ${counted(result.spines, 'referral', 'referrals')}`;
  if (result.failure !== null)
    return {
      tone: 'bad',
      lead: result.failure.words,
      words: `Found at ${result.failure.index === null ? 'the log as a whole' : `entry ${result.failure.index.toLocaleString('en-AU')}`} (${result.failure.code}), after ${read}. Entries before it hold.`,
    };
  if (result.events < size)
    return {
      tone: 'mute',
      lead: 'Stopped before the end.',
      words: `${read} were read and hold; ${counted(size - result.events, 'entry was', 'entries were')} not read.`,
    };
  return {
    tone: 'ok',
    lead: 'The whole chain holds.',
    words: `${read}: bytes, signatures, order, handshakes, place in the log and root, in ${took(result.ms)}.`,
  };
};
