import type { WithdrawalPreview } from '../../contract/consent.ts';
import type { ConsentState } from '../../domain/consent/state.ts';
import type { DeskContext } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { dayOf } from './parts.ts';

/** What withdrawing a consent would do: who is told, which referrals stop, what was passed on before, and that deletion can be asked for. */
export const withdrawalOf = (desk: DeskContext, state: ConsentState): WithdrawalPreview => {
  const [root] = state.versions;
  const told = [...new Set([...state.holders, ...(root?.recipients ?? [])])].filter((practice) => practice !== desk.profile.practice);
  const kept = state.uses.filter((use) => use.deleted?.outcome !== 'deleted');
  const referral = state.intent === null ? undefined : desk.ledger.referral(state.intent);
  const passed = kept.length > 0;
  const open = referral !== undefined && referral.ending === null && !referral.steps[3];
  return {
    consent: state.root,
    words: passed
      ? 'Nothing more is passed on from now. What was passed on before stays with its recipients until they delete it.'
      : 'Nothing was passed on, and nothing will be.',
    told: told.map((practice) => ({
      practice,
      name: practiceName(desk, practice),
      holdsDetails: kept.some((use) => use.recipient === practice),
    })),
    stops: !open
      ? []
      : [
          {
            intent: referral.intent,
            label: `Referral ${referral.terms.label}`,
            words: passed
              ? 'The details are with the receiver; the referral goes on only if the client wants it to. A fee already earned is not affected.'
              : 'No details can be passed: the referral cannot go on under this consent.',
          },
        ],
    disclosed: state.uses.map((use) => ({ at: use.at, recipient: practiceName(desk, use.recipient), fields: [...use.fields] })),
    deletion: {
      offered: passed,
      words: passed
        ? `Deletion can be asked for: ${kept.map((use) => `${practiceName(desk, use.recipient)} since ${dayOf(desk, use.at)}`).join(', ')}`
        : 'Nothing to delete anywhere',
    },
  };
};
