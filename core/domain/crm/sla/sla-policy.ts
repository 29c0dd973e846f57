import { z } from 'zod';
import { WORKSPACE_ROLES } from '../workspace/role.ts';
import { holidayOverrideSchema } from './work-calendar.ts';
import { OFFICE_HOURS, workingHoursSchema } from './working-hours.ts';

/** Priorities of tickets and tasks, the most urgent last. */
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

/** Working minutes until something must be done: 1 minute … 2,000 hours of work. */
const limit = z.int().min(1).max(120_000);

const ticketLimits = z.strictObject({
  /** Working minutes until the first answer, and until the matter is solved. */
  respond: limit,
  solve: limit,
});

/** Promises of the practice: how long a new lead, a hand-over and a ticket may wait, in working minutes of the role that owns them. */
export const slaPolicySchema = z.strictObject({
  leads: z.strictObject(
    Object.fromEntries(WORKSPACE_ROLES.map((role) => [role, limit])) as Record<(typeof WORKSPACE_ROLES)[number], typeof limit>,
  ),
  tickets: z.strictObject({ low: ticketLimits, normal: ticketLimits, high: ticketLimits, urgent: ticketLimits }),
});

export type SlaPolicy = z.output<typeof slaPolicySchema>;

const HOUR = 60;
const DAY = 8 * HOUR;

/** What a new desk starts with: a working day for a lead, a ticket answered within a working day and solved within five. */
export const DEFAULT_SLA_POLICY: SlaPolicy = {
  leads: { bd: 4 * HOUR, sales: DAY, cs: DAY, cmo: 5 * DAY },
  tickets: {
    low: { respond: 2 * DAY, solve: 10 * DAY },
    normal: { respond: DAY, solve: 5 * DAY },
    high: { respond: 4 * HOUR, solve: 2 * DAY },
    urgent: { respond: HOUR, solve: DAY },
  },
};

/** Working hours per workspace role, and the practice's corrections of the public holidays. */
export const workingTimeSchema = z.strictObject({
  roles: z.strictObject(
    Object.fromEntries(WORKSPACE_ROLES.map((role) => [role, workingHoursSchema])) as Record<
      (typeof WORKSPACE_ROLES)[number],
      typeof workingHoursSchema
    >,
  ),
  holidays: z.array(holidayOverrideSchema).max(500),
});

export type WorkingTime = z.output<typeof workingTimeSchema>;

/** Monday to Friday, 9:00 to 17:00 AEST or AEDT for every role (A013). */
export const DEFAULT_WORKING_TIME: WorkingTime = {
  roles: { bd: OFFICE_HOURS, sales: OFFICE_HOURS, cs: OFFICE_HOURS, cmo: OFFICE_HOURS },
  holidays: [],
};
