import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../core/domain/result.ts';

/** What the command line and the environment say. A flag counts before its variable. */
export type CommandLine = {
  /** `serve`, or a task that ends: `new-code`, `backup`, `move-to-postgres`, `succeed`. */
  readonly command: string;
  /** What the task is about: a file, a connection string. */
  readonly target: string | null;
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly origin: string | null;
  readonly minClient: string;
  readonly readOnly: boolean;
  readonly logKey: string | null;
  /** File with the key of the server's own cipher; shared by all processes of one database. */
  readonly secretKey: string | null;
  readonly postgres: string | null;
  /** A proxy of the operator stands before the server and writes `x-forwarded-for`. */
  readonly behindProxy: boolean;
  readonly logRequests: boolean;
  /** File with the `witness`, `group` and `quorum` lines of the network's trust file. */
  readonly policy: string | null;
  /** Folder where the log's tiles are durable a second time. */
  readonly secondStore: string | null;
  /** Addresses of time-stamp authorities, asked in this order every hour. */
  readonly authorities: readonly string[];
  /** Folder on a medium that keeps what it was given, for the checkpoint of each day. */
  readonly writeOnce: string | null;
};

const options = {
  data: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  region: { type: 'string' },
  origin: { type: 'string' },
  'min-client': { type: 'string' },
  'log-key': { type: 'string' },
  'secret-key': { type: 'string' },
  postgres: { type: 'string' },
  policy: { type: 'string' },
  'second-store': { type: 'string' },
  authorities: { type: 'string' },
  'write-once': { type: 'string' },
  'read-only': { type: 'boolean' },
  'behind-proxy': { type: 'boolean' },
  'log-requests': { type: 'boolean' },
} as const;

type Switch = 'read-only' | 'behind-proxy' | 'log-requests';

/**
 * Reads the settings of a server process: `--name value`, else the variable `FLIP360_SERVER_NAME` (switches: `1`), else a default that works on one machine.
 * Errors: `bad-setting`, with what is wrong in words.
 */
export const readCommandLine = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Result<CommandLine, { readonly code: 'bad-setting'; readonly detail: string }> => {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const variable = (name: string): string | undefined => env[`FLIP360_SERVER_${name.toUpperCase().replaceAll('-', '_')}`];
    const on = (name: Switch): boolean => values[name] ?? variable(name) === '1';
    const of = (name: Exclude<keyof typeof options, Switch>): string | undefined => values[name] ?? variable(name);
    const port = Number(of('port') ?? 8360);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      return err({ code: 'bad-setting', detail: 'The port must be a number from 0 to 65535.' });
    const minClient = of('min-client') ?? '0.0.0';
    if (!/^\d+\.\d+\.\d+$/u.test(minClient)) return err({ code: 'bad-setting', detail: 'The oldest desk version must look like 1.2.3.' });
    return ok({
      command: positionals[0] ?? 'serve',
      target: positionals[1] ?? null,
      data: of('data') ?? join(homedir(), '.flip360-server'),
      host: of('host') ?? '127.0.0.1',
      port,
      region: of('region') ?? 'not declared',
      origin: of('origin') ?? null,
      minClient,
      readOnly: on('read-only'),
      behindProxy: on('behind-proxy'),
      logRequests: on('log-requests'),
      logKey: of('log-key') ?? null,
      secretKey: of('secret-key') ?? null,
      postgres: of('postgres') ?? null,
      policy: of('policy') ?? null,
      secondStore: of('second-store') ?? null,
      authorities: (of('authorities') ?? '').split(/[\s,]+/u).filter((url) => url !== ''),
      writeOnce: of('write-once') ?? null,
    });
  } catch (error) {
    return err({ code: 'bad-setting', detail: error instanceof Error ? error.message : String(error) });
  }
};
