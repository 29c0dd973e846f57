import { ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import type { Admission } from '../../protocol/network/admission.ts';
import { ADMISSION_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { statusAt } from '../../protocol/register/membership.ts';
import type { PracticeFacts, Register } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf, type Signer } from '../context.ts';
import { signPayload } from '../ledger/compose.ts';
import { registrarOf } from '../office/founding.ts';
import { networkSql } from './tables.ts';

type Stated = Pick<Admission, 'keys' | 'revoked' | 'sealKey' | 'status'>;

/** What the register says of a membership now, in the server's words: it lets in whoever may finish what is open, and who left is out until it is active again. */
export const standingOf = (register: Register, practice: string): Stated['status'] => {
  const status = statusAt(register, practice, Number.MAX_SAFE_INTEGER) ?? 'active';
  return status === 'suspended' || status === 'active' ? status : 'resigned';
};

/** Keys of a practice as the register states them, for the server: random ids and public keys only. */
const statedKeys = (register: Register, practice: PracticeFacts, byOffice: boolean): Stated => {
  const desk = practice.desks[0]?.desk ?? practice.till;
  // The claim states the registrar's key.
  const own = [...register.keys.values()].filter((key) => key.practice === practice.practice && key.use !== 'registrar');
  const usable = own.filter((key) => key.revokedAt === null && key.retiredAt === null);
  return {
    keys: usable
      .flatMap((key) =>
        key.use === 'sign' || key.use === 'desk' ? [{ desk: key.desk ?? desk, key: key.key, spki: key.spki, use: key.use }] : [],
      )
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    revoked: own
      .filter((key) => key.use !== 'passkey' && (key.revokedAt !== null || key.retiredAt !== null))
      .map((key) => key.key)
      .toSorted(),
    sealKey: practice.desks.at(-1)?.sealKey ?? null,
    status: byOffice ? standingOf(register, practice.practice) : null,
  };
};

/** The last admission that this desk sent for a practice. */
const sentTo = (desk: DeskContext, signer: Pick<Signer, 'key'>, practice: string) =>
  desk.db.get(
    networkSql.selectFrom('admission_sent').select(['seq', 'content']).where('signer', '=', signer.key).where('practice', '=', practice),
  );

/** Practices whose keys this desk states to the server: every one at the registrar's desk, else its own. */
const statedHere = (desk: DeskContext): readonly PracticeFacts[] => {
  const { practices } = registerOf(desk);
  if (registrarOf(desk) !== undefined) return [...practices.values()];
  const own = practices.get(desk.profile.practice);
  return own === undefined ? [] : [own];
};

/** True where the next admission ends a key that the one before let in: what it signed until then has to be handed in first. */
export const endsKeys = (desk: DeskContext): boolean => {
  const registrar = registrarOf(desk);
  return statedHere(desk).some((practice) => {
    const sent = sentTo(desk, registrar ?? desk.keys.desk, practice.practice);
    return sent !== undefined && statedKeys(registerOf(desk), practice, false).revoked.some((key) => !endedIn(sent.content).includes(key));
  });
};

const endedIn = (content: string): readonly string[] => (JSON.parse(content) as Stated).revoked;

const admitOne = async (
  desk: DeskContext,
  server: NetworkServer,
  signer: Signer,
  practice: PracticeFacts,
  byOffice: boolean,
): Promise<Result<boolean, ServerFailure>> => {
  const register = registerOf(desk);
  const stated = statedKeys(register, practice, byOffice);
  const content = new TextDecoder().decode(canonicalBytes(stated));
  const sent = sentTo(desk, signer, practice.practice);
  if (sent?.content === content) return ok(false);
  const seq = (sent?.seq ?? 0) + 1;
  const at = desk.clock.now();
  const payload = { ...stated, at, net: register.net, practice: practice.practice, seq, v: 1 };
  const answer = await server.admit(signPayload(ADMISSION_PAYLOAD_TYPE, payload, signer));
  if (!answer.ok) return answer;
  desk.db.run(
    networkSql
      .insertInto('admission_sent')
      .values({ signer: signer.key, practice: practice.practice, seq, content, at })
      .onConflict((conflict) => conflict.columns(['signer', 'practice']).doUpdateSet({ seq, content, at })),
  );
  return ok(true);
};

/**
 * Tells the server which keys may connect, as far as that changed since it was last told: the office for every practice by the registrar's key,
 * a member for its own keys by its desk's (protocol §14.1). Answers how many practices were told.
 */
export const admitKeys = async (desk: DeskContext, server: NetworkServer): Promise<Result<number, ServerFailure>> => {
  const registrar = registrarOf(desk);
  let count = 0;
  for (const practice of statedHere(desk)) {
    const done = await admitOne(desk, server, registrar ?? desk.keys.desk, practice, registrar !== undefined);
    // A member whom the office has not admitted yet is refused here and at every other call, and tries again.
    if (!done.ok) return done;
    if (done.value) count += 1;
  }
  return ok(count);
};
