import { timingSafeEqual } from 'node:crypto';
import type { NoticeAnswer, NoticeChannel, NoticeInput, NoticePoint } from '../../core/contract/network/notices.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import type { Tx } from '../storage/storage.ts';
import { moveWaiting, openWishes } from './gather.ts';
import { addressMark, addressPurpose, type NoticePointRow, pointsOf, stopToken, WISHES_PURPOSE } from './points.ts';

export type MemberPorts = Pick<ServerPorts, 'storage' | 'clock' | 'cipher' | 'notices'>;

/** Members of one practice who are told. */
const MOST_MEMBERS = 50;

/** The answer where a practice has no such notices, or another one has. */
export const noNotice = () =>
  refuse(404, 'notice.unknown', 'These notices are not set', { detail: 'They were removed, or never set.', next: 'Set them again.' });

const noMail = () =>
  refuse(503, 'notice.no-mail', 'This server sends no mail', {
    detail: 'Its operator has set no mail server.',
    next: 'Ask the operator of the server. Everything is shown at the desk as before.',
  });

const noSms = () =>
  refuse(422, 'notice.no-sms', 'This server sends no SMS', {
    detail: 'Its operator has set no service for short messages.',
    next: 'Leave the telephone number empty.',
  });

const stranger = () =>
  refuse(409, 'notice.other', 'Another practice has this id', {
    detail: 'It is made of the practice and the person.',
    next: 'Sign in again.',
  });

/** The feed number up to which a practice has got things. */
const feedEnd = async (tx: Tx, practice: string): Promise<number> =>
  (await tx.selectFrom('feed').select('last').where('practice', '=', practice).executeTakeFirst())?.last ?? 0;

const pointView = ({ cipher }: MemberPorts, id: string, point: NoticePointRow): NoticePoint => ({
  address: cipher.open(addressPurpose(point.channel), id, Uint8Array.from(point.address)) ?? '',
  confirmed: point.confirmed_at !== null,
  codeEnds: point.code === null ? null : point.code_ends,
  bounces: point.bounces,
});

/** How a member is told, as a desk of the member's practice sees it. Errors: another practice's. */
export const noticeOf = async (ports: MemberPorts, session: Session, id: string): Promise<Result<NoticeAnswer, Refused>> => {
  const { storage, notices } = ports;
  const hosts = { mail: notices.mail?.host ?? null, sms: notices.sms?.host ?? null };
  const row = await storage.db.selectFrom('notice').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return ok({ ...hosts, notice: null });
  if (row.practice !== session.practice) return stranger();
  const points = await pointsOf(storage.db, id);
  const wishes = openWishes(ports, id, row.wishes);
  // Sealed under a key that is gone: as if never set.
  if (wishes === null || points.email === undefined) return ok({ ...hosts, notice: null });
  const waiting = await storage.db
    .selectFrom('nudge')
    .select('next_at')
    .where('notice', '=', id)
    .where('ended', 'is', null)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst();
  const { last_at: at, last_channel: channel, last_end: end } = row;
  return ok({
    ...hosts,
    notice: {
      wishes: { ...wishes, on: row.state === 'on' },
      stoppedByLink: row.state === 'stopped',
      email: pointView(ports, id, points.email),
      phone: points.sms === undefined ? null : pointView(ports, id, points.sms),
      last: at === null || channel === null || end === null ? null : { at, channel, end },
      next: waiting?.next_at ?? null,
    },
  });
};

/** Keeps one address of a member, that nobody else has: unconfirmed when it is new. Answers whether it is. */
const keepPoint = async (
  { cipher }: MemberPorts,
  tx: Tx,
  { id, practice }: { readonly id: string; readonly practice: string },
  channel: NoticeChannel,
  address: string | null,
): Promise<boolean> => {
  const mine = (await pointsOf(tx, id))[channel];
  const mark = address === null ? null : addressMark({ cipher }, practice, channel, address);
  if (mine?.mark === (mark ?? undefined)) return false;
  await tx.deleteFrom('notice_point').where('notice', '=', id).where('channel', '=', channel).execute();
  if (address === null || mark === null) return false;
  const sealed = cipher.seal(addressPurpose(channel), id, address);
  await tx
    .insertInto('notice_point')
    .values({ notice: id, channel, address: sealed, mark, confirmed_at: null, code: null, code_ends: null, guesses: 0, bounces: 0 })
    .execute();
  return true;
};

/**
 * Takes how a member wants to be told, from a desk of the member's practice, and answers which addresses have to be confirmed. Nothing that came before is told.
 * Errors: no mail or SMS at this server, an address that somebody else of the practice uses, too many members, another practice's.
 */
export const setNotice = async (
  ports: MemberPorts,
  session: Session,
  id: string,
  { email, phone, wishes }: NoticeInput,
): Promise<Result<{ readonly fresh: readonly NoticeChannel[] }, Refused>> => {
  const { storage, cipher, notices } = ports;
  if (notices.mail === null) return noMail();
  if (phone !== null && notices.sms === null) return noSms();
  const { practice } = session;
  const set = await storage.write(async (tx): Promise<Result<{ readonly fresh: readonly NoticeChannel[] }, Refused>> => {
    await storage.lock(tx, [`notice ${id}`, `notices ${practice}`]);
    const held = await tx.selectFrom('notice').select(['practice', 'state']).where('id', '=', id).executeTakeFirst();
    if (held !== undefined && held.practice !== practice) return stranger();
    const others = await tx.selectFrom('notice').select('id').where('practice', '=', practice).where('id', '!=', id).execute();
    if (others.length >= MOST_MEMBERS)
      return refuse(429, 'notice.too-many', 'Too many people of this practice are told', {
        detail: `At most ${MOST_MEMBERS}.`,
        next: 'Remove notices that nobody needs any more.',
      });
    const marks = [email, ...(phone === null ? [] : [phone])].map((address, at) =>
      addressMark({ cipher }, practice, at === 0 ? 'email' : 'sms', address),
    );
    const taken = await tx
      .selectFrom('notice_point')
      .select('notice')
      .where('mark', 'in', marks)
      .where('notice', '!=', id)
      .executeTakeFirst();
    if (taken !== undefined)
      return refuse(409, 'notice.address-taken', 'Somebody of your practice is told there already', {
        detail: 'An address or number belongs to one person of a practice, so that nobody is told twice.',
        next: 'Use another one, or remove it with the other person first.',
      });
    const sealed = cipher.seal(WISHES_PURPOSE, id, JSON.stringify(wishes));
    const state = wishes.on ? ('on' as const) : held?.state === 'stopped' ? ('stopped' as const) : ('off' as const);
    const told = await feedEnd(tx, practice);
    const row = { id, practice, state, wishes: sealed, told, last_at: null, last_channel: null, last_end: null };
    if (held === undefined) await tx.insertInto('notice').values(row).execute();
    // What came while they were off is not told afterwards.
    else
      await tx
        .updateTable('notice')
        .set({ state, wishes: sealed, ...(held.state === 'on' ? {} : { told }) })
        .where('id', '=', id)
        .execute();
    const fresh: NoticeChannel[] = [];
    if (await keepPoint(ports, tx, { id, practice }, 'email', email)) fresh.push('email');
    if (await keepPoint(ports, tx, { id, practice }, 'sms', phone)) fresh.push('sms');
    if (state === 'on') await moveWaiting(ports, tx, id, wishes);
    else await dropWaiting(tx, id);
    return ok({ fresh });
  });
  // An address that was changed or taken away is gone.
  if (set.ok) await storage.emptyJournal();
  return set;
};

/** Drops what waits for a member and is in no process's hands. */
export const dropWaiting = async (tx: Tx, id: string): Promise<void> => {
  await tx.deleteFrom('nudge').where('notice', '=', id).where('ended', 'is', null).where('claimed_at', 'is', null).execute();
};

/** Removes everything about a member's notices at once. What was never set changes nothing. Errors: another practice's. */
export const removeNotice = async (
  { storage }: MemberPorts,
  session: Session,
  id: string,
): Promise<Result<{ readonly id: string }, Refused>> => {
  const removed = await storage.write(async (tx): Promise<Result<{ readonly id: string }, Refused>> => {
    await storage.lock(tx, [`notice ${id}`]);
    const held = await tx.selectFrom('notice').select('practice').where('id', '=', id).executeTakeFirst();
    if (held !== undefined && held.practice !== session.practice) return stranger();
    await tx.deleteFrom('nudge').where('notice', '=', id).execute();
    await tx.deleteFrom('notice_point').where('notice', '=', id).execute();
    await tx.deleteFrom('notice').where('id', '=', id).execute();
    return ok({ id });
  });
  if (removed.ok) await storage.emptyJournal();
  return removed;
};

/** Stops a member's messages by the link in one of them; a link that is none changes nothing and looks the same. */
export const stopByLink = async (ports: MemberPorts, id: string, token: string): Promise<void> => {
  const { storage } = ports;
  const [right, given] = [Buffer.from(stopToken(ports, id)), Buffer.from(token)];
  if (right.length !== given.length || !timingSafeEqual(right, given)) return;
  await storage.write(async (tx) => {
    await storage.lock(tx, [`notice ${id}`]);
    await tx.updateTable('notice').set({ state: 'stopped' }).where('id', '=', id).where('state', '=', 'on').execute();
    await dropWaiting(tx, id);
  });
};
