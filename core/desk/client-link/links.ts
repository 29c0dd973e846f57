import type { ClientLink } from '../../contract/client-links.ts';
import { sealUnder } from '../../adapters/crypto/aead.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { isQuiet } from '../../domain/time/quiet-hours.ts';
import { type ClientMessage, codeMessage, linkMessage } from '../../domain/wording/client-messages.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import type { SigningRequests } from '../../ports/signing-requests.ts';
import { bytesToBase64url } from '../../protocol/bytes.ts';
import { canonicalText } from '../../protocol/jcs.ts';
import { LINK_ID_BYTES, LINK_SECRET_BYTES, linkKeys } from '../../protocol/network/link-keys.ts';
import { encodeRequest, requestAad } from '../../protocol/network/signing-request.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { type NotSent, sendToClient } from '../exits/to-client.ts';
import type { Refusal } from '../refusal.ts';
import { dateIn, timeIn } from '../referrals/calendar.ts';
import { referralSql } from '../referrals/tables.ts';
import { keepLinkStep, type LinkStep } from './link-steps.ts';
import { isMadeHere, type LinkRow, linkRow, linkView, requestOf, urlOf } from './link-view.ts';
import { requestBody, storedBytes } from './request-body.ts';

const noServer: Refusal = {
  status: 503,
  code: 'no-server',
  title: 'No server of a network is set up here',
  detail: 'A link opens a page that the server of the network serves.',
  kept: 'The invitation is kept.',
  next: 'Connect this desk under Network, or let the client sign on this desk’s screen.',
};

const unknownLink: Refusal = {
  status: 404,
  code: 'link-unknown',
  title: 'This link is not known here',
  detail: 'No link with this id was made at this desk.',
  next: 'Open the referral again.',
};

const madeElsewhere: Refusal = {
  status: 409,
  code: 'link-elsewhere',
  title: 'This link was made at another desk of the practice',
  detail: 'Only the desk that made a link has what it opens with.',
  kept: 'The link is as it was.',
  next: 'Send it there. Or take it back and invite the client anew from here.',
};

const refused = (why: string): Refusal => ({
  status: 503,
  code: 'server-refused',
  title: 'The server did not take the request',
  detail: why,
  kept: 'The invitation and the link are kept.',
  next: 'Try again. Until then the client can sign on this desk’s screen.',
});

const set = (desk: DeskContext, id: string, facts: Partial<LinkRow>): void => {
  desk.db.run(referralSql.updateTable('signing_link').set(facts).where('id', '=', id));
};

const step = (desk: DeskContext, link: string, what: LinkStep['what']): void => {
  keepLinkStep(desk, { link, what, at: desk.clock.now() });
};

const shown = (desk: DeskContext, id: string): Result<ClientLink, Refusal> => {
  const row = linkRow(desk, id);
  return row === undefined ? err(unknownLink) : ok(linkView(desk, row));
};

/** Puts a stored request at the server; a second time changes nothing there. */
const post = async (desk: DeskContext, server: SigningRequests, row: LinkRow): Promise<Result<true, Refusal>> => {
  if (!isMadeHere(row)) return err(madeElsewhere);
  const keys = linkKeys(storedBytes(row.id), storedBytes(row.secret));
  const request = requestOf(row);
  const made = await server.make({
    id: row.id,
    ciphertext: sealUnder(desk.entropy, keys.request, requestAad(row.id, 'request'), encodeRequest(request)),
    answerKey: row.answer_key,
    expires: row.expires,
    practices: request.members.map((member) => member.practice),
  });
  if (!made.ok) {
    set(desk, row.id, { problem: `The server did not take the request: ${made.error.why}` });
    return err(refused(made.error.why));
  }
  set(desk, row.id, { problem: null });
  step(desk, row.id, 'open');
  return ok(true);
};

/**
 * Makes the link of an invitation, once: seals the request, puts it at the server, and sends it where the invitation has an address. The same
 * invitation again gives the same link, also at another desk of the practice. Errors: no server, the server refuses; the invitation is kept and the call can be made again.
 */
export const makeLink = async (
  desk: DeskContext,
  person: SignedInPerson,
  server: SigningRequests | null,
  input: { readonly invite: string; readonly code: string | null },
): Promise<Result<ClientLink, Refusal>> => {
  if (server === null) return err(noServer);
  const before = desk.db.get(referralSql.selectFrom('signing_link').selectAll().where('invite', '=', input.invite));
  const row = before === undefined ? draw(desk, server, input) : ok(before);
  if (!row.ok) return row;
  if (row.value.state === 'made' && isMadeHere(row.value)) {
    const posted = await post(desk, server, row.value);
    if (!posted.ok) return posted;
    // The link is made whether its message goes out or not; what did not work stands on it.
    if (row.value.address !== null) await sendLink(desk, person, server, row.value.id);
  }
  return shown(desk, row.value.id);
};

const draw = (
  desk: DeskContext,
  server: SigningRequests,
  input: { readonly invite: string; readonly code: string | null },
): Result<LinkRow, Refusal> => {
  const body = requestBody(desk, input.invite, input.code, server.page);
  if (!body.ok) return body;
  const { request, open } = body.value;
  const id = desk.entropy.bytes(LINK_ID_BYTES);
  const secret = desk.entropy.bytes(LINK_SECRET_BYTES);
  const row: LinkRow = {
    id: bytesToBase64url(id),
    intent: request.intent,
    invite: input.invite,
    code_invite: input.code,
    secret: bytesToBase64url(secret),
    body: canonicalText(request),
    answer_key: bytesToBase64url(linkKeys(id, secret).answer.spki),
    address: open.row.address,
    made_at: desk.clock.now(),
    expires: request.expires,
    state: 'made',
    link_sent_at: null,
    code_sent_at: null,
    opened_at: null,
    answered_at: null,
    answers: '[]',
    registration: null,
    problem: null,
  };
  desk.db.run(referralSql.insertInto('signing_link').values(row));
  return ok(row);
};

/** "4 Sep 2026" where the practice is. */
const dayOf = (desk: DeskContext, instant: string): string => {
  const day = parseLocalDate(dateIn(desk.zone, instant));
  return day.ok ? formatDate(day.value) : '';
};

const quietNow: Refusal = {
  status: 409,
  code: 'quiet-hours',
  title: 'It is too late or too early for a second text message',
  detail: 'A link that went out already is sent again between 8 in the morning and 9 in the evening, by this desk’s clock.',
  kept: 'The link is open; nothing was sent.',
  next: 'Send it again during the day, or invite again with a QR code.',
};

/**
 * Sends the link, and the code beside it in a message of its own, to the address of the invitation: by the practice's own mail, or by text messages to a
 * telephone. Errors: made at another desk, nothing is set up for it, no address, not sent, quiet hours for a text message that went out before.
 */
export const sendLink = async (
  desk: DeskContext,
  person: SignedInPerson,
  server: SigningRequests | null,
  id: string,
): Promise<Result<ClientLink, Refusal>> => {
  const row = linkRow(desk, id);
  if (row === undefined) return err(unknownLink);
  if (!isMadeHere(row)) return err(madeElsewhere);
  if (server !== null && row.state === 'made') {
    const posted = await post(desk, server, row);
    if (!posted.ok) return posted;
  }
  if (row.address === null)
    return notSent(desk, id, {
      code: 'not-set',
      why: 'The link is shown in person; it has no address.',
      next: 'Invite again with an address, or show the QR code.',
    });
  const isRepeat = row.link_sent_at !== null && row.code_sent_at !== null;
  if (isRepeat && !row.address.includes('@') && isQuiet(timeIn(desk.zone, desk.clock.now()).hour)) return err(quietNow);
  const practice = desk.profile.legalName;
  const send = (message: ClientMessage) => sendToClient(desk, { by: person, what: 'client.link' }, row.address ?? '', message);
  const link = await send(linkMessage(practice, urlOf(row), dayOf(desk, row.expires)));
  if (!link.ok) return notSent(desk, id, link.error);
  set(desk, id, { problem: null });
  step(desk, id, 'link-sent');
  const code =
    row.code_invite === null
      ? undefined
      : desk.db.get(referralSql.selectFrom('client_invitation').select('code').where('invite', '=', row.code_invite))?.code;
  if (code !== undefined) {
    const sent = await send(codeMessage(practice, code));
    if (!sent.ok) return notSent(desk, id, sent.error);
    step(desk, id, 'code-sent');
  }
  return shown(desk, id);
};

const notSent = (desk: DeskContext, id: string, { code, why, next }: NotSent): Result<never, Refusal> => {
  set(desk, id, { problem: `${why} ${next}` });
  return err({
    status: 503,
    code: code === 'not-set' ? 'link-not-sent' : 'message-failed',
    title: 'The link or its code was not sent',
    detail: why,
    kept: 'The link is made and waits to be sent.',
    next: `${next} Or invite again with a QR code.`,
  });
};

/** Asks the server whether the page was fetched; unreachable, the desk shows what it knew. Errors: the link is not known. */
export const refreshLink = async (desk: DeskContext, server: SigningRequests | null, id: string): Promise<Result<ClientLink, Refusal>> => {
  const row = linkRow(desk, id);
  if (row === undefined) return err(unknownLink);
  if (server !== null && row.state === 'open') {
    const seen = await server.state(id);
    if (seen.ok && seen.value.openedAt !== row.opened_at) set(desk, id, { opened_at: seen.value.openedAt });
  }
  return shown(desk, id);
};

/** Takes a link back: it opens nothing afterwards. Errors: not known, the server refuses. */
export const withdrawLink = async (desk: DeskContext, server: SigningRequests | null, id: string): Promise<Result<ClientLink, Refusal>> => {
  const row = linkRow(desk, id);
  if (row === undefined) return err(unknownLink);
  if (row.state === 'open') {
    if (server === null) return err(noServer);
    const withdrawn = await server.withdraw(id);
    if (!withdrawn.ok) return err(refused(withdrawn.error.why));
  }
  set(desk, id, { problem: null });
  step(desk, id, 'withdrawn');
  return shown(desk, id);
};
