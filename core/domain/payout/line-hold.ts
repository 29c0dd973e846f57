import type { Condition, ConditionCode } from './money-state.ts';

/** What a payment of a batch rests on, as it stands now. Reasons are those of the ledger, in words; null where the event counts. */
export type LineGround = {
  /** Why the entitlement that the line pays does not count any more (protocol §5.4); null for the platform fee. */
  readonly entitlementVoid: string | null;
  /** Why the statement of the account that the line pays to does not count any more. */
  readonly accountVoid: string | null;
  /** Another entitlement of the referral counts now in place of the one that the line pays. */
  readonly replaced: boolean;
  /** The batch is not released, and the line reserves its entitlement no longer: a version of the batch that counts no longer let it go. */
  readonly letGo: boolean;
  /** Where the money of the referral stands (`moneyOf`); none for the platform fee and where the referral itself counts no longer. */
  readonly conditions: readonly Condition[];
};

export type LineHoldCode = 'entitlement-void' | 'account-void' | 'claim' | 'replaced' | 'let-go';

/** Why a payment may not go out, in words that follow the payment's name. */
export type LineHold = { readonly code: LineHoldCode; readonly why: string };

/** What the claim itself rests on. The others (time, papers, an account that changes) concern when and how it is paid, and are looked at before a release. */
const CLAIM: ReadonlySet<ConditionCode> = new Set([
  'handshakes',
  'settlement-agreed',
  'attestations',
  'no-ending',
  'no-duplicate',
  'entitlement',
]);

/** Why a payment of a batch is held, whether the batch is prepared, approved or released; null when nothing stands against it. Pure. */
export const lineHold = (ground: LineGround): LineHold | null => {
  if (ground.entitlementVoid !== null)
    return { code: 'entitlement-void', why: `the entitlement counts no longer, because ${ground.entitlementVoid}` };
  if (ground.accountVoid !== null)
    return { code: 'account-void', why: `the account it would go to counts no longer, because ${ground.accountVoid}` };
  const open = ground.conditions.find(({ code, met }) => !met && CLAIM.has(code));
  if (open !== undefined) return { code: 'claim', why: `nothing is owed as things stand. ${open.text}` };
  if (ground.replaced) return { code: 'replaced', why: 'another entitlement of this referral counts in its place' };
  return ground.letGo ? { code: 'let-go', why: 'a later version of the batch, which counts no longer, had let it go' } : null;
};
