import type { z } from 'zod';
import type { Act } from '../../../../core/contract/acts.ts';
import type { referralOptions } from '../../../../core/contract/referrals.ts';
import { type Choice, chooseRule } from '../../../../core/domain/commission/rule-choice.ts';
import { NEAR_KM } from '../../../../core/domain/place/place.ts';
import type { Cents } from '../../../../core/domain/money/cents.ts';

export type Options = z.infer<typeof referralOptions>;
export type Channel = 'phone' | 'email' | 'paper' | 'desk';

/** What a person has answered so far. It lives in this page only, until it is signed. */
export interface Answers {
  readonly purpose: string;
  readonly purposeWords: string;
  readonly receiver: string;
  /** asks: the client consents on a page of their own. recorded: the practice records a consent given before. */
  readonly consent: '' | 'asks' | 'recorded';
  readonly channel: '' | Channel;
  readonly artefact: string;
  readonly months: number;
  /** Vertical in which this practice refers, where it has several. */
  readonly from: string;
  readonly estimate: Cents | null;
  readonly duplicateConfirmed: boolean;
}

export const emptyAnswers: Answers = {
  purpose: '',
  purposeWords: '',
  receiver: '',
  consent: '',
  channel: '',
  artefact: '',
  months: 12,
  from: '',
  estimate: null,
  duplicateConfirmed: false,
};

export const channelNames: Readonly<Record<Channel, string>> = {
  phone: 'By phone',
  email: 'By e-mail',
  paper: 'On paper',
  desk: 'At our desk',
};

export const purposeOf = (options: Options, { purpose }: Answers) => options.purposes.find((one) => one.code === purpose);
export const receiverOf = (options: Options, { receiver }: Answers) => options.receivers.find((one) => one.practice === receiver);

/** Receivers who do what the purpose needs. */
export const receiversFor = (options: Options, answers: Answers): Options['receivers'] => {
  const vertical = purposeOf(options, answers)?.vertical;
  return vertical === undefined
    ? []
    : options.receivers
        .filter((one) => one.verticals.includes(vertical))
        .map((one) =>
          one.eligible && one.refused.includes(answers.purpose)
            ? { ...one, eligible: false, why: `No consent: ${options.contact.name} said no to this practice for this purpose` }
            : one,
        )
        .toSorted((a, b) => Number(b.eligible) - Number(a.eligible));
};

/** Where a receiver shall be: anywhere, within 50 km of this practice, or in a community of the network. */
export type Where = 'anywhere' | 'near' | (string & {});

/** Receivers at a place. Who has not said where they work is not near. */
export const receiversAt = (receivers: Options['receivers'], where: Where): Options['receivers'] =>
  where === 'anywhere'
    ? receivers
    : receivers.filter((one) => (where === 'near' ? one.km !== null && one.km <= NEAR_KM : one.communities.includes(where)));

/** Vertical in which this practice refers: its only one, or the one chosen; undefined until then. */
export const fromOf = (options: Options, { from }: Answers): string | undefined =>
  options.own.verticals.length === 1 ? options.own.verticals[0] : options.own.verticals.find((code) => code === from);

/** The rule in force that governs this referral, and those that it stands above; undefined where none is for it, or too little is answered. */
export const choiceOf = (options: Options, answers: Answers): Choice<Options['rules'][number]> | undefined => {
  const purpose = purposeOf(options, answers);
  const from = fromOf(options, answers);
  if (purpose === undefined || from === undefined) return undefined;
  return chooseRule(options.rules, {
    referrer: options.own.practice,
    receiver: answers.receiver,
    from,
    to: purpose.vertical,
    product: purpose.product,
    communities: receiverOf(options, answers)?.shared ?? [],
  });
};

export const ruleOf = (options: Options, answers: Answers): Options['rules'][number] | undefined => choiceOf(options, answers)?.chosen;

/** Which of the five steps still lacks an answer; 4 when all are given. */
export const firstOpenStep = (options: Options | undefined, answers: Answers): 0 | 1 | 2 | 3 | 4 => {
  if (options === undefined) return 0;
  const receiver = receiversFor(options, answers).find((one) => one.practice === answers.receiver);
  if (receiver?.eligible !== true || answers.purposeWords.trim() === '' || fromOf(options, answers) === undefined) return 1;
  if (answers.consent === '' || (answers.consent === 'recorded' && (answers.channel === '' || answers.artefact.trim() === ''))) return 2;
  return ruleOf(options, answers) === undefined ? 3 : 4;
};

/** The act that the answers make; null while one is missing. */
export const intentOf = (options: Options, answers: Answers): Act | null => {
  const purpose = purposeOf(options, answers);
  const rule = ruleOf(options, answers);
  const from = fromOf(options, answers);
  if (purpose === undefined || rule === undefined || from === undefined || firstOpenStep(options, answers) !== 4) return null;
  return {
    act: 'intent',
    contact: options.contact.id,
    receiver: answers.receiver,
    purpose: purpose.code,
    product: purpose.product,
    from,
    purposeWords: answers.purposeWords.trim(),
    rule: rule.hash,
    estimate: answers.estimate,
    duplicateConfirmed: answers.duplicateConfirmed,
    recordedConsent:
      answers.consent === 'recorded' && answers.channel !== ''
        ? { channel: answers.channel, artefact: answers.artefact.trim(), months: answers.months }
        : null,
  };
};
