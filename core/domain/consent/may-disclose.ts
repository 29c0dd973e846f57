import type { ReferralState } from '../referral/state.ts';

/** The answer to "may I pass these fields of this client to that practice now?", with what it rests on. */
export type DisclosureAnswer =
  | {
      readonly may: true;
      readonly consents: readonly string[];
      readonly fields: readonly string[];
      readonly until: string;
    }
  | {
      readonly may: false;
      readonly why:
        | 'no-consent'
        | 'no-acknowledgement'
        | 'expired'
        | 'withdrawn'
        | 'other-purpose'
        | 'other-recipient'
        | 'other-fields'
        | 'ended';
    };

/**
 * Decides a disclosure from the events of one referral (decision 35): the client's acknowledgement, and a consent for this recipient and
 * purpose that is valid at `at` and covers every field. Pure and total.
 */
export const mayDisclose = (
  state: Pick<ReferralState, 'consents' | 'steps' | 'ending'>,
  asked: {
    readonly recipient: string;
    readonly purpose: string;
    readonly fields: readonly string[];
    readonly at: string;
  },
): DisclosureAnswer => {
  if (state.ending?.effective === true) return { may: false, why: 'ended' };
  if (state.consents.length === 0) return { may: false, why: 'no-consent' };
  if (!state.steps[1]) return { may: false, why: 'no-acknowledgement' };
  const toRecipient = state.consents.filter((consent) => consent.recipients.includes(asked.recipient));
  if (toRecipient.length === 0) return { may: false, why: 'other-recipient' };
  const forPurpose = toRecipient.filter((consent) => consent.purpose === asked.purpose);
  if (forPurpose.length === 0) return { may: false, why: 'other-purpose' };
  const standing = forPurpose.filter((consent) => consent.withdrawn === null);
  if (standing.length === 0) return { may: false, why: 'withdrawn' };
  const valid = standing.filter((consent) => consent.validFrom <= asked.at && asked.at < consent.validUntil);
  if (valid.length === 0) return { may: false, why: 'expired' };
  const covering = valid.filter((consent) => asked.fields.every((field) => consent.categories.includes(field)));
  const chosen = covering.find((consent) => consent.by === 'client') ?? covering[0];
  if (chosen === undefined) return { may: false, why: 'other-fields' };
  return { may: true, consents: [chosen.hash], fields: asked.fields, until: chosen.validUntil };
};
