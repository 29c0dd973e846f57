import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import type { Transport, TransportFailure } from '../../ports/transport.ts';
import { type DeskContext, registerOf } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { importFile } from './exchange.ts';
import { type ExportedFile, exportFor } from './export.ts';
import { exchangeSql } from './tables.ts';
import type { Imported } from './take-in.ts';

export type Sent = { readonly practice: string; readonly file: ExportedFile; readonly where: string };
export type Collected = { readonly id: string; readonly result: Result<Imported, Refusal> };

/** Practices that something waits for, that have not confirmed something, or whose last news was not answered. */
const dueFor = (desk: DeskContext): readonly string[] => {
  const open = desk.db
    .all(exchangeSql.selectFrom('outbox').select('recipient').distinct().where('acked', '=', 0))
    .map((row) => row.recipient);
  const lastOf = (direction: 'sent' | 'received'): ReadonlyMap<string, string> => {
    const rows = desk.db.all(
      exchangeSql
        .selectFrom('exchange_file')
        .select(['practice', 'at'])
        .where('direction', '=', direction)
        .where('events', '>', direction === 'sent' ? -1 : 0)
        .orderBy('at'),
    );
    return new Map(rows.map((row) => [row.practice, row.at]));
  };
  const sent = lastOf('sent');
  const unanswered = [...lastOf('received')].filter(([practice, at]) => (sent.get(practice) ?? '') <= at).map(([practice]) => practice);
  const due = new Set([...open, ...unanswered]);
  return [...registerOf(desk).practices.keys()].filter((practice) => due.has(practice)).toSorted();
};

/** Makes a file for every practice that is due one, and hands it to the transport. Error: the first thing that could not be made or carried. */
export const sendWaiting = async (
  desk: DeskContext,
  sealer: Sealer,
  transport: Transport,
): Promise<Result<readonly Sent[], Refusal | TransportFailure>> => {
  const sent: Sent[] = [];
  for (const practice of dueFor(desk)) {
    const file = await exportFor(desk, sealer, practice);
    if (!file.ok) return file;
    const offered = await transport.offer({
      to: practice,
      id: file.value.id,
      name: file.value.name,
      bytes: file.value.content,
    });
    if (!offered.ok) return err(offered.error);
    sent.push({ practice, file: file.value, where: offered.value.where });
  }
  return ok(sent);
};

/** Takes in whatever the transport has brought. A refused bundle is taken off the line too: it would be refused again. */
export const collectArrivals = async (
  desk: DeskContext,
  sealer: Sealer,
  transport: Transport,
): Promise<Result<readonly Collected[], TransportFailure>> => {
  const arrivals = await transport.arrivals();
  if (!arrivals.ok) return arrivals;
  const collected: Collected[] = [];
  for (const { id, bytes } of arrivals.value) {
    const result = await importFile(desk, sealer, { name: `${id.slice(0, 16)}.flip360`, bytes });
    const taken = await transport.taken(id);
    if (!taken.ok) return taken;
    collected.push({ id, result });
  }
  return ok(collected);
};
