import { timingSafeEqual } from 'node:crypto';
import type { NoticeChannel } from '../../core/contract/network/notices.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import type { SendOutcome } from '../../core/ports/message-senders.ts';
import { bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { plusSeconds } from '../sessions/time.ts';
import { type MemberPorts, noNotice } from './member-notices.ts';
import { addressPurpose, pointsOf } from './points.ts';
import { codeMail, codeText } from './words.ts';

type CodePorts = MemberPorts & Pick<ServerPorts, 'entropy' | 'log'>;

const CODE_SECONDS = 900;
const MOST_GUESSES = 5;

const markOf = ({ cipher }: Pick<ServerPorts, 'cipher'>, id: string, channel: NoticeChannel, code: string): string =>
  cipher.mark('notice-code', utf8Encode(JSON.stringify([id, channel, code])));

/** Eight digits, each drawn without bias. */
const drawCode = ({ entropy }: Pick<ServerPorts, 'entropy'>): string => {
  let code = '';
  while (code.length < 8) for (const byte of entropy.bytes(16)) if (byte < 250 && code.length < 8) code += String(byte % 10);
  return code;
};

const notSent = (channel: NoticeChannel, { outcome }: SendOutcome): Refused => ({
  ...refuse(502, 'notice.code-not-sent', 'The code could not be sent', {
    detail:
      outcome === 'rejected'
        ? `The ${channel === 'email' ? 'mail server of this address' : 'telephone service'} refuses it.`
        : 'The server could not hand the message over.',
    next: 'Check the address, or ask for another code later.',
  }).error,
  kept: 'What was set is kept; nothing is sent there until a code was entered.',
});

/** Sends a code to an address of a member; one that was sent before no longer counts. Errors: nothing set, the message was not taken. */
export const sendCode = async (ports: CodePorts, session: Session, id: string, channel: NoticeChannel): Promise<Result<true, Refused>> => {
  const { storage, clock, cipher, notices, log } = ports;
  const code = drawCode(ports);
  const address = await storage.write(async (tx) => {
    await storage.lock(tx, [`notice ${id}`]);
    const row = await tx.selectFrom('notice').select('practice').where('id', '=', id).executeTakeFirst();
    const point = (await pointsOf(tx, id))[channel];
    if (row?.practice !== session.practice || point === undefined) return null;
    await tx
      .updateTable('notice_point')
      .set({ code: markOf(ports, id, channel, code), code_ends: plusSeconds(clock.now(), CODE_SECONDS), guesses: 0 })
      .where('notice', '=', id)
      .where('channel', '=', channel)
      .execute();
    return cipher.open(addressPurpose(channel), id, Uint8Array.from(point.address));
  });
  if (address === null) return noNotice();
  const message = { to: address, id: bytesToHex(ports.entropy.bytes(32)), unsubscribe: null, ...codeMail(notices, code) };
  const done: SendOutcome = (channel === 'email'
    ? await notices.mail?.sender.send(message)
    : await notices.sms?.sender.send({ to: address, text: codeText(notices, code) })) ?? { outcome: 'not-sent', why: 'not set' };
  // After a time-out the code may still arrive, and then it counts.
  if (done.outcome === 'sent' || done.outcome === 'unknown') return ok(true);
  log({ event: 'notice.code', channel, outcome: done.outcome, why: done.why });
  return { ok: false, error: notSent(channel, done) };
};

/** Confirms an address by the code that was sent to it. What came before is not told. Errors: nothing set; the code is wrong, has ended or was guessed at too often. */
export const confirmCode = async (
  ports: MemberPorts,
  session: Session,
  id: string,
  channel: NoticeChannel,
  code: string,
): Promise<Result<true, Refused>> => {
  const { storage, clock } = ports;
  return storage.write(async (tx): Promise<Result<true, Refused>> => {
    await storage.lock(tx, [`notice ${id}`]);
    const row = await tx.selectFrom('notice').select('practice').where('id', '=', id).executeTakeFirst();
    const point = (await pointsOf(tx, id))[channel];
    if (row?.practice !== session.practice || point === undefined) return noNotice();
    const at = () => tx.updateTable('notice_point').where('notice', '=', id).where('channel', '=', channel);
    const counts = point.code !== null && point.code_ends !== null && point.code_ends > clock.now() && point.guesses < MOST_GUESSES;
    if (!counts)
      return refuse(422, 'notice.code-ended', 'This code no longer counts', {
        detail: 'It is older than 15 minutes, was used, or was tried too often.',
        next: 'Ask for another code.',
      });
    if (!timingSafeEqual(Buffer.from(point.code ?? ''), Buffer.from(markOf(ports, id, channel, code)))) {
      await at()
        .set({ guesses: point.guesses + 1 })
        .execute();
      return refuse(422, 'notice.code', 'This is not the code', {
        detail: 'It differs from the one that was sent last.',
        next: 'Compare it with the message, or ask for another code.',
      });
    }
    await at().set({ confirmed_at: clock.now(), code: null, code_ends: null, guesses: 0, bounces: 0 }).execute();
    const feed = await tx.selectFrom('feed').select('last').where('practice', '=', session.practice).executeTakeFirst();
    if (point.confirmed_at === null && channel === 'email')
      await tx
        .updateTable('notice')
        .set({ told: feed?.last ?? 0 })
        .where('id', '=', id)
        .execute();
    return ok(true);
  });
};
