import type { NetworkServer } from '../../ports/network-server.ts';
import type { DeskContext } from '../context.ts';
import { isOfOffice } from './access.ts';

/** How long the server's list is believed while the register stands still, in ms: another desk may have invited somebody meanwhile. */
const LOOK_EVERY_MS = 600_000;

/** When this run of the program last looked, and at which register, by desk. */
const looked = new WeakMap<DeskContext['ledger'], { readonly index: number; readonly at: number }>();

/**
 * Ends at the server what lets somebody on the office's page who has no role or no key at the office any more: at the office's desk, whenever the register moved. What
 * the server does not take is tried again in the next round.
 */
export const endFormerPeople = async (
  desk: DeskContext,
  server: Pick<NetworkServer, 'officeAccess' | 'endOfficePerson'>,
): Promise<void> => {
  const register = desk.ledger.register();
  if (register === null || register.office !== desk.profile.practice) return;
  const { index } = register.last;
  const at = Date.parse(desk.clock.now());
  const last = looked.get(desk.ledger);
  if (last?.index === index && at - last.at < LOOK_EVERY_MS) return;
  const access = await server.officeAccess();
  if (!access.ok) {
    // A server of an older version has no such page.
    if (access.error.code === 'server.refused' && access.error.status === 404) looked.set(desk.ledger, { index, at });
    return;
  }
  const people = new Set([...access.value.invitations, ...access.value.passkeys].map(({ person }) => person));
  const former = [...people].filter((person) => !isOfOffice(register, person, desk.ledger.size()));
  for (const person of former) if (!(await server.endOfficePerson(person)).ok) return;
  looked.set(desk.ledger, { index, at });
};
