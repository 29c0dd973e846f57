import { bytesToHex } from '../../core/protocol/bytes.ts';
import { chunks, type Tx } from '../storage/storage.ts';

/** What one desk key sends to one practice. */
export type Lane = { readonly sender: string; readonly recipient: string };
/** The last slip of a lane and its place. */
export type LaneEnd = { readonly m: number; readonly slip: string };

/** A lane as the key of a map. */
export const laneName = (sender: string, recipient: string): string => `${sender} ${recipient}`;

/** The query for the last slips of some lanes. Each by its own key: grouped by lane, the planner reads every slip that was ever stored. */
export const laneEndsQuery = (tx: Tx, lanes: readonly Lane[]) =>
  tx
    .selectFrom('lane')
    .select(['sender', 'recipient', 'm', 'slip'])
    .where((where) =>
      where.or(
        lanes.map((lane) => {
          const end = where
            .selectFrom('lane as of')
            .select((select) => select.fn.max('of.m').as('m'))
            .where('of.sender', '=', lane.sender)
            .where('of.recipient', '=', lane.recipient);
          return where.and([where.and(lane), where('m', '=', end)]);
        }),
      ),
    );

/** The last slip of each of the lanes that has one, by `laneName`. A lane may be named more than once. */
export const laneEnds = async (tx: Tx, named: readonly Lane[]): Promise<Map<string, LaneEnd>> => {
  const lanes = [...new Map(named.map((lane) => [laneName(lane.sender, lane.recipient), lane])).values()];
  const ends = new Map<string, LaneEnd>();
  for (const part of chunks(lanes, 100))
    for (const { sender, recipient, m, slip } of await laneEndsQuery(tx, part).execute())
      ends.set(laneName(sender, recipient), { m, slip: bytesToHex(slip) });
  return ends;
};
