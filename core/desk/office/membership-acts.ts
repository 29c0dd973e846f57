import type { Act } from '../../contract/acts.ts';
import type { ActHandler } from '../acts/plan.ts';
import { barKeysAct } from './bar-keys-act.ts';
import { honourAct, locateAct, partnerAct, productAct } from './member-acts.ts';
import { membershipAct } from './membership-act.ts';
import { communityDatesAct, communityDefineAct, verticalDatesAct, verticalDefineAct } from './vertical-acts.ts';

/** Acts about memberships, verticals and communities: the office's, and a member's own. */
export const membershipActs: {
  readonly [
    K in Extract<
      Act['act'],
      | 'membership'
      | 'bar-keys'
      | 'vertical-dates'
      | 'vertical-define'
      | 'community-define'
      | 'community-dates'
      | 'locate'
      | 'product'
      | 'partner'
      | 'honour'
    >
  ]: ActHandler<K>;
} = {
  membership: membershipAct,
  'bar-keys': barKeysAct,
  'vertical-dates': verticalDatesAct,
  'vertical-define': verticalDefineAct,
  'community-define': communityDefineAct,
  'community-dates': communityDatesAct,
  locate: locateAct,
  product: productAct,
  partner: partnerAct,
  honour: honourAct,
};
