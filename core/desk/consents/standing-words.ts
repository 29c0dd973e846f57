import { categoryList } from '../../domain/consent/categories.ts';
import type { Standing } from '../../domain/consent/standing.ts';
import type { ConsentState } from '../../domain/consent/state.ts';
import type { DeskContext } from '../context.ts';
import { dayOf } from './parts.ts';

const cutOn = (state: ConsentState, kind: 'withdrawn' | 'narrowed'): string => state.cuts.findLast((cut) => cut.kind === kind)?.at ?? '';

/** Where a consent stands and why, in one line. */
export const standingWords = (desk: DeskContext, standing: Standing, state: ConsentState, recipient: string): string => {
  const until = standing.until === null ? '' : dayOf(desk, standing.until);
  switch (standing.reason) {
    case 'valid':
      return standing.state === 'expiring'
        ? `Expires ${until}: ${categoryList(standing.categories)}`
        : `Until ${until}: ${categoryList(standing.categories)}${standing.weak ? '. Recorded by a practice, not signed by the client' : ''}`;
    case 'expired':
      return `Expired ${until}`;
    case 'withdrawn':
      return cutOn(state, 'withdrawn') === ''
        ? 'A later no of the person stands against it'
        : `Withdrawn ${dayOf(desk, cutOn(state, 'withdrawn'))}`;
    case 'narrowed':
      return cutOn(state, 'narrowed') === '' ? 'Taken out of the consent' : `Taken out ${dayOf(desk, cutOn(state, 'narrowed'))}`;
    case 'newer-consent':
      return `Ended ${until}; a newer consent stands beside it`;
    case 'merged-narrower':
      return 'Two merged records answered differently: the narrower counts until the person is asked again';
    case 'refused':
      return 'The person said no later';
    case 'used-up': {
      const used = state.uses.find((use) => use.recipient === recipient) ?? state.uses[0];
      return used === undefined ? 'Was for one time' : `Was for one time, used ${dayOf(desk, used.at)}`;
    }
    case 'not-yet-valid':
      return `Begins ${dayOf(desk, state.versions[0]?.validFrom ?? '')}`;
    case 'no-acknowledgement':
      return 'Given; the client has not acknowledged the referral yet';
    case 'ended':
      return 'The referral that it was given for has ended';
    case 'other-fields':
      return 'Nothing is left in it';
    case 'waiting':
      return 'Asked, not answered yet';
    case 'not-asked':
      return 'Not asked';
  }
};
