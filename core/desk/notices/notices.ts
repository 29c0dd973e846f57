import type { z } from 'zod';
import type { NoticeAnswer, NoticeChannel } from '../../contract/network/notices.ts';
import type { noticesInput, NoticesView } from '../../contract/notices.ts';
import { isAustralianMobile, parsePhone } from '../../domain/identity/phone.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { noticeIdOf } from '../../protocol/network/notice-id.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { serverRefusal } from '../network/join.ts';
import type { Refusal } from '../refusal.ts';

const noServer: Refusal = {
  status: 503,
  code: 'no-server',
  title: 'This desk is connected to no server',
  detail: 'Notices by e-mail come from the server of the network.',
  kept: 'Nothing was changed.',
  next: 'Connect this desk first.',
};

const badPhone: Refusal = {
  status: 422,
  code: 'phone',
  title: 'This is no Australian mobile number',
  detail: 'SMS go to mobile numbers, such as 0491 570 156.',
  kept: 'Nothing was changed.',
  next: 'Correct the number, or leave it empty.',
};

/** Refusals of the server that a person can do something about, in words of this desk. */
const WORDS: Readonly<Record<string, { readonly title: string; readonly detail: string; readonly next: string }>> = {
  'notice.code': {
    title: 'This is not the code',
    detail: 'It differs from the one that was sent last.',
    next: 'Compare it with the message, or ask for another code.',
  },
  'notice.code-ended': {
    title: 'This code no longer counts',
    detail: 'It is older than 15 minutes, was used, or was tried too often.',
    next: 'Ask for another code.',
  },
  'notice.code-not-sent': {
    title: 'The code could not be sent',
    detail: 'The address was refused, or the server could not hand the message over.',
    next: 'Check the address, or ask for another code later.',
  },
  'notice.address-taken': {
    title: 'Somebody of your practice is told there already',
    detail: 'An address or number belongs to one person of a practice.',
    next: 'Use another address or number.',
  },
  'notice.no-mail': {
    title: 'This server sends no mail',
    detail: 'Its operator has set none.',
    next: 'Everything is shown at the desk as before.',
  },
  'notice.no-sms': { title: 'This server sends no SMS', detail: 'Its operator has set none.', next: 'Leave the telephone number empty.' },
  'too-many': { title: 'Too many codes were asked for', detail: 'A practice gets ten at once and twenty a day.', next: 'Try again later.' },
};

const noticeRefusal = (failure: ServerFailure): Refusal => {
  const words = failure.code === 'server.refused' ? WORDS[failure.problem] : undefined;
  if (words === undefined || failure.code !== 'server.refused') return serverRefusal(failure);
  const kept =
    failure.problem === 'notice.code-not-sent'
      ? 'What was set is kept. Nothing is sent there until a code was entered.'
      : 'Nothing was changed.';
  return { status: 422, code: failure.problem.replace('.', '-'), kept, ...words };
};

const idOf = (desk: DeskContext, person: string): string =>
  noticeIdOf(desk.primitives, { net: registerOf(desk).net, practice: desk.profile.practice, person });

const shown = (answer: Result<NoticeAnswer, ServerFailure>): Result<NoticesView, Refusal> => {
  if (answer.ok) return ok({ linked: true, ...answer.value });
  // A server of an older version knows no such address.
  const unknown = answer.error.code === 'server.refused' && answer.error.status === 404 && answer.error.problem !== 'notice.unknown';
  return unknown ? ok({ linked: true, mail: null, sms: null, notice: null }) : err(noticeRefusal(answer.error));
};

/** How the person who is signed in is told that something came, as the server has it. Errors: the server does not answer. */
export const noticesOf = async (
  desk: DeskContext,
  person: SignedInPerson,
  server: NetworkServer | null,
): Promise<Result<NoticesView, Refusal>> =>
  server === null ? ok({ linked: false, mail: null, sms: null, notice: null }) : shown(await server.notice(idOf(desk, person.person)));

/** Sets how the person is told; the server sends a code to what is new. Errors: no server, no mobile number, what the server refuses. */
export const setNotices = async (
  desk: DeskContext,
  person: SignedInPerson,
  server: NetworkServer | null,
  { phone, ...input }: z.infer<typeof noticesInput>,
): Promise<Result<NoticesView, Refusal>> => {
  if (server === null) return err(noServer);
  const number = phone === '' ? null : parsePhone(phone);
  if (number !== null && !(number.ok && isAustralianMobile(number.value.number))) return err(badPhone);
  const e164 = number?.ok === true ? number.value.number : null;
  return shown(await server.setNotice(idOf(desk, person.person), { ...input, phone: e164 }));
};

/** Hands the code in that came to an address of the person. Errors: no server, not the code. */
export const confirmNotices = async (
  desk: DeskContext,
  person: SignedInPerson,
  server: NetworkServer | null,
  channel: NoticeChannel,
  code: string,
): Promise<Result<NoticesView, Refusal>> =>
  server === null ? err(noServer) : shown(await server.confirmNotice(idOf(desk, person.person), channel, code));

/** Asks the server for another code. Errors: no server, it could not be sent. */
export const codeForNotices = async (
  desk: DeskContext,
  person: SignedInPerson,
  server: NetworkServer | null,
  channel: NoticeChannel,
): Promise<Result<NoticesView, Refusal>> =>
  server === null ? err(noServer) : shown(await server.sendNoticeCode(idOf(desk, person.person), channel));

/** Removes the person's address and everything about it from the server. Errors: no server, it does not answer; then it is still there. */
export const removeNotices = async (
  desk: DeskContext,
  person: SignedInPerson,
  server: NetworkServer | null,
): Promise<Result<NoticesView, Refusal>> => {
  if (server === null) return err(noServer);
  const id = idOf(desk, person.person);
  const removed = await server.removeNotice(id);
  return removed.ok ? shown(await server.notice(id)) : err(noticeRefusal(removed.error));
};
