import { createInterface } from 'node:readline/promises';
import { type Act, prepared, type Prepared, signed, type Signed } from '../../contract/acts.ts';
import { type Given } from '../command.ts';
import { DeskRefused, type DeskClient } from '../desk-client.ts';
import { UsageError } from '../outcome.ts';

/** Options of commands that sign. */
export const SIGN_OPTIONS = { yes: { type: 'boolean' } } as const;

const wordsOf = (draft: Prepared): readonly string[] => [
  draft.words,
  ...draft.facts.map((fact) => `  ${fact.label}: ${fact.value}`),
  ...draft.warnings.map((warning) => `  Note: ${warning}`),
  ...draft.ticks.map((tick) => `  I confirm: ${tick.text}`),
];

const confirm = async (draft: Prepared): Promise<boolean> => {
  if (!process.stdin.isTTY) throw new UsageError('this signs something: add --yes after reading what it says');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/iu.test((await terminal.question(`Sign as ${draft.signer.name}? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
};

const discard = async (api: DeskClient, draft: string): Promise<void> => {
  await api.send('DELETE', `/acts/${draft}`, undefined, prepared.partial().nullable());
};

/**
 * Prepares an act, shows what it says, and signs it once the person agrees (`--yes`, or typed). Acts that need a passkey are refused:
 * a terminal has none.
 */
export const signAct = async (
  api: DeskClient,
  given: Given,
  act: Act,
): Promise<{ readonly signed: Signed; readonly words: readonly string[] }> => {
  const draft = await api.send('POST', '/acts', { act }, prepared);
  const words = wordsOf(draft);
  if (draft.assertion.need === 'required')
    throw new DeskRefused('POST /acts', {
      type: 'urn:flip360:problem:assertion-required',
      title: 'This needs a passkey',
      status: 422,
      detail: draft.assertion.why ?? 'The command line has no passkey.',
      kept: 'Nothing was signed.',
      next: 'Sign it in the window.',
    });
  if (given.values['yes'] !== true) {
    for (const line of words) process.stderr.write(`${line}\n`);
    if (!(await confirm(draft))) {
      await discard(api, draft.draft);
      throw new DeskRefused('POST /acts', {
        type: 'urn:flip360:problem:not-confirmed',
        title: 'Not signed',
        status: 409,
        detail: 'You did not confirm.',
        kept: 'Nothing was signed.',
      });
    }
  }
  return {
    words,
    signed: await api.send('POST', `/acts/${draft.draft}/sign`, { ticks: draft.ticks.map((tick) => tick.id), assertion: null }, signed),
  };
};
