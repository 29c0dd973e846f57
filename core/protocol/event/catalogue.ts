import type { z } from 'zod';
import type { role } from './fields.ts';
import * as consent from './consent-events.ts';
import * as referral from './referral-events.ts';
import * as membership from './membership-events.ts';
import * as register from './register-events.ts';

export type Role = z.infer<typeof role>;

/**
 * Whose key may sign a type: an offline root, the registrar, a person of a practice in one of the roles, the desk's own
 * key (acts of the program), or a client.
 */
export type Author =
  | { readonly kind: 'root' }
  | { readonly kind: 'registrar' }
  | { readonly kind: 'person'; readonly roles: readonly Role[] }
  | { readonly kind: 'desk' }
  | { readonly kind: 'client' }
  | { readonly kind: 'client-or-person'; readonly roles: readonly Role[] };

/** What a type looks like: its body, its author, how many events it names in `about`, its step on the spine. */
export type EventRule<S extends z.ZodType> = {
  readonly body: S;
  readonly author: Author;
  readonly about: readonly [min: number, max: number];
  readonly step?: 0 | 1 | 2 | 3 | 4;
  /** A WebAuthn assertion inside the payload is mandatory. */
  readonly asserted?: true;
  /** The event belongs to a referral and carries its label. */
  readonly referral: boolean;
  /** The event speaks of a consent (protocol §6.6): it reaches no intent, whatever it is about. */
  readonly consent: boolean;
};

const rule = <S extends z.ZodType>(
  body: S,
  author: Author,
  about: readonly [number, number],
  more: { readonly step?: 0 | 1 | 2 | 3 | 4; readonly asserted?: true; readonly referral?: true; readonly consent?: true } = {},
): EventRule<S> => ({ body, author, about, referral: false, consent: false, ...more });

const root: Author = { kind: 'root' };
const registrar: Author = { kind: 'registrar' };
const desk: Author = { kind: 'desk' };
const client: Author = { kind: 'client' };
const signer: Author = { kind: 'person', roles: ['principal', 'adviser'] };
const principal: Author = { kind: 'person', roles: ['principal'] };
const anyone: Author = {
  kind: 'person',
  roles: ['principal', 'adviser', 'operations', 'approver', 'auditor'],
};
const preparer: Author = { kind: 'person', roles: ['principal', 'operations', 'approver'] };
const approver: Author = { kind: 'person', roles: ['principal', 'approver'] };
const clientOrSigner: Author = { kind: 'client-or-person', roles: ['principal', 'adviser'] };
const inReferral = { referral: true } as const;
const ofConsent = { consent: true } as const;

/** Every event type of protocol version 1. Unknown types are kept and passed on, never judged. */
export const EVENTS = {
  'registrar.appointed': rule(register.registrarAppointed, root, [0, 0]),
  'registrar.replaced': rule(register.registrarReplaced, root, [1, 1]),
  'practice.registered': rule(register.practiceRegistered, registrar, [0, 0]),
  'practice.recovered': rule(register.practiceRecovered, registrar, [0, 0]),
  'practice.changed': rule(register.practiceChanged, principal, [0, 0]),
  'person.registered': rule(register.personRegistered, principal, [0, 0]),
  'person.left': rule(register.personLeft, principal, [0, 0]),
  'role.changed': rule(register.roleChanged, principal, [0, 0]),
  'key.registered': rule(register.keyRegistered, anyone, [0, 0]),
  'key.deskRegistered': rule(register.deskKeysRegistered, principal, [0, 0]),
  'key.revoked': rule(register.keyRevoked, anyone, [0, 0]),
  'key.barred': rule(register.keysBarred, approver, [0, 0], { asserted: true }),
  'key.retired': rule(register.keyRetired, anyone, [0, 0]),
  'till.assigned': rule(register.tillAssigned, principal, [0, 0]),
  'membership.applied': rule(membership.membershipApplied, registrar, [0, 0]),
  'membership.vetted': rule(membership.membershipVetted, registrar, [0, 0]),
  'membership.activated': rule(membership.membershipActivated, registrar, [0, 0]),
  'membership.tiered': rule(membership.membershipTiered, registrar, [0, 0]),
  'membership.suspended': rule(membership.membershipSuspended, registrar, [0, 0]),
  'membership.reinstated': rule(membership.membershipReinstated, registrar, [0, 0]),
  'membership.resigned': rule(membership.membershipResigned, registrar, [0, 0]),
  'vertical.defined': rule(membership.verticalDefined, registrar, [0, 0]),
  'vertical.joined': rule(membership.verticalJoined, registrar, [0, 0]),
  'vertical.left': rule(membership.verticalLeft, registrar, [0, 0]),
  'product.listed': rule(membership.productListed, principal, [0, 0]),
  'community.defined': rule(membership.communityDefined, registrar, [0, 0]),
  'community.joined': rule(membership.communityJoined, registrar, [0, 0]),
  'community.left': rule(membership.communityLeft, registrar, [0, 0]),
  'practice.located': rule(membership.practiceLocated, principal, [0, 0]),
  'partner.linked': rule(membership.partnerLinked, principal, [0, 0]),
  'partner.unlinked': rule(membership.partnerUnlinked, principal, [0, 0]),
  'honour.awarded': rule(membership.honourAwarded, signer, [0, 1]),
  'training.passed': rule(membership.trainingPassed, anyone, [0, 0]),
  'rule.proposed': rule(register.ruleProposed, approver, [0, 0]),
  'rule.approved': rule(register.ruleApproved, approver, [1, 1]),
  'rule.published': rule(register.rulePublished, registrar, [1, 1]),
  'setting.ratified': rule(register.settingRatified, approver, [0, 0]),
  'agreement.signed': rule(register.agreementSigned, principal, [0, 1]),
  'agreement.ended': rule(register.agreementEnded, principal, [1, 1]),
  'payee.account': rule(register.payeeAccount, principal, [0, 0]),
  'payee.confirmed': rule(register.payeeAccountConfirmed, preparer, [1, 1]),

  'referral.intent': rule(referral.intent, signer, [0, 0], { step: 0, ...inReferral }),
  'referral.acknowledgement': rule(referral.acknowledgement, client, [0, 0], { step: 1, ...inReferral }),
  'referral.intake': rule(referral.intake, signer, [0, 0], { step: 2, ...inReferral }),
  'referral.settlement': rule(referral.settlement, signer, [0, 0], { step: 3, ...inReferral }),
  'referral.outcome': rule(referral.outcome, client, [0, 0], { step: 4, ...inReferral }),
  'client.invited': rule(referral.invited, signer, [1, 1], inReferral),
  'referral.qualified': rule(referral.nothing, signer, [1, 1], inReferral),
  'referral.unqualified': rule(referral.reason, signer, [1, 1], inReferral),
  'referral.declined': rule(referral.reason, signer, [1, 1], inReferral),
  'referral.withdrawn': rule(referral.reason, clientOrSigner, [1, 1], inReferral),
  'settlement.corrected': rule(referral.settlementCorrected, signer, [1, 1], inReferral),
  attestation: rule(referral.attestation, signer, [1, 1], inReferral),
  'consent.granted': rule(referral.consentGranted, clientOrSigner, [1, 1], inReferral),
  'consent.withdrawn': rule(referral.consentWithdrawn, clientOrSigner, [1, 1], inReferral),
  'consent.refused': rule(referral.consentRefused, clientOrSigner, [1, 1], inReferral),
  'consent.used': rule(referral.consentUsed, signer, [1, 1], inReferral),
  'disclosure.delivered': rule(referral.disclosureReceived, signer, [1, 1], inReferral),
  'entitlement.computed': rule(referral.entitlementComputed, desk, [1, 2], inReferral),
  'entitlement.approved': rule(referral.entitlementDecided, approver, [1, 1], inReferral),
  'entitlement.rejected': rule(referral.entitlementDecided, approver, [1, 1], inReferral),

  'standing.invited': rule(consent.standingInvited, signer, [0, 1], ofConsent),
  'standing.granted': rule(consent.standingGranted, clientOrSigner, [0, 0], ofConsent),
  'standing.refused': rule(consent.standingRefused, clientOrSigner, [0, 0], ofConsent),
  'standing.withdrawn': rule(consent.standingWithdrawn, clientOrSigner, [1, 1], ofConsent),
  'standing.used': rule(consent.standingUsed, signer, [1, 8], ofConsent),
  'standing.delivered': rule(consent.standingDelivered, signer, [1, 1], ofConsent),
  'consent.amended': rule(consent.consentAmended, clientOrSigner, [1, 8], ofConsent),
  'consent.narrowed': rule(consent.consentNarrowed, clientOrSigner, [1, 8], ofConsent),
  'consent.deletionRequested': rule(consent.deletionRequested, clientOrSigner, [1, 1], ofConsent),
  'disclosure.deleted': rule(consent.disclosureDeleted, signer, [1, 1], ofConsent),
  'introduction.offered': rule(consent.introductionOffered, signer, [1, 8], ofConsent),
  'introduction.answered': rule(consent.introductionAnswered, signer, [1, 1], ofConsent),

  'invoice.issued': rule(referral.invoiceIssued, desk, [1, 8]),
  'invoice.rejected': rule(referral.reason, principal, [1, 1]),
  'batch.prepared': rule(referral.batchPrepared, preparer, [0, 1]),
  'batch.approved': rule(referral.batchApproved, approver, [1, 1], { asserted: true }),
  'batch.cancelled': rule(referral.batchCancelled, preparer, [1, 1]),
  'batch.released': rule(referral.batchReleased, desk, [1, 1]),
  'line.settled': rule(referral.lineSettled, desk, [1, 1]),
  'line.failed': rule(referral.lineFailed, desk, [1, 1]),
  'bankline.matched': rule(referral.bankLineMatched, desk, [1, 1]),
  'pack.exported': rule(register.packExported, desk, [1, 8]),
} as const;

export type EventType = keyof typeof EVENTS;
export type BodyOf<T extends EventType> = z.infer<(typeof EVENTS)[T]['body']>;

/** True when this version knows the type. */
export const isKnownType = (type: string): type is EventType => Object.hasOwn(EVENTS, type);
