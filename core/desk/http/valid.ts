import { zValidator } from '@hono/zod-validator';
import type { ValidationTargets } from 'hono';
import type { z } from 'zod';
import { InvalidInput } from './problem.ts';

/**
 * Validates one part of a request; `c.req.valid(target)` is then typed in the route and in the window's client.
 * Throws InvalidInput with every issue. Malformed JSON never reaches the schema: Hono throws HTTPException(400).
 */
export const valid = <T extends keyof ValidationTargets, S extends z.ZodType>(target: T, schema: S) =>
  zValidator(target, schema, (result) => {
    if (!result.success) {
      throw new InvalidInput(result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })));
    }
  });
