import type { Seat } from '../../core/desk/exchange/network.fixture.ts';
import type { AnyDraft } from '../../core/desk/ledger/compose.ts';
import { uuidV7 } from '../../core/ports/entropy.ts';

/** An intent of one practice for another that nothing is wrong with. */
export const intentDraft = (from: Seat, to: Seat): AnyDraft => {
  const desk = from.host.desk();
  const referral = uuidV7(desk.entropy, desk.clock.now());
  return {
    type: 'referral.intent',
    referral,
    step: 0,
    body: {
      label: 'REF-2026-0099',
      referrer: from.practice,
      receiver: to.practice,
      purpose: 'home-loan',
      verticals: { from: 'accountant', to: 'mortgage-broker' },
      product: 'home-loan',
      client: 'ab'.repeat(32),
      rule: { id: referral, version: 1, hash: 'ab'.repeat(32) },
      benefit: 'cd'.repeat(32),
      agreement: null,
    },
  };
};
