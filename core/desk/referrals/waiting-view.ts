import type { z } from 'zod';
import type { waitingView } from '../../contract/referrals.ts';
import { formatDateWithWeekday } from '../../domain/time/date-text.ts';
import type { Ending, ReferralState, Waiting } from '../../domain/referral/state.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import type { LimitCode } from '../../domain/legal/law-files.ts';
import type { DeskContext } from '../context.ts';
import { limitOn } from '../legal/law.ts';
import { businessDaysLeft, businessDue, dateIn } from './calendar.ts';
import { practiceName, sideOf } from './party.ts';
import { barredWords, waitingNow } from './waiting-now.ts';
import { reasonWords } from './reasons.ts';

/** Business days an act may take by practice of the network; null where no clock runs. The two of the law come from its dated configuration. */
const LIMITS: Readonly<Record<Waiting['act'], number | LimitCode | null>> = {
  invite: 5,
  acknowledge: null,
  'pass-details': 'nccp-pass-details',
  'consent-ended': null,
  'confirm-receipt': 2,
  intake: 'nccp-contact',
  'stop-contact': null,
  'attest-ending': 5,
  'attest-acknowledgement': 5,
  qualify: null,
  settle: null,
  'attest-settlement': 5,
  'correct-settlement': 5,
  'invite-outcome': 5,
  'confirm-outcome': null,
  'attest-outcome': 5,
  'resolve-duplicate': null,
  none: null,
};

const SENTENCES: Readonly<Record<Waiting['act'], string>> = {
  invite: 'They invite the client to acknowledge the referral.',
  acknowledge: 'The client gives consent and acknowledges the referral.',
  'pass-details': 'They pass the client’s details to the receiver.',
  'consent-ended': 'They pass nothing on: the client has taken the consent back. They ask for a new one, or withdraw the referral.',
  'confirm-receipt': 'They confirm that the details arrived.',
  intake: 'They contact the client and sign Intake.',
  'stop-contact':
    'They go no further and delete the details: the client has taken the consent back. They decline, unless the client agrees anew.',
  'attest-ending': 'They confirm that the referral ends.',
  'attest-acknowledgement': 'They confirm how the client signed.',
  qualify: 'They say whether the client qualifies.',
  settle: 'They sign Settlement when the business is done.',
  'attest-settlement': 'They check the income and agree or disagree.',
  'correct-settlement': 'They correct the amount or explain it.',
  'invite-outcome': 'They invite the client to confirm the outcome.',
  'confirm-outcome': 'The client confirms the outcome.',
  'attest-outcome': 'They confirm how the client signed.',
  'resolve-duplicate': 'Two signatures stand for one step; the next one decides which counts.',
  none: '',
};

/** The day by which the waiting party acts; null without a clock. */
export const dueOf = (desk: Pick<DeskContext, 'shipped' | 'zone'>, waiting: Waiting): LocalDate | null => {
  const limit = LIMITS[waiting.act];
  if (limit === null || waiting.since === '') return null;
  const days = typeof limit === 'number' ? limit : limitOn(desk, limit, dateIn(desk.zone, waiting.since)).value;
  return businessDue(desk, waiting.since, days);
};

/** "This referral has ended: declined by ABC Finance, no capacity at present." */
const endedWords = (desk: DeskContext, state: ReferralState, ending: Ending): string => {
  const by =
    ending.by === 'client' ? 'the client' : practiceName(desk, ending.by === 'referrer' ? state.terms.referrer : state.terms.receiver);
  const what = ending.kind === 'unqualified' ? 'found not to qualify' : ending.kind;
  return `This referral has ended: ${what} by ${by}${ending.reason === null ? '' : `, ${reasonWords(ending.reason)}`}.`;
};

/** The waiting line under the rail: who, how long, what, by when. */
export const waitingLine = (desk: DeskContext, state: ReferralState): z.infer<typeof waitingView> => {
  const waiting = waitingNow(desk, state);
  const side = sideOf(desk, state);
  const you = waiting.on === side;
  const who =
    waiting.on === 'client'
      ? 'the client'
      : waiting.on === 'nobody'
        ? ''
        : you
          ? 'you'
          : practiceName(desk, waiting.on === 'referrer' ? state.terms.referrer : state.terms.receiver);
  if (waiting.on === 'nobody') {
    const headline = state.ending?.effective === true ? endedWords(desk, state, state.ending) : 'All five handshakes are signed.';
    return {
      on: 'nobody',
      you: false,
      act: 'none',
      headline,
      sentence: '',
      since: waiting.since === '' ? null : waiting.since,
      due: null,
      late: false,
    };
  }
  const due = dueOf(desk, waiting);
  const left = due === null ? null : businessDaysLeft(desk, dateIn(desk.zone, desk.clock.now()), due);
  const late = left !== null && left < 0;
  const days =
    left === null
      ? ''
      : late
        ? `, ${-left} business ${left === -1 ? 'day' : 'days'} late`
        : left === 0
          ? ', due today'
          : `, ${left} business ${left === 1 ? 'day' : 'days'} left`;
  const by = due === null ? '' : ` By ${formatDateWithWeekday(due)}.`;
  return {
    on: waiting.on,
    you,
    act: waiting.act,
    headline: `Waiting on ${who}${days}.`,
    sentence: `${waiting.barred !== null ? barredWords(waiting.barred) : you ? SENTENCES[waiting.act].replaceAll(/(^|\s)They /gu, '$1You ') : SENTENCES[waiting.act]}${by}`,
    since: waiting.since,
    due,
    late,
  };
};
