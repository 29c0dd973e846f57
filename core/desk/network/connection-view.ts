import type { Status } from '../../contract/status.ts';
import type { DeskContext } from '../context.ts';
import { lastCheckpoint } from './checkpoints.ts';
import { linkOf } from './link.ts';
import type { ConnectionState } from './runner.ts';

type Facts = { readonly lastSent: string | null; readonly lastReceived: string | null };

/** Events in no file and in no parcel that the server has taken. */
const waitingSql = `select count(*) as n from outbox left join parcel_out on parcel_out.key = ? and parcel_out.recipient = outbox.recipient and parcel_out.m = outbox.parcel
  where outbox.acked = 0 and outbox.seq is null and parcel_out.posted_at is null`;

/** What the status bar says of a desk's connection: by files, or by its server and how far it has followed the log. */
export const connectionOf = (desk: DeskContext, state: ConnectionState, files: Facts): Status['connection'] => {
  const linked = linkOf(desk) !== undefined;
  const last = linked ? lastCheckpoint(desk) : undefined;
  const count = (sql: string, ...values: readonly string[]): number =>
    desk.db.statement<readonly string[], { readonly n: number }>(sql).get(...values)?.n ?? 0;
  return {
    mode: linked ? 'server' : 'files',
    state: linked ? state.state : 'off',
    why: linked && state.state === 'offline' ? state.why : null,
    logSize: last?.size ?? null,
    witnessedAt: last?.witnessedAt ?? null,
    alarms: count('select count(*) as n from network_alarm where read_at is null'),
    waiting: count(waitingSql, desk.keys.desk.key),
    ...files,
  };
};
