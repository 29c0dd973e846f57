import { zValidator } from '@hono/zod-validator';
import type { ValidationTargets } from 'hono';
import type { z } from 'zod';
import { problemResponse, refuse } from './problem.ts';

/** Validates one part of a request against a schema of core/contract. Answers 400 with the first 20 issues. */
export const valid = <T extends keyof ValidationTargets, S extends z.ZodType>(target: T, schema: S) =>
  zValidator(target, schema, (result) => {
    if (result.success) return undefined;
    const issues = result.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }));
    return problemResponse(
      refuse(400, 'invalid-input', 'The request does not fit', { detail: 'Some members are missing or out of form.', issues }).error,
    );
  });
