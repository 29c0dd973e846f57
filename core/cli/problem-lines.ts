import type { Problem } from '../contract/problem.ts';

/** A refusal as lines for a person: what, where, what was kept, what next. */
export const problemLines = (problem: Problem): readonly string[] => [
  `${problem.title}.`,
  ...(problem.detail === '' ? [] : [problem.detail]),
  ...(problem.issues ?? []).map((issue) => `  ${issue.path}: ${issue.message}`),
  ...(problem.where === undefined ? [] : [`Where: ${problem.where}`]),
  ...(problem.kept === undefined ? [] : [`Kept: ${problem.kept}`]),
  ...(problem.next === undefined ? [] : [`Next: ${problem.next}`]),
];
