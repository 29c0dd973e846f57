import type { LocalDate } from '../../domain/time/local-date.ts';
import { gstAt } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { eventsNaming, eventsOf, practiceOf } from './event-lookup.ts';

/** Whether a practice is registered for GST on a day, as the register states it ("as declared by the practice" without the ABR). */
export const registeredForGst = (desk: DeskContext, practice: string, on: LocalDate): boolean => {
  const gst = gstAt(registerOf(desk), practice, desk.ledger.size());
  return gst?.registered === true && (gst.from === null || gst.from <= on);
};

/** Day on which the practice declared its present GST status; null when the register does not say. */
export const gstDeclaredAt = (desk: DeskContext, practice: string): string | null =>
  registerOf(desk).practices.get(practice)?.gst.at(-1)?.at ?? null;

export type RctiAgreement = { readonly event: string; readonly from: string; readonly label: string };

/** The RCTI agreement between two practices that is current on a day: signed by both sides, begun, and ended by neither (LI 2023/20 s 8). */
export const rctiAgreement = (desk: DeskContext, one: string, other: string, on: LocalDate): RctiAgreement | null => {
  const current = (by: string, with_: string): { readonly event: string; readonly from: string } | undefined => {
    const event = eventsOf(desk, 'agreement.signed').findLast(
      (candidate) =>
        candidate.body.kind === 'rcti' &&
        candidate.body.with === with_ &&
        candidate.body.from <= on &&
        practiceOf(desk, candidate.hash) === by &&
        !ended(desk, candidate.hash, [by, with_], on),
    );
    return event === undefined ? undefined : { event: event.hash, from: event.body.from };
  };
  const [mine, theirs] = [current(one, other), current(other, one)];
  if (mine === undefined || theirs === undefined) return null;
  const from = mine.from > theirs.from ? mine.from : theirs.from;
  return { event: mine.event, from, label: `AG-${mine.event.slice(0, 8).toUpperCase()}` };
};

const ended = (desk: DeskContext, agreement: string, parties: readonly string[], on: LocalDate): boolean =>
  eventsNaming(desk, agreement).some(
    (event) => event.type === 'agreement.ended' && event.body.on <= on && parties.includes(practiceOf(desk, event.hash) ?? ''),
  );
