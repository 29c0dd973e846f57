import type { z } from 'zod';
import type { openedRequest, RequestInput, requestMade, requestState } from '../../core/contract/network/requests.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { base64ToBytes, base64urlToBytes, bytesToBase64 } from '../../core/protocol/bytes.ts';
import { ed25519KeyOfSpki } from '../../core/protocol/ed25519.ts';
import { MAX_REQUEST_BYTES } from '../../core/protocol/network/signing-request.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { removeEndedRequests } from './ended-requests.ts';

type Ports = Pick<ServerPorts, 'storage' | 'clock'>;

/** Longest life of a request. */
const MAX_LIFE_MS = 92 * 86_400_000;
/** Requests of one practice that are open at once. */
const MOST_OPEN = 5_000;

/** One answer for every id that opens nothing, whether it never was, has ended or was taken back. */
export const nothingHere = () =>
  refuse(404, 'link.closed', 'This link opens nothing', {
    detail: 'It has ended, was taken back, or never was.',
    next: 'Ask the practice for a new link.',
  });

const badRequest = (detail: string) =>
  refuse(422, 'request.form', 'The signing request was not taken', { detail, next: 'Make the link again.' });

/**
 * Holds a signing request of a desk (protocol §15.2). The same one again changes nothing, so that a desk may try again. Errors: form, another request of
 * this id, too many open ones.
 */
export const makeRequest = async (
  { storage, clock }: Ports,
  session: Session,
  input: RequestInput,
): Promise<Result<z.infer<typeof requestMade>, Refused>> => {
  const ciphertext = base64ToBytes(input.ciphertext);
  const spki = base64urlToBytes(input.answerKey);
  if (!ciphertext.ok || ciphertext.value.length > MAX_REQUEST_BYTES) return badRequest('The ciphertext is out of form or too large.');
  if (!spki.ok || !ed25519KeyOfSpki(spki.value).ok) return badRequest('The answer key is no Ed25519 key.');
  const now = clock.now();
  if (input.expires <= now || Date.parse(input.expires) - Date.parse(now) > MAX_LIFE_MS)
    return badRequest('It ends in the past, or more than three months from now.');
  if (!input.practices.includes(session.practice)) return badRequest('A practice asks only where the answer also goes to itself.');
  await removeEndedRequests({ storage, clock });
  return await storage.write(async (tx) => {
    await storage.lock(tx, [`request ${input.id}`]);
    const known = await tx.selectFrom('practice').select('id').where('id', 'in', input.practices).execute();
    if (known.length !== new Set(input.practices).size) return badRequest('A practice of the answer is not admitted to this network.');
    const held = await tx.selectFrom('signing_request').selectAll().where('id', '=', input.id).executeTakeFirst();
    if (held !== undefined)
      return held.practice === session.practice && held.answer_key === input.answerKey
        ? ok({ id: input.id, outcome: 'already' as const })
        : refuse(409, 'request.taken', 'Another request has this id', { detail: 'Ids are drawn at random.', next: 'Make the link again.' });
    const open = await tx
      .selectFrom('signing_request')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('practice', '=', session.practice)
      .executeTakeFirst();
    if (Number(open?.n ?? 0) >= MOST_OPEN)
      return refuse(429, 'request.too-many', 'Too many links are open', {
        detail: `${MOST_OPEN} requests of this practice are open.`,
        next: 'Take back links that are no longer needed.',
      });
    await tx
      .insertInto('signing_request')
      .values({
        id: input.id,
        practice: session.practice,
        ciphertext: ciphertext.value,
        answer_key: input.answerKey,
        recipients: JSON.stringify([...new Set(input.practices)].toSorted()),
        made_at: now,
        expires: input.expires,
        opened_at: null,
        copy: null,
      })
      .execute();
    return ok({ id: input.id, outcome: 'made' as const });
  });
};

/** What the page shows, sealed. Notes the first time where the server may write. Errors: `nothingHere`. */
export const openRequest = async (
  { storage, clock }: Ports,
  id: string,
  mayNote: boolean,
): Promise<Result<z.infer<typeof openedRequest>, Refused>> => {
  const now = clock.now();
  const row = await storage.db
    .selectFrom('signing_request')
    .select(['ciphertext', 'copy', 'opened_at'])
    .where('id', '=', id)
    .where('expires', '>', now)
    .executeTakeFirst();
  if (row === undefined) return nothingHere();
  const last = await storage.db
    .selectFrom('signing_answer')
    .select(({ fn }) => fn.max('no').as('no'))
    .where('request', '=', id)
    .executeTakeFirst();
  if (mayNote && row.opened_at === null)
    await storage.write(async (tx) => {
      await tx.updateTable('signing_request').set({ opened_at: now }).where('id', '=', id).where('opened_at', 'is', null).execute();
    });
  return ok({
    ciphertext: bytesToBase64(row.ciphertext),
    answers: Number(last?.no ?? 0),
    copy: row.copy === null ? null : bytesToBase64(row.copy),
    time: now,
  });
};

/** What the server has seen of a request, for the practice that made it. Errors: `nothingHere`. */
export const stateOfRequest = async (
  { storage }: Ports,
  session: Session,
  id: string,
): Promise<Result<z.infer<typeof requestState>, Refused>> => {
  const row = await storage.db
    .selectFrom('signing_request')
    .select(['opened_at', 'expires'])
    .where('id', '=', id)
    .where('practice', '=', session.practice)
    .executeTakeFirst();
  if (row === undefined) return nothingHere();
  const answers = await storage.db
    .selectFrom('signing_answer')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('request', '=', id)
    .executeTakeFirst();
  return ok({ openedAt: row.opened_at, answers: Number(answers?.n ?? 0), expires: row.expires });
};

/** Takes a request back: it opens nothing afterwards. One that is not there, or another practice's, changes nothing. */
export const withdrawRequest = async (
  { storage }: Ports,
  session: Session,
  id: string,
): Promise<Result<{ readonly id: string }, Refused>> => {
  const isGone = await storage.write(async (tx) => {
    await storage.lock(tx, [`request ${id}`]);
    const row = await tx.selectFrom('signing_request').select('practice').where('id', '=', id).executeTakeFirst();
    if (row?.practice !== session.practice) return false;
    await tx.deleteFrom('signing_answer').where('request', '=', id).execute();
    await tx.deleteFrom('signing_request').where('id', '=', id).execute();
    return true;
  });
  if (isGone) await storage.emptyJournal();
  return ok({ id });
};
