import type { ClientLink } from '../../contract/client-links.ts';
import { sealUnder } from '../../adapters/crypto/aead.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import type { SigningRequests } from '../../ports/signing-requests.ts';
import { bytesToBase64url } from '../../protocol/bytes.ts';
import { canonicalText } from '../../protocol/jcs.ts';
import { LINK_ID_BYTES, LINK_SECRET_BYTES, linkKeys } from '../../protocol/network/link-keys.ts';
import { encodeRequest, requestAad } from '../../protocol/network/signing-request.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { mailerToPerson } from '../exits/to-person.ts';
import type { Refusal } from '../refusal.ts';
import { dateIn } from '../referrals/calendar.ts';
import { referralSql } from '../referrals/tables.ts';
import { type LinkRow, linkRow, linkView, requestOf, urlOf } from './link-view.ts';
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

const shown = (desk: DeskContext, id: string): Result<ClientLink, Refusal> => {
  const row = linkRow(desk, id);
  return row === undefined ? err(unknownLink) : ok(linkView(desk, row));
};

/** Puts a stored request at the server; a second time changes nothing there. */
const post = async (desk: DeskContext, server: SigningRequests, row: LinkRow): Promise<Result<true, Refusal>> => {
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
  set(desk, row.id, { state: 'open', problem: null });
  return ok(true);
};

/**
 * Makes the link of an invitation, once: seals the request, puts it at the server, and sends it where the invitation has an address. The same
 * invitation again gives the same link. Errors: no server, the server refuses; the invitation is kept and the call can be made again.
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
  if (row.value.state === 'made') {
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

/** Mail of a link: who asks, and the link. Nothing about the referral, its purpose or the client. */
const linkMail = (desk: DeskContext, row: LinkRow): { readonly subject: string; readonly text: string } => ({
  subject: `${desk.profile.legalName} asks you`,
  text: `${desk.profile.legalName} asks you to read one page and to answer it:\n\n${urlOf(row)}\n\nThe link is for you alone and ends on ${dayOf(desk, row.expires)}. You need no account, and you can say no. If you did not expect this, do nothing and tell the practice.\n`,
});

const codeMail = (desk: DeskContext, code: string): { readonly subject: string; readonly text: string } => ({
  subject: 'Your code',
  text: `Your code for ${desk.profile.legalName}: ${code}\n\nYou need it only if you choose to sign without a passkey on the page of our other message. Do not pass it on.\n`,
});

/** Sends the link, and the code beside it in a message of its own, by the practice's own mail. Errors: no mail server, no address, not sent. */
export const sendLink = async (
  desk: DeskContext,
  person: SignedInPerson,
  server: SigningRequests | null,
  id: string,
): Promise<Result<ClientLink, Refusal>> => {
  const row = linkRow(desk, id);
  if (row === undefined) return err(unknownLink);
  if (server !== null && row.state === 'made') {
    const posted = await post(desk, server, row);
    if (!posted.ok) return posted;
  }
  const mailer = mailerToPerson(desk, {
    by: person,
    what: 'client.link',
    contact: null,
    identity: 'The address that the invitation was made for',
  });
  if (row.address === null || mailer === null) {
    const why = row.address === null ? 'The link is shown in person; it has no address.' : 'The practice has no mail server set up.';
    set(desk, id, { problem: why });
    return err({
      status: 503,
      code: 'link-not-sent',
      title: 'The link was not sent',
      detail: why,
      kept: 'The link is made and waits to be sent.',
      next: 'Enter the mail server under Settings, then send again; or invite again with a QR code.',
    });
  }
  const link = await mailer.send({ to: row.address, ...linkMail(desk, row) });
  if (!link.ok) return notSent(desk, id, link.why);
  set(desk, id, { link_sent_at: desk.clock.now(), problem: null });
  const code =
    row.code_invite === null
      ? undefined
      : desk.db.get(referralSql.selectFrom('client_invitation').select('code').where('invite', '=', row.code_invite))?.code;
  if (code !== undefined) {
    const sent = await mailer.send({ to: row.address, ...codeMail(desk, code) });
    if (!sent.ok) return notSent(desk, id, sent.why);
    set(desk, id, { code_sent_at: desk.clock.now() });
  }
  return shown(desk, id);
};

const notSent = (desk: DeskContext, id: string, why: string): Result<never, Refusal> => {
  set(desk, id, { problem: `The mail server answered: ${why}` });
  return err({
    status: 503,
    code: 'mail-failed',
    title: 'The link or its code was not sent',
    detail: `The mail server answered: ${why}`,
    kept: 'The link is made and waits to be sent.',
    next: 'Check the address and the mail settings, then send again; or invite again with a QR code.',
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
  set(desk, id, { state: 'withdrawn', problem: null });
  return shown(desk, id);
};
