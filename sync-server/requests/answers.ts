import { z } from 'zod';
import type { answerInput, answerTaken } from '../../core/contract/network/requests.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { base64ToBytes, type Bytes, hexToBytes } from '../../core/protocol/bytes.ts';
import { type ClientAnswer, readAnswer } from '../../core/protocol/network/client-answer.ts';
import { isSignedBy, type SignedPaper } from '../../core/protocol/network/signed-paper.ts';
import type { TicketResult } from '../../core/contract/network/log.ts';
import type { KeyBook } from '../admissions/keys.ts';
import { refuse, type Refused } from '../http/problem.ts';
import { type CheckedTicket, refuseTicket } from '../log/read-tickets.ts';
import { appendToFeeds, feedLocks } from '../parcels/feed.ts';
import type { ServerPorts } from '../ports.ts';
import { readMeta } from '../storage/meta.ts';
import { nothingHere } from './requests.ts';

type Ports = Pick<ServerPorts, 'storage' | 'clock' | 'primitives'> & { readonly keys: KeyBook };
type Taken = z.infer<typeof answerTaken>;

/** What was taken, and the tickets to log. */
export type TakenAnswer = { readonly taken: Taken; readonly tickets: readonly (CheckedTicket | TicketResult)[] };

const MAX_COPY_BYTES = 65_536;
const recipientsSchema = z.array(z.string());

const badAnswer = (code: string, detail: string) =>
  refuse(422, code, 'The answer was not taken', { detail, next: 'Load the page again by the same link, and try once more.' });

const ticketsOf = (answer: SignedPaper<ClientAnswer>): readonly (CheckedTicket | TicketResult)[] =>
  answer.payload.tickets.map((ticket) => {
    const event = hexToBytes(ticket.event_hash);
    const stream = hexToBytes(ticket.stream);
    return event.ok && stream.ok
      ? { signer: null, ticket, event: event.value, stream: stream.value, record: answer.record.bytes }
      : refuseTicket('ticket.form', null);
  });

/**
 * Takes a client's answer (protocol §15.3): signed by the answer key of its request, the next in number, for the network, sealed to none but the request's
 * practices, and speaking for no stream of an admitted key. It goes into the feeds of those practices, and beside it the client's own copy is kept. The
 * same bytes again change nothing. Errors: `nothingHere`, form, signature, another answer at its place.
 */
export const takeAnswer = async (ports: Ports, id: string, input: z.infer<typeof answerInput>): Promise<Result<TakenAnswer, Refused>> => {
  const { storage, clock, primitives } = ports;
  const bytes = base64ToBytes(input.answer);
  const copy = base64ToBytes(input.copy);
  const read = bytes.ok ? readAnswer(bytes.value, primitives) : bytes;
  if (!bytes.ok || !read.ok) return badAnswer('answer.form', 'It is not in form.');
  if (!copy.ok || copy.value.length > MAX_COPY_BYTES) return badAnswer('answer.form', 'The copy is not in form or too large.');
  const paper = read.value;
  const { payload } = paper;
  const { net } = await readMeta(storage.db);
  if (payload.request !== id || payload.net !== net) return badAnswer('answer.request', 'It answers another request.');
  const admitted = await ports.keys.find(
    storage.db,
    payload.tickets.map(({ stream }) => stream),
  );
  if (admitted.size > 0) return badAnswer('answer.stream', 'It speaks for a key that is no client’s.');
  const now = clock.now();
  const result = await storage.write(async (tx): Promise<Result<{ readonly taken: Taken; readonly feeds: readonly string[] }, Refused>> => {
    await storage.lock(tx, [`request ${id}`]);
    const row = await tx.selectFrom('signing_request').selectAll().where('id', '=', id).where('expires', '>', now).executeTakeFirst();
    if (row === undefined) return nothingHere();
    if (!isSignedBy(paper, { spki: row.answer_key, alg: 'ed25519', credential: null }, primitives))
      return badAnswer('signature.invalid', 'It is not signed by the key of this link.');
    const recipients = recipientsSchema.parse(JSON.parse(row.recipients));
    if (payload.seals.some((seal) => !recipients.includes(seal.practice)))
      return badAnswer('answer.recipient', 'It is sealed to a practice that the request does not name.');
    const held = await tx.selectFrom('signing_answer').select(['no', 'hash']).where('request', '=', id).execute();
    const there = held.find(({ no }) => no === payload.no);
    if (there?.hash === paper.hash) return ok({ taken: { outcome: 'already', answer: paper.hash }, feeds: [] });
    if (there !== undefined || payload.no !== held.length + 1)
      return refuse(409, 'answer.place', 'Another answer was given by this link', {
        detail: `The next answer has the number ${held.length + 1}.`,
        next: 'Load the page again: it shows what was signed.',
      });
    await tx.insertInto('signing_answer').values({ request: id, no: payload.no, hash: paper.hash }).execute();
    await tx.updateTable('signing_request').set({ copy: copy.value }).where('id', '=', id).execute();
    const feeds = payload.seals.map((seal) => seal.practice).toSorted();
    await storage.lock(tx, feedLocks(feeds));
    await appendToFeeds(tx, now, arrivals(feeds, id, bytes.value));
    return ok({ taken: { outcome: 'taken', answer: paper.hash }, feeds });
  });
  if (!result.ok) return result;
  const { taken, feeds } = result.value;
  if (feeds.length > 0) storage.tell({ feeds, log: false, seen: [] });
  // Also of one that was there: the process that took it may have been killed before it logged them.
  return ok({ taken, tickets: ticketsOf(paper) });
};

const arrivals = (practices: readonly string[], request: string, body: Bytes) =>
  practices.map((practice) => ({ practice, kind: 'answer' as const, slip: null, body, request }));
