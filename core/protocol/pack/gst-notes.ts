import type { KnownEvent } from '../event/event.ts';
import type { IntactReferral } from './intact-referral.ts';
import type { PackEvents } from './pack-events.ts';

const registeredFor = (event: KnownEvent): { readonly practice: string; readonly registered: boolean } | undefined =>
  event.type === 'practice.registered' || event.type === 'practice.changed'
    ? { practice: event.body.practice, registered: event.body.gst.registered }
    : undefined;

/** A sentence for each GST status of the calculation that is not the one the pack's register stated before it (protocol §8). */
export const gstNotes = (referral: IntactReferral, events: PackEvents): readonly string[] => {
  const { calculation, entitlement, intent } = referral;
  if (calculation === null || entitlement === null) return [];
  const office = [...events.parties.values()].find((party) => party.kind === 'office')?.practice;
  return (
    [
      ['referrer', intent.body.referrer, calculation.gst.referrer],
      ['receiver', intent.body.receiver, calculation.gst.receiver],
      ['network office', office, calculation.gst.office],
    ] as const
  ).flatMap(([who, practice, status]) => {
    const stated = events.known
      .filter((event) => event.index < entitlement.index)
      .map(registeredFor)
      .findLast((entry) => entry !== undefined && entry.practice === practice);
    if (stated === undefined || stated.registered === (status === 'registered')) return [];
    return [`The calculation takes the ${who} as ${status} for GST; the register says otherwise before it.`];
  });
};
