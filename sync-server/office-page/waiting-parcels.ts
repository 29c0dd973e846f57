import { sql } from 'kysely';
import type { ServerPorts } from '../ports.ts';

/** How long a count is shown again, in milliseconds. */
const KEPT_MS = 30_000;

type Ports = Pick<ServerPorts, 'storage' | 'clock'>;

/** Parcels for each practice that no seen list of it names yet. Seeks from lane to lane: what it costs grows with those who write to each other, not with what they sent. */
const countWaiting = async ({ storage }: Ports): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ recipient: string; waiting: number }>`
    with recursive pair (sender, recipient) as (
      select (select sender from lane order by sender, recipient limit 1), (select recipient from lane order by sender, recipient limit 1)
      union all
      select
        case when exists (select 1 from lane l where l.sender = pair.sender and l.recipient > pair.recipient) then pair.sender
          else (select min(l.sender) from lane l where l.sender > pair.sender) end,
        coalesce(
          (select min(l.recipient) from lane l where l.sender = pair.sender and l.recipient > pair.recipient),
          (select l.recipient from lane l where l.sender > pair.sender order by l.sender, l.recipient limit 1)
        )
      from pair where pair.sender is not null
    )
    select counted.recipient as recipient, sum(counted.sent - counted.seen) as waiting
    from (
      select
        pair.recipient as recipient,
        (select max(l.m) from lane l where l.sender = pair.sender and l.recipient = pair.recipient) as sent,
        coalesce((
          select max(seen_key.m) from seen_key join seen_list on seen_list.signer = seen_key.signer
          where seen_key.key = pair.sender and seen_list.practice = pair.recipient
        ), 0) as seen
      from pair where pair.sender is not null
    ) as counted
    group by counted.recipient`.execute(storage.db);
  return new Map(rows.map(({ recipient, waiting }) => [recipient, Math.max(0, Number(waiting))]));
};

/** Counts of one process, made anew at most every half minute. */
export const createWaitingCount = (ports: Ports): (() => Promise<ReadonlyMap<string, number>>) => {
  let kept: { readonly at: number; readonly counts: Promise<ReadonlyMap<string, number>> } | null = null;
  return () => {
    const now = Date.parse(ports.clock.now());
    if (kept === null || now - kept.at >= KEPT_MS) {
      kept = { at: now, counts: countWaiting(ports) };
      // What failed is not shown again.
      kept.counts.catch(() => {
        kept = null;
      });
    }
    return kept.counts;
  };
};
