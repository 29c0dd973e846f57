import { err, ok, type Result } from '../../result.ts';
import type { Instant } from '../../time/instant.ts';
import { type TicketDocument, ticketState } from './ticket-document.ts';

/** What people do to a ticket beside editing it. */
export type TicketAct =
  | { readonly act: 'respond' }
  | { readonly act: 'pause'; readonly reason: string }
  | { readonly act: 'resume' }
  | { readonly act: 'solve'; readonly solution: string }
  | { readonly act: 'reopen' };

/** Why an act does not fit a ticket as it stands. */
export type TicketRefusal =
  | { readonly code: 'answered-before' }
  | { readonly code: 'paused-before' }
  | { readonly code: 'not-paused' }
  | { readonly code: 'solved-before' }
  | { readonly code: 'not-solved' };

type Changes = Partial<Pick<TicketDocument, 'respondedAt' | 'solvedAt' | 'solution' | 'pauses'>>;

const resumed = (ticket: TicketDocument, now: Instant): TicketDocument['pauses'] =>
  ticket.pauses.map((pause) => (pause.to === null ? { ...pause, to: now < pause.from ? pause.from : now } : pause));

/** The fields an act changes. Errors: every `TicketRefusal`. Solving ends a pause; opening again pauses for the time it was solved. */
export const ticketAct = (ticket: TicketDocument, act: TicketAct, now: Instant): Result<Changes, TicketRefusal> => {
  const state = ticketState(ticket);
  switch (act.act) {
    case 'respond':
      if (state === 'solved') return err({ code: 'solved-before' });
      return ticket.respondedAt === null ? ok({ respondedAt: now }) : err({ code: 'answered-before' });
    case 'pause':
      if (state === 'solved') return err({ code: 'solved-before' });
      if (state === 'waiting') return err({ code: 'paused-before' });
      return ok({ pauses: [...ticket.pauses, { from: now, to: null, reason: act.reason }] });
    case 'resume':
      return state === 'waiting' ? ok({ pauses: resumed(ticket, now) }) : err({ code: 'not-paused' });
    case 'solve':
      if (state === 'solved') return err({ code: 'solved-before' });
      return ok({ solvedAt: now, solution: act.solution, pauses: resumed(ticket, now) });
    case 'reopen':
      if (ticket.solvedAt === null) return err({ code: 'not-solved' });
      return ok({
        solvedAt: null,
        respondedAt: ticket.respondedAt ?? ticket.solvedAt,
        pauses: [...ticket.pauses, { from: ticket.solvedAt, to: now, reason: 'Was solved' }],
      });
  }
};
