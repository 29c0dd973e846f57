import { run } from '../../core/cli/run.ts';

/** What one command said and ended with. */
export type Said = { readonly exit: number; readonly out: string; readonly error: string };

/** Runs a command in this process. */
export const flip360 = async (...args: readonly string[]): Promise<Said> => {
  const out: string[] = [];
  const error: string[] = [];
  const exit = await run(args, { out: (line) => out.push(line), error: (line) => error.push(line) });
  return { exit, out: out.join('\n'), error: error.join('\n') };
};
