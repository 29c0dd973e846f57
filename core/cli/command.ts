import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { type Outcome, UsageError } from './outcome.ts';

/** One command of `flip360`, for example `pack verify`. */
export type Command = {
  readonly name: string;
  /** Operands and options as usage shows them. */
  readonly usage: string;
  readonly summary: string;
  /** Runs with the arguments after the name. A command that prints by itself while it runs answers null. */
  readonly run: (args: readonly string[]) => Promise<Outcome | null>;
};

export type Values = Readonly<Record<string, string | boolean | undefined>>;
export type Given = { readonly operands: readonly string[]; readonly values: Values };

const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** Options of commands that open a data folder. */
export const DATA_OPTIONS = { data: { type: 'string' } } as const;
/** Options of commands that act for a person. */
export const PERSON_OPTIONS = { ...DATA_OPTIONS, person: { type: 'string' } } as const;

/** Reads operands and options strictly; `--json` and `--help` are known everywhere. Throws `UsageError`. */
export const readArguments = (
  args: readonly string[],
  options: ParseArgsOptionsConfig,
  operands: { readonly min: number; readonly max: number },
): Given => {
  const parsed = parse(args, options);
  const count = parsed.operands.length;
  if (count < operands.min) throw new UsageError('something is missing after the command');
  if (count > operands.max) throw new UsageError(`not understood: ${parsed.operands.slice(operands.max).join(' ')}`);
  return parsed;
};

const parse = (args: readonly string[], options: ParseArgsOptionsConfig): Given => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...COMMON, ...options },
      allowPositionals: true,
      strict: true,
    });
    return {
      operands: positionals,
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? undefined : value])),
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'the arguments could not be read');
  }
};

/** The text of an option, if given. */
export const textOption = ({ values }: Given, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

/** The text of an option that the command cannot do without. Throws `UsageError`. */
export const requiredOption = (given: Given, name: string): string => {
  const value = textOption(given, name);
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing`);
  return value;
};

/** A whole number option within limits. Throws `UsageError`. */
export const numberOption = (given: Given, name: string, limits: { readonly min: number; readonly max: number }): number | undefined => {
  const text = textOption(given, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,15}$/u.test(text) ? Number(text) : Number.NaN;
  if (!(value >= limits.min && value <= limits.max))
    throw new UsageError(`--${name} is a whole number from ${limits.min} to ${limits.max}`);
  return value;
};

/** The nth operand; `readArguments` has made sure that it is there. */
export const operand = ({ operands }: Given, index: number): string => {
  const value = operands[index];
  if (value === undefined) throw new UsageError('something is missing after the command');
  return value;
};
