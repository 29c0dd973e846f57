import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineGround, lineHold } from './line-hold.ts';
import type { Condition, ConditionCode } from './money-state.ts';

const CODES: readonly ConditionCode[] = [
  'handshakes',
  'settlement-agreed',
  'attestations',
  'no-ending',
  'no-duplicate',
  'cooling-off',
  'entitlement',
  'document',
  'account',
];
const HOW_IT_IS_PAID: readonly ConditionCode[] = ['cooling-off', 'document', 'account'];
const conditions = (open: readonly ConditionCode[]): readonly Condition[] =>
  CODES.map((code) => ({ code, met: !open.includes(code), text: `about ${code}` }));
const sound: LineGround = { entitlementVoid: null, accountVoid: null, replaced: false, letGo: false, conditions: conditions([]) };

describe('a payment of a batch', () => {
  it('is held exactly when its entitlement, its account or its claim does not stand, whatever else is open', () => {
    fc.assert(
      fc.property(
        fc.subarray([...CODES]),
        fc.option(fc.constant('the key was revoked before this event')),
        fc.option(fc.constant('the key was revoked before this event')),
        fc.boolean(),
        fc.boolean(),
        (open, entitlementVoid, accountVoid, replaced, letGo) => {
          const hold = lineHold({ entitlementVoid, accountVoid, replaced, letGo, conditions: conditions(open) });
          const claim = open.some((code) => !HOW_IT_IS_PAID.includes(code));
          expect(hold !== null).toBe(entitlementVoid !== null || accountVoid !== null || replaced || letGo || claim);
        },
      ),
    );
  });

  it.each([
    [{ entitlementVoid: 'it was late' }, 'the entitlement counts no longer, because it was late'],
    [{ accountVoid: 'it was late' }, 'the account it would go to counts no longer, because it was late'],
    [{ conditions: conditions(['settlement-agreed']) }, 'nothing is owed as things stand. about settlement-agreed'],
    [{ replaced: true }, 'another entitlement of this referral counts in its place'],
    [{ letGo: true }, 'a later version of the batch, which counts no longer, had let it go'],
  ])('says why it is held: %o', (ground, why) => {
    expect(lineHold({ ...sound, ...ground })?.why).toBe(why);
  });

  it('names what ended first: a void entitlement before the claim that fell with it', () => {
    expect(lineHold({ ...sound, entitlementVoid: 'it was late', replaced: true, conditions: conditions(['handshakes']) })?.code).toBe(
      'entitlement-void',
    );
  });
});
