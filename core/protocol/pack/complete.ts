import { foldReferral } from '../../domain/referral/fold.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { KnownEvent, Logged, LoggedOf } from '../event/event.ts';
import type { AuthorFacts } from '../register/authority.ts';
import type { PackEvents } from './pack-events.ts';
import type { PackJson } from './pack-json.ts';
import type { CompleteVerdict } from './report.ts';

/** The state of the pack's referral, by the authors as the pack states them. */
export const stateOf = (
  intent: LoggedOf<'referral.intent'>,
  events: readonly Logged<KnownEvent>[],
  authorOf: (hash: string) => AuthorFacts | undefined,
): ReferralState => foldReferral({ intent, events, authorOf });

const STEP_NAMES = ['intent', 'acknowledgement', 'intake', 'settlement', 'outcome'] as const;
const NUMBERS = ['none', 'one', 'two', 'three', 'four', 'five'] as const;

/** What an interim referral lacks (protocol §12.3); empty exactly when it is complete. */
export const missingOf = (state: ReferralState): readonly string[] => {
  if (state.complete) return [];
  const missing = STEP_NAMES.filter((_, step) => state.steps[step] === null).map((name) => `the ${name} is not signed`);
  if (state.unresolved) missing.push('two events of the last step, and nothing says which counts');
  if (state.ending?.effective === true) missing.push(`the referral ended: ${state.ending.kind}`);
  if (state.steps[3] !== null && state.agreed === null) missing.push('the referrer has not attested the amount');
  if (missing.length === 0) missing.push('an attestation that the kind of client key asks for');
  return missing;
};

/** Types of ribs that a reader may look for, with the word for them. */
const RIBS = [
  ['settlement.corrected', 'Corrections of the amount'],
  ['consent.withdrawn', 'Withdrawals of consent'],
  ['referral.declined', 'Refusals by the receiver'],
  ['referral.withdrawn', 'Withdrawals of the referral'],
  ['entitlement.rejected', 'Rejections of the entitlement'],
  ['invoice.rejected', 'Rejections of an invoice'],
  ['line.failed', 'Failed payments'],
] as const;

/** The verdict of protocol §12.3 on an intact pack, worded. */
export const judgeComplete = (state: ReferralState, events: PackEvents, pack: PackJson): CompleteVerdict => {
  const steps = state.steps.filter((step) => step !== null).length;
  const missing = missingOf(state);
  const exporter = events.parties.get(pack.exporter.practice)?.name ?? pack.exporter.practice;
  const present = new Set<string>(events.known.map((event) => event.type));
  const absent = RIBS.filter(([type]) => !present.has(type)).map(([, name]) => name);
  const head =
    missing.length === 0
      ? 'Chain complete: five of five handshakes are signed.'
      : `Interim: ${NUMBERS[steps] ?? String(steps)} of five handshakes ${steps === 1 ? 'is' : 'are'} signed. Missing: ${missing.join('; ')}.`;
  const none =
    absent.length === 0 ? [] : [`${absent.join(', ')}: none in this pack, as stated by ${exporter} at log size ${String(pack.log.size)}.`];
  return { verdict: missing.length === 0 ? 'complete' : 'interim', steps, missing, words: [head, ...none] };
};
