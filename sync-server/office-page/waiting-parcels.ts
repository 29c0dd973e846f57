import { sql } from 'kysely';
import type { ServerPorts } from '../ports.ts';

/** How long a count is shown again, in milliseconds: it walks all lanes. */
const KEPT_MS = 30_000;

type Ports = Pick<ServerPorts, 'storage' | 'clock'>;

/** Parcels for each practice that no seen list of it names yet. */
const countWaiting = async ({ storage }: Ports): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ recipient: string; waiting: number }>`
    select sent.recipient as recipient, sum(sent.m - coalesce(seen.m, 0)) as waiting
    from (select sender, recipient, max(m) as m from lane group by sender, recipient) as sent
    left join (
      select seen_list.practice as practice, seen_key.key as key, max(seen_key.m) as m
      from seen_key join seen_list on seen_list.signer = seen_key.signer group by seen_list.practice, seen_key.key
    ) as seen on seen.practice = sent.recipient and seen.key = sent.sender
    group by sent.recipient`.execute(storage.db);
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
