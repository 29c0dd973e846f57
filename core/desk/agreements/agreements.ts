import type { z } from 'zod';
import type { practiceRow } from '../../contract/desk.ts';
import type { LoggedOf } from '../../protocol/event/event.ts';
import type { DeskContext } from '../context.ts';
import { eventsOf, practiceOf } from '../payouts/event-lookup.ts';
import type { AgreementKind } from './templates.ts';

type Signed = LoggedOf<'agreement.signed'>;

const KINDS: readonly AgreementKind[] = ['referral', 'rcti', 'introducer', 'affiliate'];

const endedAgreements = (desk: DeskContext): ReadonlySet<string> => {
  const ended = new Set<string>();
  for (const event of eventsOf(desk, 'agreement.ended')) {
    // Either party ends it: the practice that signed, or the one it was signed with.
    const signed = desk.ledger.known(event.body.agreement);
    const by = practiceOf(desk, event.hash);
    if (signed?.type === 'agreement.signed' && by !== null && (by === signed.body.with || by === practiceOf(desk, signed.hash)))
      ended.add(signed.hash);
  }
  return ended;
};

/** The last signatures of both sides that have not ended, by kind; null where a side has not signed. */
export const agreementSides = (
  desk: DeskContext,
  practice: string,
  kind: AgreementKind,
): { readonly here: Signed | null; readonly there: Signed | null } => {
  const ended = endedAgreements(desk);
  const live = eventsOf(desk, 'agreement.signed').filter((event) => event.body.kind === kind && !ended.has(event.hash));
  const own = desk.profile.practice;
  const here = live.findLast((event) => event.body.with === practice && practiceOf(desk, event.hash) === own);
  const there = live.findLast((event) => event.body.with === own && practiceOf(desk, event.hash) === practice);
  return { here: here ?? null, there: there ?? null };
};

/** Where the agreements with a practice stand. `event` is the signature to answer, or the one that answers. */
export const agreementsWith = (desk: DeskContext, practice: string): z.infer<typeof practiceRow>['agreements'] =>
  KINDS.map((kind) => {
    const { here, there } = agreementSides(desk, practice, kind);
    if (here !== null && there !== null) return { kind, state: 'both' as const, event: here.index > there.index ? here.hash : there.hash };
    if (here !== null) return { kind, state: 'signed-here' as const, event: here.hash };
    return there === null ? { kind, state: 'none' as const, event: null } : { kind, state: 'signed-there' as const, event: there.hash };
  });
