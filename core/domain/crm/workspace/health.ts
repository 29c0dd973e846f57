import { daysBetween, type LocalDate } from '../../time/local-date.ts';

/** What the health of an account is computed from: rows of the desk, nothing typed in. */
export interface HealthFacts {
  readonly lastActivity: LocalDate | null;
  readonly openTickets: number;
  readonly lateTickets: number;
  /** Day of the newest won deal. */
  readonly lastWon: LocalDate | null;
  readonly openDeals: number;
  readonly overdueTasks: number;
  /** Referrals of this client that are open or complete. */
  readonly referrals: number;
}

export type HealthPart = 'touch' | 'tickets' | 'work' | 'promises' | 'referrals';

/** One part of the score: points of how many, and why. */
export interface HealthLine {
  readonly part: HealthPart;
  readonly name: string;
  readonly points: number;
  readonly of: number;
  readonly why: string;
}

export type HealthBand = 'healthy' | 'watch' | 'at-risk';

export interface Health {
  /** 0 … 100: the sum of the lines. */
  readonly score: number;
  readonly band: HealthBand;
  readonly lines: readonly HealthLine[];
}

const HEALTHY_FROM = 70;
const WATCH_FROM = 40;

const days = (count: number): string => `${String(count)} ${count === 1 ? 'day' : 'days'}`;

const touch = ({ lastActivity }: HealthFacts, today: LocalDate): HealthLine => {
  const line = { part: 'touch', name: 'In touch', of: 30 } as const;
  if (lastActivity === null) return { ...line, points: 0, why: 'No call, meeting or e-mail is recorded' };
  const ago = Math.max(0, daysBetween(lastActivity, today));
  const points = ago <= 30 ? 30 : ago <= 90 ? 20 : ago <= 180 ? 10 : 0;
  return { ...line, points, why: ago === 0 ? 'Last activity today' : `Last activity ${days(ago)} ago` };
};

const tickets = ({ openTickets, lateTickets }: HealthFacts): HealthLine => {
  const line = { part: 'tickets', name: 'Tickets', of: 25 } as const;
  if (lateTickets > 0) return { ...line, points: 0, why: `${String(lateTickets)} late` };
  return openTickets > 0
    ? { ...line, points: 15, why: `${String(openTickets)} open, none late` }
    : { ...line, points: 25, why: 'None open' };
};

const work = ({ lastWon, openDeals }: HealthFacts, today: LocalDate): HealthLine => {
  const line = { part: 'work', name: 'Work', of: 20 } as const;
  const recent = lastWon !== null && daysBetween(lastWon, today) <= 365;
  if (recent) return { ...line, points: 20, why: 'A deal was won within a year' };
  if (openDeals > 0) return { ...line, points: 15, why: `${String(openDeals)} open ${openDeals === 1 ? 'deal' : 'deals'}` };
  return lastWon === null
    ? { ...line, points: 0, why: 'No deal was won, none is open' }
    : { ...line, points: 8, why: 'The last deal was won over a year ago' };
};

const promises = ({ overdueTasks }: HealthFacts): HealthLine => ({
  part: 'promises',
  name: 'Our promises',
  of: 15,
  points: overdueTasks === 0 ? 15 : overdueTasks === 1 ? 7 : 0,
  why: overdueTasks === 0 ? 'No task is overdue' : `${String(overdueTasks)} ${overdueTasks === 1 ? 'task is' : 'tasks are'} overdue`,
});

const referrals = (facts: HealthFacts): HealthLine => ({
  part: 'referrals',
  name: 'Referrals',
  of: 10,
  points: facts.referrals > 0 ? 10 : 0,
  why: facts.referrals === 0 ? 'Never referred' : `${String(facts.referrals)} open or complete`,
});

/** Health of an account with its reasons. The lines always add up to the score; the same facts always give the same score. */
export const accountHealth = (facts: HealthFacts, today: LocalDate): Health => {
  const lines = [touch(facts, today), tickets(facts), work(facts, today), promises(facts), referrals(facts)];
  const score = lines.reduce((sum, line) => sum + line.points, 0);
  return { score, band: score >= HEALTHY_FROM ? 'healthy' : score >= WATCH_FROM ? 'watch' : 'at-risk', lines };
};
