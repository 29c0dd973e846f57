import { z } from 'zod';
import { code, instant } from './scalars.ts';

/** A person's answers to a module, judged at the desk and signed when they pass. */
export const trainingAct = z.object({
  act: z.literal('training'),
  module: code,
  version: z.int().min(1).max(9999),
  answers: z.array(z.int().min(0).max(5)).min(1).max(200),
});

/** One thing a new member does to begin with, and whether it is done. */
const step = z.object({ name: z.string(), detail: z.string(), done: z.boolean(), href: z.string() });

/** What a new member reads and does to begin with. */
export const firstSteps = z.object({
  steps: z.array(step),
  module: z.object({
    module: code,
    version: z.int(),
    title: z.string(),
    pass: z.int(),
    parts: z.array(
      z.object({
        title: z.string(),
        text: z.array(z.string()),
        questions: z.array(z.object({ ask: z.string(), options: z.array(z.string()) })),
      }),
    ),
  }),
  /** This person's own best result for any version; null before. */
  passed: z.object({ at: instant, right: z.int(), of: z.int(), version: z.int() }).nullable(),
  /** Others of the practice, and whether they have passed. */
  people: z.array(z.object({ name: z.string(), passed: z.boolean() })),
});
export type FirstSteps = z.infer<typeof firstSteps>;

/** The answers to one part, to be looked at before the next. */
export const partAnswers = z.object({ part: z.int().min(0).max(50), answers: z.array(z.int().min(0).max(5)).max(20) });
/** For each question whether the answer is right, and why. */
export const partJudged = z.object({ questions: z.array(z.object({ right: z.boolean(), why: z.string() })) });
