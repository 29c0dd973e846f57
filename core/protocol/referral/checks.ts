import type { KnownEvent, Logged, LoggedOf } from '../event/event.ts';
import type { AuthorFacts } from '../register/authority.ts';
import type { ByHash } from './belongs.ts';

export type ReferralFailure = {
  readonly code: 'spine.link' | 'spine.party' | 'spine.label' | 'client.commitment' | 'consent.scope' | 'rule.pinned';
  readonly why: string;
};

/**
 * The checks of protocol §6.4 on one event of a referral, except those on client keys; null when they hold.
 * `author` is who signed it, undefined for a key that is no party's, such as a passkey.
 */
export const referralProblem = (
  event: Logged<KnownEvent>,
  author: AuthorFacts | undefined,
  intent: LoggedOf<'referral.intent'>,
  byHash: ByHash,
): ReferralFailure | null => {
  if (event.referral !== undefined && event.referral !== intent.referral)
    return { code: 'spine.label', why: 'the label differs from the intent’s' };
  if (event.step === undefined) return null;
  const linked = linkProblem(event, byHash);
  if (linked !== null) return linked;
  if (author === undefined || !signsStep(event.step, author, intent)) return { code: 'spine.party', why: 'another party signs this step' };
  switch (event.type) {
    case 'referral.acknowledgement':
      return event.body.client === intent.body.client
        ? consentProblem(event, intent, byHash)
        : { code: 'client.commitment', why: 'not the client of the intent' };
    case 'referral.outcome':
      return event.body.client === intent.body.client ? null : { code: 'client.commitment', why: 'not the client of the intent' };
    case 'referral.intake':
      return event.body.rule === intent.body.rule.hash ? null : { code: 'rule.pinned', why: 'another rule than the intent’s' };
    default:
      return null;
  }
};

const linkProblem = (event: Logged<KnownEvent>, byHash: ByHash): ReferralFailure | null => {
  if (event.step === undefined || event.step === 0) return null;
  const below = event.prevStep === undefined ? undefined : byHash(event.prevStep);
  return below?.step === event.step - 1 ? null : { code: 'spine.link', why: 'the step below is not the one it names' };
};

const signsStep = (step: number, author: AuthorFacts, intent: LoggedOf<'referral.intent'>): boolean => {
  if (step === 1 || step === 4) return author.kind === 'client';
  return author.kind === 'person' && author.practice === (step === 0 ? intent.body.referrer : intent.body.receiver);
};

/** Every consent that an acknowledgement names is about the intent, for its receiver and purpose, and valid then. */
const consentProblem = (
  event: LoggedOf<'referral.acknowledgement'>,
  intent: LoggedOf<'referral.intent'>,
  byHash: ByHash,
): ReferralFailure | null => {
  for (const hash of event.body.consents) {
    const consent = byHash(hash);
    const fits =
      consent?.type === 'consent.granted' &&
      consent.about[0] === intent.hash &&
      consent.body.client === intent.body.client &&
      consent.body.recipients.includes(intent.body.receiver) &&
      consent.body.purpose === intent.body.purpose &&
      consent.body.validFrom <= event.at &&
      event.at < consent.body.validUntil;
    if (!fits)
      return {
        code: 'consent.scope',
        why: 'a consent it names does not cover this receiver, purpose and time',
      };
  }
  return null;
};
