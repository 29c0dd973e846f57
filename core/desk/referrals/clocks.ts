import type { ReferralView } from '../../contract/referrals.ts';
import { nccpClocks, type ClockState, type RegulatoryClock } from '../../domain/referral/nccp-clocks.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { type LocalDate, parseLocalDate } from '../../domain/time/local-date.ts';
import type { DeskContext } from '../context.ts';
import { limitOn, regimeOfPurpose } from '../legal/law.ts';
import { businessCalendar, dateIn } from './calendar.ts';

const LABELS = { 'pass-details': 'Details passed', 'first-contact': 'Receiver contacts client' } as const;

/** The day the receiver spoke with the client, as the intake states it. */
const contactedOn = (desk: DeskContext, state: ReferralState): LocalDate | null => {
  const hash = state.steps[2]?.hash;
  const intake = hash === undefined ? undefined : desk.ledger.known(hash);
  if (intake?.type !== 'referral.intake') return null;
  const day = parseLocalDate(intake.body.contactedOn);
  return day.ok ? day.value : null;
};

/** When the client was told, as far as it is recorded: the first yes, which comes after the notice and the benefit were shown. */
const toldAt = (state: ReferralState): string | null => {
  const told = [state.steps[1]?.at ?? null, ...state.consents.map((consent) => consent.at)].flatMap((at) => (at === null ? [] : [at]));
  return told.toSorted()[0] ?? null;
};

/** The clocks of NCCP reg 25 on one referral, with the limits in force on the day it began. */
export const clocksOfReferral = (desk: DeskContext, state: ReferralState): readonly [RegulatoryClock, RegulatoryClock] => {
  const day = (at: string | null | undefined): LocalDate | null => (at === null || at === undefined ? null : dateIn(desk.zone, at));
  const began = day(state.steps[0]?.at) ?? dateIn(desk.zone, desk.clock.now());
  const passed = state.disclosures.find((entry) => entry.recipient === state.terms.receiver);
  return nccpClocks(
    {
      told: day(toldAt(state)),
      passed: day(passed?.at),
      received: day(passed?.delivered?.at),
      contacted: contactedOn(desk, state),
    },
    {
      limits: {
        passDetails: limitOn(desk, 'nccp-pass-details', began).value,
        contact: limitOn(desk, 'nccp-contact', began).value,
      },
      calendar: businessCalendar(desk),
      today: dateIn(desk.zone, desk.clock.now()),
      // Neither runs on once the client has taken the consent back: nothing may be passed, and nobody contacts.
      ended: state.ending !== null || state.waiting.act === 'consent-ended' || state.waiting.act === 'stop-contact',
    },
  );
};

const days = (count: number): string => `${String(count)} business ${count === 1 ? 'day' : 'days'}`;

const wordsOf = (state: ClockState, due: LocalDate | null, limit: number): string => {
  switch (state.kind) {
    case 'not-started':
      return 'Not started';
    case 'stopped':
      return 'Ended';
    case 'running':
    case 'amber':
      return state.left === 0 ? 'Due today' : `Due ${due === null ? '' : formatDate(due)}, ${days(state.left)} left`;
    case 'late':
      return `Was due ${due === null ? '' : formatDate(due)}, ${days(state.by)} late`;
    case 'met':
      return `Met ${formatDate(state.on)}, ${days(limit)} allowed`;
    case 'met-late':
      return `Done ${formatDate(state.on)}, ${days(state.by)} late`;
    case 'unknown':
      return `No holiday data for ${String(state.missing.year)}`;
  }
};

/** The clocks as the page of a referral shows them. For other than credit they are the network's practice, not the law's. */
export const clocksOnPage = (desk: DeskContext, state: ReferralState): ReferralView['clocks'] => {
  const source = regimeOfPurpose(desk, state.terms.purpose).clocks ? 'NCCP reg 25' : 'practice of the network';
  return clocksOfReferral(desk, state).map(({ code, limit, due, state: stands }) => ({
    code,
    label: LABELS[code],
    words: wordsOf(stands, due, limit),
    limit,
    source,
    due,
    state: stands.kind,
  }));
};
