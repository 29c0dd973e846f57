import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../core/domain/result.ts';
import type { NoticeSettings } from './notices/read-senders.ts';
import { readPublicUrl } from './public-address.ts';
import { isKeyName } from '../core/protocol/note.ts';

/** `serve`, and the tasks that end. */
const COMMANDS = ['serve', 'new-code', 'backup', 'move-to-postgres', 'succeed'] as const;
export type Command = (typeof COMMANDS)[number];
const USE = 'Use: npm run server [-- new-code | backup FILE | move-to-postgres URL | succeed [URL]]';

/** What the command line and the environment say. A flag counts before its variable. */
export type CommandLine = {
  readonly command: Command;
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
  /** Scheme, host and port under which people reach the server; null where the operator states none. */
  readonly publicUrl: string | null;
  /** File with the `witness`, `group` and `quorum` lines of the network's trust file. */
  readonly policy: string | null;
  /** Folder where the log's tiles are durable a second time. */
  readonly secondStore: string | null;
  /** Addresses of time-stamp authorities, asked in this order every hour. */
  readonly authorities: readonly string[];
  /** Through what members are told that something came. */
  readonly notices: NoticeSettings;
  /** Most bytes of files that are kept for one practice. */
  readonly filesPerPractice: number;
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
  mail: { type: 'string' },
  'mail-secret': { type: 'string' },
  'mail-from': { type: 'string' },
  'mail-report-secret': { type: 'string' },
  'mail-report-topic': { type: 'string' },
  sms: { type: 'string' },
  'sms-secret': { type: 'string' },
  'sms-from': { type: 'string' },
  'public-url': { type: 'string' },
  'files-gib': { type: 'string' },
  'read-only': { type: 'boolean' },
  'behind-proxy': { type: 'boolean' },
  'log-requests': { type: 'boolean' },
} as const;

type Switch = 'read-only' | 'behind-proxy' | 'log-requests';

/** What a command lacks, in words; undefined when it has all it needs. */
const lackOf = (command: Command, target: string | null, postgres: string | null): string | undefined => {
  if (command === 'backup' && postgres !== null)
    return 'A PostgreSQL database is backed up with pg_dump or pg_basebackup. Nothing was opened.';
  if (command === 'backup' && target === null) return 'A backup needs a file to write to. Use: npm run server -- backup FILE';
  if (command === 'move-to-postgres' && (target === null || postgres !== null))
    return 'A move needs the database to move to, and starts from SQLite. Use: npm run server -- move-to-postgres URL, without --postgres.';
  if (command === 'succeed' && postgres !== null && target === null)
    return 'The next log needs an empty PostgreSQL database of its own. Use: npm run server -- succeed URL';
  if (command === 'succeed' && postgres === null && target !== null)
    return 'The next log of a SQLite server goes into its data folder. Use: npm run server -- succeed, without an address.';
  return undefined;
};

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
    const filesGib = Number(of('files-gib') ?? 20);
    if (!(filesGib >= 0 && filesGib <= 10_000))
      return err({
        code: 'bad-setting',
        detail: 'The room for files of one practice is a number of GiB from 0 to 10000. Nothing was opened.',
      });
    const origin = of('origin') ?? null;
    if (origin !== null && !isKeyName(origin))
      return err({
        code: 'bad-setting',
        detail: `The origin "${origin}" cannot be the name of a log: it has no spaces and no "+". Choose one like log.example.au/flip360; nothing was opened.`,
      });
    const command = COMMANDS.find((known) => known === (positionals[0] ?? 'serve'));
    if (command === undefined)
      return err({ code: 'bad-setting', detail: `There is no command ${positionals[0] ?? ''}. Nothing was opened. ${USE}` });
    const [target, postgres] = [positionals[1] ?? null, of('postgres') ?? null];
    const stated = of('public-url');
    const address = stated === undefined ? ok(null) : readPublicUrl(stated);
    if (!address.ok) return err({ code: 'bad-setting', detail: `${address.error} Nothing was opened.` });
    const lack = lackOf(command, target, postgres);
    if (lack !== undefined) return err({ code: 'bad-setting', detail: lack });
    return ok({
      command,
      target,
      data: of('data') ?? join(homedir(), '.flip360-server'),
      host: of('host') ?? '127.0.0.1',
      port,
      region: of('region') ?? 'not declared',
      origin,
      minClient,
      readOnly: on('read-only'),
      behindProxy: on('behind-proxy'),
      logRequests: on('log-requests'),
      publicUrl: address.value,
      logKey: of('log-key') ?? null,
      secretKey: of('secret-key') ?? null,
      postgres,
      policy: of('policy') ?? null,
      secondStore: of('second-store') ?? null,
      authorities: (of('authorities') ?? '').split(/[\s,]+/u).filter((url) => url !== ''),
      filesPerPractice: Math.floor(filesGib * 1024 ** 3),
      writeOnce: of('write-once') ?? null,
      notices: {
        mail: of('mail') ?? null,
        mailSecret: of('mail-secret') ?? null,
        mailFrom: of('mail-from') ?? null,
        mailReportSecret: of('mail-report-secret') ?? null,
        mailReportTopic: of('mail-report-topic') ?? null,
        sms: of('sms') ?? null,
        smsSecret: of('sms-secret') ?? null,
        smsFrom: of('sms-from') ?? null,
        publicUrl: address.value,
      },
    });
  } catch (error) {
    return err({ code: 'bad-setting', detail: `${error instanceof Error ? error.message : String(error)}\n${USE}` });
  }
};
