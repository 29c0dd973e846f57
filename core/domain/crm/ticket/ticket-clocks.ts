import type { Result } from '../../result.ts';
import type { Instant } from '../../time/instant.ts';
import { type SlaClock, slaState, type SlaState } from '../sla/sla-clock.ts';
import type { SlaPolicy } from '../sla/sla-policy.ts';
import type { WorkCalendar, WorkTimeError } from '../sla/work-calendar.ts';
import type { TicketDocument } from './ticket-document.ts';

/** Both promises of a ticket. */
export interface TicketClocks {
  readonly respond: Result<SlaState, WorkTimeError>;
  readonly solve: Result<SlaState, WorkTimeError>;
}

/** Where the two promises of a ticket stand, by the policy of its priority. A solution is an answer: it stops the first clock too. */
export const ticketClocks = (ticket: TicketDocument, policy: SlaPolicy, calendar: WorkCalendar, now: Instant): TicketClocks => {
  const limits = policy.tickets[ticket.priority];
  const clock = (limitMinutes: number, stoppedAt: Instant | null): SlaClock => ({
    startedAt: ticket.openedAt,
    limitMinutes,
    // A pause after the clock has stopped says nothing about it.
    pauses: ticket.pauses.filter((pause) => stoppedAt === null || pause.from < stoppedAt),
    stoppedAt,
  });
  return {
    respond: slaState(clock(limits.respond, ticket.respondedAt ?? ticket.solvedAt), now, calendar),
    solve: slaState(clock(limits.solve, ticket.solvedAt), now, calendar),
  };
};
