import type { OfficePageInvitation, OfficePageView } from '../../contract/office-page.ts';
import type { OfficeAccess } from '../../contract/network/office-page.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { activePeople, type Register, rolesAt } from '../../protocol/register/state.ts';
import { qrOf } from '../client-link/qr.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { serverRefusal } from '../network/join.ts';
import type { Refusal } from '../refusal.ts';

const kept = 'Nothing was changed.';
const noServer: Refusal = {
  status: 503,
  code: 'no-server',
  title: 'This desk is connected to no server',
  detail: 'The page is one of the server of the network.',
  kept,
  next: 'Connect this desk first.',
};
const noPage: Refusal = {
  status: 409,
  code: 'no-office-page',
  title: 'This server has no page for the office',
  detail: 'It is of an older version, or its operator has stated no address for it (public-url).',
  kept,
  next: 'Ask the operator of the server.',
};
const notHere: Refusal = {
  status: 422,
  code: 'not-of-the-office',
  title: 'This person has no role at the office',
  detail: 'The page is for people of the network office whose key counts.',
  kept,
  next: 'Look at People and keys.',
};

const notOffice: Refusal = {
  status: 403,
  code: 'not-office',
  title: 'Only the network office invites to this page',
  detail: 'This desk is a member’s.',
  kept,
  next: 'Ask the network office.',
};

const refusalOf = (failure: ServerFailure): Refusal => {
  const isMissing = failure.code === 'server.refused' && (failure.status === 404 || failure.problem === 'office.no-address');
  return isMissing ? noPage : serverRefusal(failure);
};

/** Whether a person has a role at the office now and a key that counts: whoever has not may not use the page. */
export const isOfOffice = (register: Register, person: string, position: number): boolean =>
  register.people.get(person)?.practice === register.office &&
  rolesAt(register.people.get(person), position).length > 0 &&
  [...register.keys.values()].some(
    (key) => key.person === person && key.use === 'sign' && key.revokedAt === null && key.retiredAt === null,
  );

/** Who may use the page, as the server has it, under the names of the register. Errors: a member's desk; the server does not answer. */
export const officePageOf = async (desk: DeskContext, server: NetworkServer | null): Promise<Result<OfficePageView, Refusal>> => {
  const register = registerOf(desk);
  if (register.office !== desk.profile.practice) return err(notOffice);
  const now = desk.ledger.size();
  const here = activePeople(register, register.office, now).map(({ person }) => person);
  const none: OfficeAccess = { page: null, invitations: [], passkeys: [] };
  const answer = server === null ? ok(none) : await server.officeAccess();
  if (!answer.ok && refusalOf(answer.error) !== noPage) return err(refusalOf(answer.error));
  const { page, invitations, passkeys } = answer.ok ? answer.value : none;
  const there = [...invitations, ...passkeys].map(({ person }) => person);
  return ok({
    state: server === null ? 'no-server' : page === null ? 'no-page' : 'ready',
    page,
    people: [...new Set([...here, ...there])].map((person) => ({
      person,
      name: register.people.get(person)?.name ?? 'Not in the register',
      active: isOfOffice(register, person, now),
      invitedUntil: invitations.find((one) => one.person === person)?.expires ?? null,
      passkeys: passkeys.filter((one) => one.person === person).map(({ person: _whose, ...passkey }) => passkey),
    })),
  });
};

/** Has the server make the link by which a person of the office enrols a passkey. Errors: no server, no page, a person without a role. */
export const inviteToOfficePage = async (
  desk: DeskContext,
  server: NetworkServer | null,
  person: string,
): Promise<Result<OfficePageInvitation, Refusal>> => {
  if (server === null) return err(noServer);
  const register = registerOf(desk);
  if (!isOfOffice(register, person, desk.ledger.size())) return err(notHere);
  const made = await server.inviteToOfficePage(person);
  if (!made.ok) return err(refusalOf(made.error));
  const { link, expires } = made.value;
  return ok({ name: register.people.get(person)?.name ?? '', link, expires, qr: qrOf(link) });
};

/** Removes a passkey at the server; its sessions end at once. Errors: no server, it does not answer; then the passkey still opens the page. */
export const removeOfficePasskey = async (
  desk: DeskContext,
  server: NetworkServer | null,
  id: string,
): Promise<Result<OfficePageView, Refusal>> => {
  if (server === null) return err(noServer);
  const removed = await server.removeOfficePasskey(id);
  return removed.ok ? officePageOf(desk, server) : err(refusalOf(removed.error));
};
