import type { z } from 'zod';
import type { intent as intentBody } from '../../protocol/event/referral-events.ts';

/** Who has to act, or acted, in a referral. */
export type Party = 'referrer' | 'receiver' | 'client';

/** The three recorded facts of assurance (protocol §6.3): kind of key, whose device, who invited by which channel. */
export type Assurance = {
  readonly key: 'person-key' | 'person-key-with-passkey' | 'attested' | 'passkey' | 'synced' | 'software';
  readonly device: { readonly owner: 'practice' | 'client' | 'desk'; readonly practice: string | null };
  readonly invited: { readonly practice: string; readonly channel: 'email' | 'sms' | 'in-person' } | null;
  readonly vouched: { readonly person: string; readonly artefact: string } | null;
};

export type Handshake = {
  readonly step: number;
  readonly hash: string;
  readonly index: number;
  readonly stream: string;
  readonly n: number;
  readonly at: string;
  readonly seenAt: string;
  readonly prevStep: string | null;
  readonly signer:
    | { readonly kind: 'person'; readonly practice: string; readonly person: string }
    | { readonly kind: 'client'; readonly key: string };
  readonly assurance: Assurance;
};

export type Attested = {
  readonly hash: string;
  readonly practice: string;
  readonly agrees: boolean;
  readonly reason: string | null;
  readonly at: string;
  readonly seenAt: string;
};

export type Amounts = { readonly gross: number; readonly net: number; readonly settledOn: string };

/** One statement of the income: the settlement, or a correction of it. */
export type IncomeStatement = Amounts & {
  readonly hash: string;
  readonly at: string;
  readonly reason: string | null;
  readonly attestation: Attested | null;
};

export type ConsentFacts = {
  readonly hash: string;
  readonly by: 'client' | 'practice';
  readonly recipients: readonly string[];
  readonly purpose: string;
  readonly categories: readonly string[];
  readonly validFrom: string;
  readonly validUntil: string;
  readonly notice: { readonly id: string; readonly version: number; readonly text: string };
  readonly benefit: string;
  readonly channel: string;
  readonly artefact: string | null;
  readonly at: string;
  /** It counts at once. By a new key of the client it is the client's own statement once both members have attested it. */
  readonly withdrawn: {
    readonly hash: string;
    readonly at: string;
    readonly byNewKey: boolean;
    readonly attestedBy: readonly string[];
  } | null;
};

export type Disclosure = {
  readonly hash: string;
  readonly consents: readonly string[];
  readonly recipient: string;
  readonly fields: readonly string[];
  readonly attachment: string;
  readonly at: string;
  readonly delivered: { readonly hash: string; readonly at: string; readonly seenAt: string } | null;
};

export type Invitation = {
  readonly hash: string;
  readonly step: 1 | 4;
  readonly practice: string;
  readonly channel: 'email' | 'sms' | 'in-person';
  readonly contactPoint: string;
  readonly key: string;
  readonly expires: string;
  readonly at: string;
  readonly usedBy: string | null;
};

export type Ending = {
  readonly kind: 'declined' | 'withdrawn' | 'unqualified' | 'refused';
  readonly hash: string;
  readonly by: Party;
  readonly reason: string | null;
  readonly at: string;
  /** It counts: nobody else's turn is passed over, or the party whose turn it was has attested it. */
  readonly effective: boolean;
};

export type EntitlementFacts = {
  readonly hash: string;
  readonly key: string;
  /** Hashes of all that were computed with this key, where desks of the payer did so apart: they are one entitlement. Left out where there is one. */
  readonly same?: readonly string[];
  readonly about: string;
  readonly beneficiary: string;
  readonly base: number;
  readonly commission: number;
  readonly platform: number;
  readonly gstEstimate: number;
  readonly calculation: string;
  readonly at: string;
  readonly seenAt: string;
  readonly decision: {
    readonly hash: string;
    readonly approved: boolean;
    readonly reason: string | null;
  } | null;
};

/** Hashes by which events name the entitlement of a referral: what is paid of either is paid (protocol §8). Empty before it is computed. */
export const hashesOfEntitlement = ({ entitlement }: Pick<ReferralState, 'entitlement'>): readonly string[] =>
  entitlement === null ? [] : (entitlement.same ?? [entitlement.hash]);

/** Who must act next and why. `since` is when it became their turn. */
export type Waiting = {
  readonly on: Party | 'nobody';
  readonly act:
    | 'invite'
    | 'acknowledge'
    | 'pass-details'
    /** Nothing may be passed on: every consent of the referral for the receiver has been taken back. */
    | 'consent-ended'
    | 'confirm-receipt'
    | 'intake'
    /** The same, after the details had been passed and before Intake. */
    | 'stop-contact'
    | 'attest-ending'
    | 'attest-acknowledgement'
    | 'qualify'
    | 'settle'
    | 'attest-settlement'
    | 'correct-settlement'
    | 'invite-outcome'
    | 'confirm-outcome'
    | 'attest-outcome'
    | 'resolve-duplicate'
    | 'none';
  readonly since: string;
};

/** Everything the events of one referral say; a pure fold, the same for any order in which they arrived. */
export type ReferralState = {
  readonly intent: string;
  readonly referral: string;
  readonly terms: z.infer<typeof intentBody>;
  readonly steps: readonly (Handshake | null)[];
  readonly duplicates: readonly { readonly step: number; readonly hash: string; readonly at: string }[];
  readonly unresolved: boolean;
  readonly invitations: readonly Invitation[];
  readonly consents: readonly ConsentFacts[];
  readonly disclosures: readonly Disclosure[];
  readonly qualified: { readonly hash: string; readonly at: string } | null;
  readonly ending: Ending | null;
  readonly trigger: 'settled' | 'qualified' | null;
  readonly incomes: readonly IncomeStatement[];
  /** The statement that counts: the last one the referrer agrees to. */
  readonly agreed: IncomeStatement | null;
  readonly outcomeAttestations: readonly Attested[];
  readonly acknowledgementAttestations: readonly Attested[];
  readonly entitlement: EntitlementFacts | null;
  readonly waiting: Waiting;
  /** Five of five, nothing unresolved, no ending, every attestation the assurance asks for. */
  readonly complete: boolean;
  /** When the last fact that completed it was signed and first seen here; null while incomplete. */
  readonly completedAt: { readonly at: string; readonly seenAt: string } | null;
  /** Highest log index folded in. */
  readonly lastIndex: number;
};
