import type { NetworkServer } from '../../ports/network-server.ts';
import { noticeIdOf } from '../../protocol/network/notice-id.ts';
import type { DeskContext } from '../context.ts';

/** People whose address this run of the program has removed, by desk. */
const removed = new WeakMap<DeskContext['ledger'], Set<string>>();

/**
 * Removes the addresses of people who left the practice from the server: once each while the program runs, at whichever desk comes first. What the server does
 * not take is tried again in the next round.
 */
export const removeLeaversNotices = async (desk: DeskContext, server: Pick<NetworkServer, 'removeNotice'>): Promise<void> => {
  const register = desk.ledger.register();
  if (register === null) return;
  const done = removed.get(desk.ledger) ?? new Set();
  removed.set(desk.ledger, done);
  const { practice } = desk.profile;
  for (const [person, facts] of register.people) {
    if (facts.practice !== practice || facts.leftAt === null || done.has(person)) continue;
    const answer = await server.removeNotice(noticeIdOf(desk.primitives, { net: register.net, practice, person }));
    // A server that knows no notices has none of theirs.
    if (answer.ok || (answer.error.code === 'server.refused' && answer.error.status === 404)) done.add(person);
  }
};
