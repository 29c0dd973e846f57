import type { OfficeAccess, OfficePasskey } from '../../core/contract/network/office-page.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { bytesToBase64url, bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { type AuditEntry, writeAudit } from '../audit/audit.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { plusSeconds } from '../sessions/time.ts';
import { readMeta } from '../storage/meta.ts';
import type { Tx } from '../storage/storage.ts';
import { pageAddress } from './address.ts';

/** How long an enrolment link opens the page, in seconds. */
const LINK_SECONDS = 60 * 60;
/** Most people with a link or a passkey, and most passkeys of one: an office is small. */
const MOST_PEOPLE = 100;
export const MOST_PASSKEYS = 10;

type Ports = Pick<ServerPorts, 'storage' | 'clock' | 'entropy' | 'primitives' | 'settings'>;

/** SHA-256 of a link's secret, hex. */
export const linkDigest = ({ primitives }: Pick<ServerPorts, 'primitives'>, secret: string): string =>
  bytesToHex(primitives.sha256(utf8Encode(secret)));

/** Lets only a desk of the network office on. Errors: 403. */
export const needsOffice = async (
  { storage }: Pick<ServerPorts, 'storage'>,
  { practice }: Pick<Session, 'practice'>,
): Promise<Result<true, Refused>> =>
  (await readMeta(storage.db)).office === practice
    ? ok(true)
    : refuse(403, 'office.only', 'Only the network office may do this', {
        detail: 'The page is for people of the network office, and their desk invites them.',
      });

/** Makes the link by which a person enrols a passkey: one at a time for each person, for an hour, once. Errors: no public address, too many people. */
export const invite = async (
  ports: Ports,
  session: Session,
  person: string,
): Promise<Result<{ readonly link: string; readonly expires: string }, Refused>> => {
  const address = pageAddress(ports);
  if (!address.ok) return address;
  const { storage, primitives } = ports;
  const secret = bytesToBase64url(ports.entropy.bytes(32));
  const now = ports.clock.now();
  const expires = plusSeconds(now, LINK_SECONDS);
  return storage.write(async (tx) => {
    await storage.lock(tx, ['office access']);
    await tx.deleteFrom('office_invitation').where('ends_at', '<=', now).execute();
    const known = await peopleOf(tx);
    if (!known.has(person) && known.size >= MOST_PEOPLE)
      return refuse(409, 'office.too-many', 'Too many people have access', {
        detail: `The page is for at most ${MOST_PEOPLE} people.`,
        next: 'Remove somebody who no longer needs it.',
      });
    const row = { digest: linkDigest(ports, secret), invited_by: session.key, made_at: now, ends_at: expires };
    await tx
      .insertInto('office_invitation')
      .values({ person, ...row })
      .onConflict((conflict) => conflict.column('person').doUpdateSet(row))
      .execute();
    await writeAudit(tx, storage, primitives, now, [
      { kind: 'page.invited', actor: session.key, subject: person, before: null, after: expires },
    ]);
    return ok({ link: `${address.value.origin}/office#enrol=${person}.${secret}`, expires });
  });
};

const peopleOf = async (tx: Tx): Promise<ReadonlySet<string>> => {
  const invited = await tx.selectFrom('office_invitation').select('person').execute();
  const enrolled = await tx.selectFrom('office_passkey').select('person').distinct().execute();
  return new Set([...invited, ...enrolled].map(({ person }) => person));
};

/** Passkeys of a person, or of everybody, oldest first. */
export const passkeysOf = async ({ storage }: Pick<Ports, 'storage'>, person: string | null): Promise<readonly OfficePasskey[]> => {
  const rows = await storage.db
    .selectFrom('office_passkey')
    .select(['id', 'person', 'kind', 'made_at', 'used_at'])
    .$if(person !== null, (query) => query.where('person', '=', person ?? ''))
    .orderBy('made_at')
    .execute();
  return rows.map(({ made_at, used_at, ...row }) => ({ ...row, madeAt: made_at, usedAt: used_at }));
};

/** Who may use the page, for a desk of the office. */
export const accessOf = async (ports: Ports): Promise<OfficeAccess> => {
  const address = pageAddress(ports);
  const invitations = await ports.storage.db
    .selectFrom('office_invitation')
    .select(['person', 'ends_at as expires'])
    .where('ends_at', '>', ports.clock.now())
    .orderBy('made_at')
    .execute();
  return { page: address.ok ? `${address.value.origin}/office` : null, invitations, passkeys: [...(await passkeysOf(ports, null))] };
};

/** Takes passkeys away with their sessions. */
const takeAway = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx.deleteFrom('office_session').where('passkey', 'in', ids).execute();
  await tx.deleteFrom('office_passkey').where('id', 'in', ids).execute();
};

/**
 * Removes a passkey and ends its sessions at once; `person` limits it to their own. One that is not there changes nothing. `actor` is the key of the desk, or the
 * passkey of the person.
 */
export const removePasskey = async (
  { storage, primitives, clock }: Pick<Ports, 'storage' | 'primitives' | 'clock'>,
  actor: string,
  id: string,
  person: string | null,
): Promise<Result<{ readonly id: string }, Refused>> => {
  await storage.write(async (tx) => {
    await storage.lock(tx, ['office access']);
    const row = await tx.selectFrom('office_passkey').select('person').where('id', '=', id).executeTakeFirst();
    if (row === undefined || (person !== null && row.person !== person)) return;
    await takeAway(tx, [id]);
    await writeAudit(tx, storage, primitives, clock.now(), [
      { kind: 'page.passkey-removed', actor, subject: row.person, before: id, after: null },
    ]);
  });
  return ok({ id });
};

/** Ends everything of a person: link, passkeys, sessions. Somebody who has nothing stays so, without a line in the audit log. */
export const endPerson = async (
  { storage, primitives, clock }: Pick<Ports, 'storage' | 'primitives' | 'clock'>,
  session: Session,
  person: string,
): Promise<Result<{ readonly person: string }, Refused>> => {
  await storage.write(async (tx) => {
    await storage.lock(tx, ['office access']);
    if (!(await peopleOf(tx)).has(person)) return;
    const rows = await tx.selectFrom('office_passkey').select('id').where('person', '=', person).execute();
    await takeAway(
      tx,
      rows.map(({ id }) => id),
    );
    await tx.deleteFrom('office_invitation').where('person', '=', person).execute();
    const entry: AuditEntry = {
      kind: 'page.person-ended',
      actor: session.key,
      subject: person,
      before: `${rows.length} passkeys`,
      after: null,
    };
    await writeAudit(tx, storage, primitives, clock.now(), [entry]);
  });
  return ok({ person });
};
