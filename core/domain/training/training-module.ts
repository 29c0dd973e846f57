import { z } from 'zod';
import { err, ok, type Result } from '../result.ts';

const question = z
  .strictObject({
    ask: z.string().min(1),
    options: z.array(z.string().min(1)).min(2).max(6),
    right: z.int().min(0),
    why: z.string().min(1),
  })
  .refine(({ options, right }) => right < options.length, 'the right option is not among the options');

const version = z
  .strictObject({
    version: z.int().min(1).max(9999),
    effectiveFrom: z.iso.date(),
    title: z.string().min(1),
    /** So many right answers pass. */
    pass: z.int().min(1),
    parts: z
      .array(z.strictObject({ title: z.string().min(1), text: z.array(z.string().min(1)).min(1), questions: z.array(question).min(1) }))
      .min(1),
  })
  .refine(({ parts, pass }) => pass <= parts.flatMap((part) => part.questions).length, 'more right answers pass than there are questions');

/** A module in all its versions, as it is shipped. */
export const trainingFileSchema = z.strictObject({ module: z.string().regex(/^[a-z][a-z-]*$/u), versions: z.array(version).min(1) });
export type TrainingFile = z.infer<typeof trainingFileSchema>;

/** One version of a module: parts to read, each with the questions that follow it. */
export type TrainingModule = TrainingFile['versions'][number] & { readonly module: string };
export type TrainingQuestion = TrainingModule['parts'][number]['questions'][number];

/** The version in use on a day (YYYY-MM-DD): the latest that has begun, else the first. */
export const moduleOn = ({ module, versions }: TrainingFile, day: string): TrainingModule => {
  const [first, ...later] = versions.toSorted((a, b) => a.version - b.version);
  if (first === undefined) throw new Error(`the module ${module} has no version`);
  return { module, ...later.reduce((held, next) => (next.effectiveFrom <= day ? next : held), first) };
};

/** Every question in the order of the parts: the order of answers. */
export const questionsOf = ({ parts }: Pick<TrainingModule, 'parts'>): readonly TrainingQuestion[] =>
  parts.flatMap((part) => part.questions);

/** How many of the answers are right, and whether that passes. */
export type Judged = { readonly right: number; readonly of: number; readonly passed: boolean };

/** Judges answers, one option index a question. Errors: another number of answers than questions, an option that there is not. */
export const judgeAnswers = (
  module: TrainingModule,
  answers: readonly number[],
): Result<Judged, { readonly code: 'answers-count' | 'answer-unknown' }> => {
  const questions = questionsOf(module);
  if (answers.length !== questions.length) return err({ code: 'answers-count' });
  if (questions.some(({ options }, at) => options[answers[at] ?? -1] === undefined)) return err({ code: 'answer-unknown' });
  const right = questions.filter((one, at) => one.right === answers[at]).length;
  return ok({ right, of: questions.length, passed: right >= module.pass });
};
