import { z } from 'zod';
import { CLIENT_HEADER, PROTOCOL_VERSION, TIME_HEADER } from '../../contract/network/headers.ts';
import { bookEntriesAnswer, bookErasuresAnswer, bookPage } from '../../contract/network/book.ts';
import { bookPart, partKept, partsHeld } from '../../contract/network/book-parts.ts';
import { apiKeyMade } from '../../contract/network/crm.ts';
import { consistencyAnswer, proofsAnswer, ticketsAnswer, timeStampAnswer } from '../../contract/network/log.ts';
import { noticeAnswer } from '../../contract/network/notices.ts';
import { officeAccess, officeInvitationMade } from '../../contract/network/office-page.ts';
import { parcelsAnswer, receivedPage, seenPage, waitAnswer } from '../../contract/network/parcels.ts';
import { requestMade, requestState } from '../../contract/network/requests.ts';
import { admissionAnswer, challengeAnswer, claimAnswer, serverStatus, sessionAnswer } from '../../contract/network/session.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { NetworkServer, ServerAnswer, ServerFailure } from '../../ports/network-server.ts';
import { base64ToBytes, type Bytes, bytesToBase64 } from '../../protocol/bytes.ts';

/** Sends one request: the global `fetch`, or a server in the same process. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type HttpServerOptions = {
  /** Address of the server without a path, for example https://sync.example.com.au. */
  readonly url: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Version of this program. */
  readonly version: string;
  /** Key id of the desk key that connects. */
  readonly key: string;
  /** Signs the session proof over a nonce (protocol §14.2). */
  readonly prove: (nonce: string) => Bytes;
};

const TIMEOUT_MS = 30_000;
/** A long-poll answers after 25 s; longer silence is a broken connection. */
const WAIT_TIMEOUT_MS = 40_000;
/** A token is renewed this long before it ends. */
const RENEW_MS = 30_000;
const MAX_NOTE = 65_536;

const problemSchema = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  code: z.string().optional(),
});

const unreachable = (why: string): { readonly ok: false; readonly error: ServerFailure } => err({ code: 'server.unreachable', why });

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers at its address',
  ENOTFOUND: 'its address is not known, or this computer is offline',
  EAI_AGAIN: 'its address cannot be looked up, or this computer is offline',
  ECONNRESET: 'the connection broke off',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_SOCKET: 'the connection broke off',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody this computer trusts',
};

/** Why a request got no answer, in words; the system's own where there are none. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return REASONS[code] ?? (cause instanceof Error && cause.message !== '' ? cause.message : error.message);
};

const refused = async (answer: Response): Promise<{ readonly ok: false; readonly error: ServerFailure }> => {
  const parsed = problemSchema.safeParse(await answer.json().catch(() => ({})));
  const problem = parsed.success ? parsed.data : {};
  const why = [problem.title, problem.detail].filter((part) => part !== undefined).join('. ') || `status ${answer.status}`;
  if (answer.status === 426) return err({ code: 'server.too-new', why });
  const seconds = Number(answer.headers.get('retry-after') ?? '');
  return err({
    code: 'server.refused',
    status: answer.status,
    problem: problem.code ?? '',
    why,
    retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null,
  });
};

type Call = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly timeout?: number;
  readonly signal?: AbortSignal;
};

/** The sync server over HTTP. Takes a session when it needs one, renews it, and takes a new one once when the server no longer knows it. */
export const httpServer = (options: HttpServerOptions): NetworkServer => {
  let session: { readonly token: string; readonly expires: number } | null = null;
  let ahead = 0;

  const send = async (call: Call, token: string | null): Promise<Result<Response, ServerFailure>> => {
    const timeout = AbortSignal.timeout(call.timeout ?? TIMEOUT_MS);
    try {
      const answer = await options.fetch(`${options.url}${call.path}`, {
        method: call.method,
        redirect: 'error',
        signal: call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal]),
        headers: {
          [CLIENT_HEADER]: `${options.version}; protocol=${PROTOCOL_VERSION}`,
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      });
      const time = Date.parse(answer.headers.get(TIME_HEADER) ?? '');
      if (Number.isFinite(time)) ahead = time - Date.parse(options.clock.now());
      return ok(answer);
    } catch (error) {
      return unreachable(reasonOf(error));
    }
  };

  const read = async <T>(answer: Response, schema: z.ZodType<T>): ServerAnswer<T> => {
    if (!answer.ok) return refused(answer);
    try {
      const parsed = schema.safeParse(await answer.json());
      return parsed.success ? ok(parsed.data) : err({ code: 'server.answer', why: z.prettifyError(parsed.error) });
    } catch (error) {
      return unreachable(error instanceof Error ? error.message : String(error));
    }
  };

  const open = async <T>(call: Call, schema: z.ZodType<T>): ServerAnswer<T> => {
    const answer = await send(call, null);
    return answer.ok ? read(answer.value, schema) : answer;
  };

  const tokenNow = async (): ServerAnswer<string> => {
    const now = Date.parse(options.clock.now()) + ahead;
    if (session !== null && now < session.expires - RENEW_MS) return ok(session.token);
    const challenge = await open({ method: 'POST', path: '/v1/session/challenge', body: { key: options.key } }, challengeAnswer);
    if (!challenge.ok) return challenge;
    const proof = bytesToBase64(options.prove(challenge.value.nonce));
    const answer = await open({ method: 'POST', path: '/v1/session', body: { proof } }, sessionAnswer);
    if (!answer.ok) return answer;
    session = { token: answer.value.token, expires: Date.parse(answer.value.expires) };
    return ok(session.token);
  };

  const authorised = async <T>(call: Call, schema: z.ZodType<T>): ServerAnswer<T> => {
    for (let attempt = 0; ; attempt += 1) {
      const token = await tokenNow();
      if (!token.ok) return token;
      const answer = await send(call, token.value);
      if (!answer.ok) return answer;
      if (answer.value.status !== 401 || attempt > 0) return read(answer.value, schema);
      session = null;
    }
  };

  const anything = z.unknown().transform((): true => true);
  /** A signed note; no note is that long. */
  const noteAt = async (path: string): ReturnType<NetworkServer['checkpoint']> => {
    const answer = await send({ method: 'GET', path }, null);
    if (!answer.ok) return answer;
    if (!answer.value.ok) return refused(answer.value);
    try {
      const bytes = new Uint8Array(await answer.value.arrayBuffer());
      return bytes.length > MAX_NOTE ? err({ code: 'server.answer', why: 'the checkpoint is larger than any note' }) : ok(bytes);
    } catch (error) {
      return unreachable(error instanceof Error ? error.message : String(error));
    }
  };

  return {
    status: () => open({ method: 'GET', path: '/v1/status' }, serverStatus),
    claim: (paper) => open({ method: 'POST', path: '/v1/claim', body: { paper: bytesToBase64(paper) } }, claimAnswer),
    admit: (paper) => open({ method: 'POST', path: '/v1/admissions', body: { paper: bytesToBase64(paper) } }, admissionAnswer),
    tickets: (tickets) => authorised({ method: 'POST', path: '/v1/tickets', body: { tickets: tickets.map(bytesToBase64) } }, ticketsAnswer),
    parcels: (parcels) =>
      authorised(
        {
          method: 'POST',
          path: '/v1/parcels',
          body: { parcels: parcels.map(({ slip, ciphertext }) => ({ slip: bytesToBase64(slip), ciphertext: bytesToBase64(ciphertext) })) },
        },
        parcelsAnswer,
      ),
    feed: (after, limit) => authorised({ method: 'GET', path: `/v1/feed?after=${after}&limit=${limit}` }, receivedPage),
    wait: (beyond, signal) =>
      authorised(
        {
          method: 'GET',
          path: `/v1/wait?feed=${beyond.feed}&size=${beyond.size}&seen=${beyond.seen}&ops=${beyond.ops}`,
          timeout: WAIT_TIMEOUT_MS,
          signal,
        },
        waitAnswer,
      ),
    postEntries: (entries) =>
      authorised(
        {
          method: 'POST',
          path: '/v1/ops',
          body: { entries: entries.map(({ entry, body }) => ({ entry: bytesToBase64(entry), body: body && bytesToBase64(body) })) },
        },
        bookEntriesAnswer,
      ),
    entries: (after, limit) => authorised({ method: 'GET', path: `/v1/ops?after=${after}&limit=${limit}` }, bookPage),
    eraseEntries: (papers) =>
      authorised({ method: 'POST', path: '/v1/ops/erase', body: { papers: papers.map(bytesToBase64) } }, bookErasuresAnswer),
    putPart: (entry, no, part) => authorised({ method: 'PUT', path: `/v1/ops/${entry}/parts/${no}`, body: part }, partKept),
    part: (entry, no) => authorised({ method: 'GET', path: `/v1/ops/${entry}/parts/${no}` }, bookPart),
    heldParts: (entry) => authorised({ method: 'GET', path: `/v1/ops/${entry}/parts` }, partsHeld),
    postSeen: (list) => authorised({ method: 'POST', path: '/v1/seen', body: { list: bytesToBase64(list) } }, anything),
    seen: (after) => authorised({ method: 'GET', path: `/v1/seen?after=${after}` }, seenPage),
    checkpoint: () => noteAt('/checkpoint'),
    endOfLogBefore: async () => {
      const note = await noteAt('/api/chain/end');
      return !note.ok && note.error.code === 'server.refused' && note.error.status === 404 ? ok(null) : note;
    },
    proofFile: (event) => noteAt(`/api/chain/proof/${event}`),
    proofs: (size, events) => authorised({ method: 'POST', path: '/v1/log/proofs', body: { size, events } }, proofsAnswer),
    timeStamp: async (size) => {
      const answer = await authorised({ method: 'POST', path: '/v1/log/time-stamp', body: { size } }, timeStampAnswer);
      if (!answer.ok || answer.value.reply === null) return answer.ok ? ok(null) : answer;
      const reply = base64ToBytes(answer.value.reply);
      return reply.ok ? ok(reply.value) : err({ code: 'server.answer', why: 'not base64 in its one spelling' });
    },
    consistency: (from, to) => open({ method: 'GET', path: `/api/chain/consistency?from=${from}&to=${to}` }, consistencyAnswer),
    makeRequest: ({ ciphertext, practices, ...request }) =>
      authorised(
        { method: 'POST', path: '/v1/requests', body: { ...request, practices, ciphertext: bytesToBase64(ciphertext) } },
        requestMade,
      ),
    requestState: (id) => authorised({ method: 'GET', path: `/v1/requests/${id}/state` }, requestState),
    withdrawRequest: (id) => authorised({ method: 'DELETE', path: `/v1/requests/${id}` }, anything),
    makeApiKey: (key) => authorised({ method: 'POST', path: '/v1/crm/keys', body: key }, apiKeyMade),
    revokeApiKey: (id) => authorised({ method: 'DELETE', path: `/v1/crm/keys/${id}` }, anything),
    notice: (id) => authorised({ method: 'GET', path: `/v1/notices/${id}` }, noticeAnswer),
    setNotice: (id, input) => authorised({ method: 'PUT', path: `/v1/notices/${id}`, body: input }, noticeAnswer),
    sendNoticeCode: (id, channel) => authorised({ method: 'POST', path: `/v1/notices/${id}/code`, body: { channel } }, noticeAnswer),
    confirmNotice: (id, channel, code) =>
      authorised({ method: 'POST', path: `/v1/notices/${id}/confirm`, body: { channel, code } }, noticeAnswer),
    removeNotice: (id) => authorised({ method: 'DELETE', path: `/v1/notices/${id}` }, anything),
    officeAccess: () => authorised({ method: 'GET', path: '/v1/office/access' }, officeAccess),
    inviteToOfficePage: (person) => authorised({ method: 'POST', path: '/v1/office/invitations', body: { person } }, officeInvitationMade),
    removeOfficePasskey: (id) => authorised({ method: 'DELETE', path: `/v1/office/passkeys/${id}` }, anything),
    endOfficePerson: (person) => authorised({ method: 'DELETE', path: `/v1/office/people/${person}` }, anything),
    clockAhead: () => ahead,
  };
};
