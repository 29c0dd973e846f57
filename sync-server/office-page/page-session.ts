import type { OfficeSession } from '../../core/contract/network/office-page.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { bytesToBase64url, bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { type AuditEntry, writeAudit } from '../audit/audit.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import type { TokenSecrets } from '../sessions/secrets.ts';
import { plusSeconds } from '../sessions/time.ts';
import { makeToken, subjectOfToken } from '../sessions/token.ts';
import { readMeta } from '../storage/meta.ts';
import type { Tx } from '../storage/storage.ts';

/** How long a token of the page lasts, a session that nobody renews, and any session, in seconds. */
const TOKEN_SECONDS = 300;
const IDLE_SECONDS = 15 * 60;
const LONGEST_SECONDS = 12 * 60 * 60;

const COOKIE = /^([0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/u;

/** Who is signed in at the page. */
export type PageSession = { readonly id: string; readonly person: string; readonly passkey: string };
/** A session that was opened or renewed; `cookie` is what renews it next. */
export type OpenedPage = { readonly session: OfficeSession; readonly cookie: string };

type Ports = Pick<ServerPorts, 'storage' | 'clock' | 'entropy' | 'primitives'> & { readonly secrets: TokenSecrets };

const digest = ({ primitives }: Pick<Ports, 'primitives'>, secret: string): string => bytesToHex(primitives.sha256(utf8Encode(secret)));

const signedOut = () =>
  refuse(401, 'office.signed-out', 'You are not signed in', {
    detail: 'Nobody used the page for a while, or the session was ended.',
    next: 'Sign in again with your passkey.',
  });

/** Sessions that may still be used: in time, of a passkey whose inviting desk key is one of the office and not revoked. Looked up at each request. */
const liveSessions = async (tx: Tx | ServerPorts['storage']['db'], now: string) => {
  const { office } = await readMeta(tx);
  return tx
    .selectFrom('office_session')
    .innerJoin('office_passkey', 'office_passkey.id', 'office_session.passkey')
    .innerJoin('desk_key', 'desk_key.key', 'office_passkey.invited_by')
    .where('desk_key.revoked_at', 'is', null)
    .where('desk_key.practice', '=', office ?? '')
    .where('office_session.ends_at', '>', now)
    .where('office_session.used_at', '>', plusSeconds(now, -IDLE_SECONDS));
};

/** Sessions of a person that are open now, newest first. */
export const sessionsOf = async ({ storage, clock }: Pick<Ports, 'storage' | 'clock'>, person: string) =>
  (await liveSessions(storage.db, clock.now()))
    .where('office_passkey.person', '=', person)
    .select(['office_session.id', 'office_session.passkey', 'office_session.made_at', 'office_session.used_at'])
    .orderBy('office_session.made_at', 'desc')
    .execute();

/** What a new session stores, and what its browser keeps. Sessions that have ended are removed with it. */
export const draftSession = (ports: Ports, passkey: string) => {
  const [id, secret] = [bytesToHex(ports.entropy.bytes(16)), bytesToBase64url(ports.entropy.bytes(32))];
  const now = ports.clock.now();
  return {
    id,
    cookie: `${id}.${secret}`,
    store: async (tx: Tx): Promise<void> => {
      await tx
        .deleteFrom('office_session')
        .where((or) => or.or([or('ends_at', '<=', now), or('used_at', '<=', plusSeconds(now, -IDLE_SECONDS))]))
        .execute();
      await tx
        .insertInto('office_session')
        .values({ id, passkey, renewal: digest(ports, secret), made_at: now, used_at: now, ends_at: plusSeconds(now, LONGEST_SECONDS) })
        .execute();
    },
  };
};

/** The token of a session. */
export const tokenOf = (ports: Ports, id: string): Promise<OfficeSession> =>
  makeToken(ports, ports.secrets, 'office-page', id, TOKEN_SECONDS);

/**
 * Gives a session its next token and its next cookie. A cookie that was renewed already was copied: then the session ends for whoever holds it, and the audit
 * log says so. Errors: 401.
 */
export const renewSession = async (ports: Ports, cookie: string | undefined): Promise<Result<OpenedPage, Refused>> => {
  const [, id = '', secret = ''] = COOKIE.exec(cookie ?? '') ?? [];
  if (id === '') return signedOut();
  const { storage, primitives } = ports;
  const next = bytesToBase64url(ports.entropy.bytes(32));
  const now = ports.clock.now();
  const renewed = await storage.write(async (tx) => {
    await storage.lock(tx, [`office session ${id}`]);
    const row = await (
      await liveSessions(tx, now)
    )
      .where('office_session.id', '=', id)
      .select(['office_session.renewal', 'office_session.passkey', 'office_passkey.person'])
      .executeTakeFirst();
    if (row === undefined) return false;
    if (row.renewal !== digest(ports, secret)) {
      await tx.deleteFrom('office_session').where('id', '=', id).execute();
      await writeAudit(tx, storage, primitives, now, [
        { kind: 'page.renewal-reused', actor: row.passkey, subject: row.person, before: 'open', after: 'ended' },
      ]);
      return false;
    }
    await tx
      .updateTable('office_session')
      .set({ renewal: digest(ports, next), used_at: now })
      .where('id', '=', id)
      .execute();
    return true;
  });
  return renewed ? ok({ session: await tokenOf(ports, id), cookie: `${id}.${next}` }) : signedOut();
};

/** Whose page this request comes from. Session, passkey and inviting desk are looked up each time: what was ended a moment ago, by whichever process, is closed. Errors: 401. */
export const readPageSession = async (ports: Ports, authorization: string | undefined): Promise<Result<PageSession, Refused>> => {
  const id = await subjectOfToken(ports, 'office-page', authorization);
  if (id === undefined) return signedOut();
  const row = await (
    await liveSessions(ports.storage.db, ports.clock.now())
  )
    .where('office_session.id', '=', id)
    .select(['office_passkey.person', 'office_passkey.id as passkey'])
    .executeTakeFirst();
  return row === undefined ? signedOut() : ok({ id, person: row.person, passkey: row.passkey });
};

/** Ends a session of the person, this one or another. One that is not theirs changes nothing. */
export const endSession = async (
  { storage, primitives, clock }: Pick<Ports, 'storage' | 'primitives' | 'clock'>,
  session: PageSession,
  id: string,
): Promise<Result<{ readonly id: string }, Refused>> => {
  await storage.write(async (tx) => {
    const ended = await tx
      .deleteFrom('office_session')
      .where('id', '=', id)
      .where('passkey', 'in', (of) => of.selectFrom('office_passkey').select('office_passkey.id').where('person', '=', session.person))
      .executeTakeFirst();
    const entry: AuditEntry = {
      kind: 'page.session-ended',
      actor: session.passkey,
      subject: session.person,
      before: 'open',
      after: 'ended',
    };
    if (ended.numDeletedRows > 0n) await writeAudit(tx, storage, primitives, clock.now(), [entry]);
  });
  return ok({ id });
};
