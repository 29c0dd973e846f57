import type { z } from 'zod';
import type { FirstSteps, partAnswers, partJudged } from '../../contract/training.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { judgeAnswers, moduleOn, type TrainingModule, trainingFileSchema } from '../../domain/training/training-module.ts';
import { membershipOf } from '../../protocol/register/membership.ts';
import { activePeople } from '../../protocol/register/state.ts';
import type { ActHandler } from '../acts/plan.ts';
import { agreementsWith } from '../agreements/agreements.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { today } from '../referrals/today.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';
import { shippedFile } from '../shipped.ts';

const shipped = shippedFile('training/first-steps.json', (value) => trainingFileSchema.parse(value));

/** The module in use today. */
const current = (desk: DeskContext): TrainingModule => moduleOn(shipped(desk), today(desk));

/** What this practice has still to do before its first referral can go out and be paid, from what is signed: nothing is ticked by hand. */
const stepsOf = (desk: DeskContext): FirstSteps['steps'] => {
  const register = registerOf(desk);
  const own = desk.profile.practice;
  const facts = membershipOf(register, own);
  const others = [...register.practices.values()].filter((one) => one.practice !== own && one.kind === 'member');
  const agreed = others.some((other) =>
    agreementsWith(desk, other.practice).some((agreement) => agreement.kind !== 'rcti' && agreement.state === 'both'),
  );
  const sent = desk.ledger.referrals().some((state) => state.terms.referrer === own);
  return [
    {
      name: 'State where you work',
      detail: 'Others find you by it: within 50 km, or in a community.',
      done: facts.located !== null,
      href: '/practices',
    },
    {
      name: 'Say what you offer',
      detail: 'The products of your verticals, with their days.',
      done: facts.products.length > 0,
      href: '/practices',
    },
    {
      name: 'Sign an agreement with another practice',
      detail: 'It counts once both have signed the same words.',
      done: agreed,
      href: '/practices',
    },
    { name: 'Make your first referral', detail: 'With the client’s own yes, step by step.', done: sent, href: '/referrals/new' },
  ];
};

/** What a new member reads and does to begin with: steps, the module without its solutions, and who has passed. */
export const firstStepsOf = (desk: DeskContext, person: SignedInPerson): FirstSteps => {
  const register = registerOf(desk);
  const { module, version, title, pass, parts } = current(desk);
  const passed = membershipOf(register, desk.profile.practice).training.filter((one) => one.module === module);
  const best = passed
    .filter((one) => one.person === person.person)
    .toSorted((a, b) => b.version - a.version || b.right - a.right)
    .at(0);
  return {
    steps: stepsOf(desk),
    module: {
      module,
      version,
      title,
      pass,
      parts: parts.map((part) => ({
        title: part.title,
        text: part.text,
        questions: part.questions.map(({ ask, options }) => ({ ask, options })),
      })),
    },
    passed: best === undefined ? null : { at: best.at, right: best.right, of: best.of, version: best.version },
    people: activePeople(register, desk.profile.practice, desk.ledger.size())
      .filter((one) => one.person !== person.person)
      .map((one) => ({ name: one.name, passed: passed.some((result) => result.person === one.person) })),
  };
};

/** Whether the answers to one part are right, and why; nothing is kept. Errors: a part that there is not, another number of answers. */
export const judgePart = (
  desk: DeskContext,
  { part, answers }: z.infer<typeof partAnswers>,
): Result<z.infer<typeof partJudged>, Refusal> => {
  const questions = current(desk).parts[part]?.questions;
  if (questions === undefined || questions.length !== answers.length)
    return err({
      status: 422,
      code: 'answers-count',
      title: 'These answers do not fit the questions',
      detail: 'Each question of the part has one answer.',
      kept: 'Nothing was kept.',
      next: 'Answer each question and check again.',
    });
  return ok({ questions: questions.map(({ right, why }, at) => ({ right: right === answers[at], why })) });
};

/** A person signs that they have answered a module well enough (`training.passed`): the desk judges the answers, the person's own key signs. */
export const trainingAct: ActHandler<'training'> = (desk, person, act) => {
  const module = current(desk);
  if (act.module !== module.module || act.version !== module.version)
    return refuseToSign(
      'module-other',
      409,
      'Another version of the module is in use',
      `It is version ${String(module.version)} now.`,
      'Open the page again and answer its questions.',
    );
  const judged = judgeAnswers(module, act.answers);
  if (!judged.ok)
    return refuseToSign('answers-count', 422, 'An answer is missing', 'Each question has one answer.', 'Answer every question first.');
  const { right, of, passed } = judged.value;
  if (!passed)
    return refuseToSign(
      'not-passed',
      422,
      `${String(right)} of ${String(of)} answers are right`,
      `It takes ${String(module.pass)} to pass.`,
      'Read the parts again and change the answers.',
    );
  return ok({
    words: `${person.name} has worked through “${module.title}” and answered ${String(right)} of ${String(of)} questions right.`,
    facts: [{ label: 'Module', value: `${module.title}, version ${String(module.version)}` }],
    ticks: [],
    warnings: [],
    events: [
      () => ({
        type: 'training.passed',
        body: { practice: desk.profile.practice, person: person.person, module: module.module, version: module.version, right, of },
      }),
    ],
    assertion: { need: 'none', why: null },
  });
};
