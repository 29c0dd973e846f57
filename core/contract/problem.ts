import { z } from 'zod';
import { changeConflict } from './records.ts';

/** RFC 9457 problem details with what a person needs: what, where, what was kept, what to do next. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().optional(),
  where: z.string().optional(),
  kept: z.string().optional(),
  next: z.string().optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Fields that somebody else changed meanwhile, with both values. */
  conflicts: z.array(changeConflict).optional(),
});
export type Problem = z.infer<typeof problem>;
