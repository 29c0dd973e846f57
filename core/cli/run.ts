import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { DeskRefused } from './desk-client.ts';
import { CannotOpen, type ExitCode, UsageError } from './outcome.ts';
import { problemLines } from './problem-lines.ts';

/** Where a command's lines go. */
export type Streams = { readonly out: (line: string) => void; readonly error: (line: string) => void };

/** Runs one `flip360` command and returns its exit code. Never rejects for an expected failure. */
export const run = async (args: readonly string[], streams: Streams): Promise<ExitCode> => {
  const json = args.includes('--json');
  const command = find(args);
  const asksHelp = args.includes('--help') || args.includes('-h');
  if (command === undefined || asksHelp) {
    const known = command !== undefined || args.length === 0 || asksHelp;
    const lines = command === undefined ? overview() : usage(command);
    if (known) for (const line of lines) streams.out(line);
    else reportUsage(streams, json, `no command is called ${args.filter((arg) => !arg.startsWith('-')).join(' ')}`, lines);
    return known ? 0 : 2;
  }
  try {
    const outcome = await command.run(args.slice(command.name.split(' ').length));
    if (outcome === null) return 0;
    if (json) streams.out(JSON.stringify(outcome.json, null, 2));
    else for (const line of outcome.lines) (outcome.exit === 0 ? streams.out : streams.error)(line);
    return outcome.exit;
  } catch (error) {
    return report(error, command, streams, json);
  }
};

const report = (error: unknown, command: Command, streams: Streams, json: boolean): ExitCode => {
  if (error instanceof UsageError) {
    reportUsage(streams, json, error.message, usage(command));
    return 2;
  }
  if (error instanceof CannotOpen) {
    if (json) streams.out(JSON.stringify({ ok: false, error: { code: 'cannot-open', title: error.message, next: error.next } }, null, 2));
    else for (const line of [error.message, `Next: ${error.next}`]) streams.error(line);
    return 3;
  }
  if (error instanceof DeskRefused) {
    if (json) streams.out(JSON.stringify({ ok: false, error: error.problem, request: error.request }, null, 2));
    else for (const line of [...problemLines(error.problem), `While: ${error.request}`]) streams.error(line);
    return 1;
  }
  throw error;
};

const reportUsage = (streams: Streams, json: boolean, what: string, lines: readonly string[]): void => {
  if (json) streams.out(JSON.stringify({ ok: false, error: { code: 'usage', title: what } }, null, 2));
  else for (const line of [`flip360: ${what}`, '', ...lines]) streams.error(line);
};

/** The command whose name is the longest beginning of the arguments. */
const find = (args: readonly string[]): Command | undefined =>
  commands
    .filter((command) => command.name.split(' ').every((word, index) => args[index] === word))
    .toSorted((a, b) => b.name.length - a.name.length)[0];

const usage = (command: Command): readonly string[] => [
  `flip360 ${command.name}${command.usage === '' ? '' : ` ${command.usage}`}`,
  `  ${command.summary}`,
];

const overview = (): readonly string[] => [
  'Flip 360 Desk on the command line.',
  '',
  ...commands.flatMap(usage),
  '',
  'Every command takes --json. Commands that act for a person take --person NAME; the PIN is asked, or read from FLIP360_PIN.',
  'Exit codes: 0 done, 1 refused or verification failed, 2 usage, 3 cannot open.',
];
