import { eventWords } from '../../domain/wording/event-words.ts';
import type { DeskContext } from '../context.ts';
import { takeWaitingAttachments } from '../exchange/attachments.ts';
import { signerWords } from '../ledger/ledger-views.ts';
import { FORKED } from '../ledger/stream-forks.ts';
import type { Reversal } from '../ledger/rejudge.ts';
import { noteTurnedPayments } from '../payouts/turned-payments.ts';
import { raiseAlarm } from './alarms.ts';
import { networkPlaceOf } from './log-time.ts';

const counted = (count: number): string =>
  count === 0 ? '' : ` ${count === 1 ? 'One entry that rests' : `${String(count)} entries that rest`} on it turned with it.`;

/**
 * Tells people what turned when the network log showed where events stand: what was shown before was different, and money may hang on it. One alarm for each
 * event that turned by itself; what rests on it is counted. Payments that rest on it are named one by one.
 */
export const noteReversals = (desk: DeskContext, reversals: readonly Reversal[]): void => {
  const turned = new Set(reversals.map(({ event }) => event.hash));
  const restsOn = ({ event }: Reversal): boolean =>
    [...event.about, ...(event.prevStep === undefined ? [] : [event.prevStep])].some((hash) => turned.has(hash));
  const own = reversals.filter((one) => (one.now === null ? !restsOn(one) : one.now.code !== 'named.void'));
  for (const { event, was, now } of own) {
    const place = networkPlaceOf(desk, event.index);
    const where = place === null ? 'by what the network log shows now' : `it stands at place ${String(place.index)} of the network log`;
    const what = `“${eventWords(event)}” by ${signerWords(desk, event.stream)}`;
    const rest = counted(own.length === 1 ? reversals.length - 1 : 0);
    raiseAlarm(
      desk,
      'event-reversed',
      now === null
        ? `${what} counts after all: ${where}, before what ${was?.code === FORKED.code ? 'its key signed in the same place' : 'ended the right of its signer'}. This desk had not counted it, because it arrived later.${rest}`
        : `${what} counts no longer: ${where}, and ${now.why}. It is kept. Look at what was decided or paid on the strength of it.${rest}`,
      { event: event.hash, place: place?.index ?? null, code: now?.code ?? null, why: now?.why ?? null },
    );
  }
  if (reversals.length > 0) noteTurnedPayments(desk, reversals);
  if (reversals.some(({ now }) => now === null)) takeWaitingAttachments(desk);
};
