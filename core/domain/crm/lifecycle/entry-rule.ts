import { z } from 'zod';
import { daysBetween, type LocalDate } from '../../time/local-date.ts';

/** A criterion that the desk can check before a contact enters a stage. What it cannot check stands in the stage's own words. */
export const entryRuleSchema = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('reachable') }),
  z.strictObject({ check: z.literal('owner') }),
  z.strictObject({ check: z.literal('tag'), tag: z.string().trim().min(1).max(60) }),
  z.strictObject({ check: z.literal('activity'), withinDays: z.int().min(1).max(3650), atLeast: z.int().min(1).max(100) }),
  z.strictObject({ check: z.literal('quiet'), forDays: z.int().min(1).max(3650) }),
  z.strictObject({ check: z.literal('open-deal') }),
  z.strictObject({ check: z.literal('won-deal') }),
  z.strictObject({ check: z.literal('no-open-deal') }),
  z.strictObject({ check: z.literal('no-late-ticket') }),
]);

export type EntryRule = z.output<typeof entryRuleSchema>;

/** What is known of a contact when its stage is changed. Dates are days of the practice's own zone. */
export interface StageFacts {
  readonly reachable: boolean;
  readonly owner: string | null;
  readonly tags: readonly string[];
  /** Days of calls, meetings and filed e-mails. */
  readonly activities: readonly LocalDate[];
  readonly openDeals: number;
  readonly wonDeals: number;
  readonly lateTickets: number;
  /** The day the contact was first known; a quiet time is counted from here while there was no activity. */
  readonly knownSince: LocalDate;
}

/** One criterion with whether it is met, in words. */
export interface CheckedRule {
  readonly rule: EntryRule;
  readonly met: boolean;
  readonly words: string;
}

const plural = (count: number, one: string, many: string): string => `${String(count)} ${count === 1 ? one : many}`;

const isMet = (rule: EntryRule, facts: StageFacts, today: LocalDate): boolean => {
  switch (rule.check) {
    case 'reachable':
      return facts.reachable;
    case 'owner':
      return facts.owner !== null;
    case 'tag':
      return facts.tags.some((tag) => tag.toLowerCase() === rule.tag.toLowerCase());
    case 'activity':
      return facts.activities.filter((day) => day <= today && daysBetween(day, today) < rule.withinDays).length >= rule.atLeast;
    case 'quiet':
      return [facts.knownSince, ...facts.activities].every((day) => daysBetween(day, today) >= rule.forDays);
    case 'open-deal':
      return facts.openDeals > 0;
    case 'won-deal':
      return facts.wonDeals > 0;
    case 'no-open-deal':
      return facts.openDeals === 0;
    case 'no-late-ticket':
      return facts.lateTickets === 0;
  }
};

/** A criterion in words: "Has an owner", "At least 2 activities within 30 days". */
export const entryRuleWords = (rule: EntryRule): string => {
  switch (rule.check) {
    case 'reachable':
      return 'Has an e-mail address or a phone number';
    case 'owner':
      return 'Has an owner';
    case 'tag':
      return `Has the tag “${rule.tag}”`;
    case 'activity':
      return `At least ${plural(rule.atLeast, 'activity', 'activities')} within ${plural(rule.withinDays, 'day', 'days')}`;
    case 'quiet':
      return `No activity for ${plural(rule.forDays, 'day', 'days')}`;
    case 'open-deal':
      return 'Has an open deal';
    case 'won-deal':
      return 'Has a won deal';
    case 'no-open-deal':
      return 'Has no open deal';
    case 'no-late-ticket':
      return 'Has no late ticket';
  }
};

/** Each criterion with whether a contact meets it today. */
export const checkRules = (rules: readonly EntryRule[], facts: StageFacts, today: LocalDate): readonly CheckedRule[] =>
  rules.map((rule) => ({ rule, met: isMet(rule, facts, today), words: entryRuleWords(rule) }));
