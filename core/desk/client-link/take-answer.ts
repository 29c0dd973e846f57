import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { base64urlToBytes, type Bytes, utf8Encode } from '../../protocol/bytes.ts';
import { readEvent } from '../../protocol/event/read.ts';
import {
  ANSWER_INFO,
  answerAad,
  type ClientAnswer,
  readAnswer,
  readSealed,
  type SealedAnswer,
} from '../../protocol/network/client-answer.ts';
import { noticeOpening, shownOpening } from '../../protocol/network/client-events.ts';
import type { SigningRequest } from '../../protocol/network/signing-request.ts';
import { isSignedBy, type SignedPaper } from '../../protocol/network/signed-paper.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { openSeal, sealKeysHeld } from '../keys/open-seal.ts';
import { appendRecords } from '../ledger/compose.ts';
import { keepOpening } from '../openings/openings.ts';
import { referralSql } from '../referrals/tables.ts';
import { checkRecord } from './check-record.ts';
import { keepEarlyAnswer } from './early-answers.ts';
import { type LinkRow, linkRow, requestOf } from './link-view.ts';
import { storedBytes } from './request-body.ts';

/** What came of a client's answer. Each record counts by itself. */
export type TakenAnswer = {
  readonly outcome: 'taken' | 'already';
  /** Hashes of the events that stand now. */
  readonly events: readonly string[];
  /** Hashes of those kept aside until what they name arrives. */
  readonly waiting: readonly string[];
  readonly refused: readonly { readonly code: string; readonly why: string }[];
};

/** Why a whole answer is left: it is kept nowhere, and nothing of it counts. */
export type AnswerFailure = { readonly code: string; readonly why: string };

const fail = (code: string, why: string): Result<never, AnswerFailure> => err({ code, why });
const hashList = z.array(z.string());

const opened = async (
  desk: DeskContext,
  sealer: Sealer,
  { net, no, request, seals }: ClientAnswer,
): Promise<Result<SealedAnswer, AnswerFailure>> => {
  const { practice } = desk.profile;
  const seal = seals.find((entry) => entry.practice === practice);
  const body = base64urlToBytes(seal?.body ?? '');
  if (seal === undefined || !body.ok) return fail('answer.recipient', 'nothing in it is sealed to this practice');
  const aad = answerAad({ net, no, practice, request });
  const plain = await openSeal(sealer, sealKeysHeld(desk), { enc: seal.enc, info: ANSWER_INFO, aad, ciphertext: body.value });
  const sealed = plain.ok ? readSealed(plain.value.plaintext) : plain;
  return sealed.ok ? sealed : fail(sealed.error.code, 'what is sealed to this practice does not open');
};

/** Tickets name exactly the events that are sealed. */
const ticketsFit = (desk: DeskContext, answer: ClientAnswer, records: readonly string[]): boolean => {
  const events = records.map((text) => readEvent(utf8Encode(text.toWellFormed()), desk.primitives));
  return (
    answer.tickets.length === events.length &&
    events.every((read, index) => {
      const ticket = answer.tickets[index];
      if (!read.ok || ticket === undefined) return false;
      const { hash, stream, n, prev } = read.value.event;
      return ticket.event_hash === hash && ticket.stream === stream && ticket.n === n && ticket.prev === prev;
    })
  );
};

/**
 * Takes in what a client sent from the signing page (protocol §15.4). A desk of the practice that asked checks the answer's signature by the link's key,
 * makes each record again and compares, then lets the ledger judge it; a desk that does not know the link lets the ledger judge it alone, and keeps the
 * answer for when the link comes with the shared book. An answer that was taken in before changes nothing. Errors: `AnswerFailure` of the whole answer; refused records are in the result.
 */
export const takeClientAnswer = async (
  desk: DeskContext,
  sealer: Sealer,
  item: { readonly request: string; readonly answer: Bytes },
): Promise<Result<TakenAnswer, AnswerFailure>> => {
  const paper = readAnswer(item.answer, desk.primitives);
  if (!paper.ok) return fail(paper.error.code, 'the answer is not in form');
  const { payload } = paper.value;
  if (payload.request !== item.request) return fail('answer.request', 'it answers another request than the server says');
  if (payload.net !== registerOf(desk).net) return fail('event.net', 'it is for another network');
  const row = linkRow(desk, item.request);
  if (row !== undefined) {
    const held = hashList.parse(JSON.parse(row.answers));
    if (held.includes(paper.value.hash)) return ok({ outcome: 'already', events: [], waiting: [], refused: [] });
    if (!isSignedBy(paper.value, { spki: row.answer_key, alg: 'ed25519', credential: null }, desk.primitives))
      return fail('signature.invalid', 'it is not signed by the key of this link');
    if (payload.no <= held.length) return fail('answer.replayed', 'another answer stands at its place');
  }
  const sealed = await opened(desk, sealer, payload);
  if (!sealed.ok) return sealed;
  if (!ticketsFit(desk, payload, sealed.value.records)) return fail('answer.tickets', 'its tickets are not those of its records');
  if (row !== undefined) return ok(takeAsAsker(desk, row, paper.value, sealed.value));
  keepEarlyAnswer(desk, { request: item.request, hash: paper.value.hash, answer: item.answer, records: sealed.value.records });
  return ok(takeAsOther(desk, sealed.value));
};

/** A desk of another practice, or one that the link has not reached, knows neither the link's key nor the page's words: each record is judged as if it came in a file. */
const takeAsOther = (desk: DeskContext, sealed: SealedAnswer): TakenAnswer => {
  const outcomes = desk.ledger.accept(
    sealed.records.map((text) => utf8Encode(text.toWellFormed())),
    'client-answer',
  );
  return {
    outcome: outcomes.every((outcome) => outcome.outcome === 'already') && outcomes.length > 0 ? 'already' : 'taken',
    events: outcomes.flatMap((outcome) => (outcome.outcome === 'accepted' ? [outcome.event.hash] : [])),
    waiting: outcomes.flatMap((outcome) => (outcome.outcome === 'waiting' ? [outcome.hash] : [])),
    refused: outcomes.flatMap((outcome) =>
      outcome.outcome === 'refused' || outcome.outcome === 'void'
        ? [{ code: outcome.code, why: outcome.why }]
        : outcome.outcome === 'conflict'
          ? [{ code: 'conflict', why: 'another event stands at its place' }]
          : [],
    ),
  };
};

const takeAsAsker = (desk: DeskContext, row: LinkRow, paper: SignedPaper<ClientAnswer>, sealed: SealedAnswer): TakenAnswer => {
  const request = requestOf(row);
  const registration = sealed.registration ?? storedRegistration(row);
  const events: string[] = [];
  const refused: { code: string; why: string }[] = [];
  for (const text of sealed.records) {
    const checked = checkRecord(desk, request, text, registration, (stream) => isOneTime(desk, stream));
    if (!checked.fits) {
      // What counts already came by another way and was judged there.
      const held = desk.ledger.preview(utf8Encode(text.toWellFormed()));
      if (held.verdict === 'already') events.push(held.hash);
      else refused.push({ code: checked.code, why: checked.why });
      continue;
    }
    const judged = desk.ledger.preview(checked.record);
    // A client's signature cannot be made again: it is kept, should what it rests on count after all.
    if (judged.verdict === 'void' || judged.verdict === 'conflict') desk.ledger.accept([checked.record], 'client-answer');
    if (judged.verdict === 'already') {
      // Another desk of the practice was told of it first; what the page showed is known here.
      const { event } = checked;
      desk.db.transaction(() => keepShown(desk, request, checked.choice));
      events.push(judged.hash);
      note(desk, row, checked.choice, event.stream, event.n === 0);
    } else if (judged.verdict !== 'accept')
      refused.push(
        judged.verdict === 'conflict'
          ? { code: 'conflict', why: 'another event stands at its place' }
          : { code: judged.code, why: judged.why },
      );
    else {
      appendRecords(desk, [checked.record], desk.keys.desk, () => keepShown(desk, request, checked.choice));
      events.push(judged.event.hash);
      note(desk, row, checked.choice, judged.event.stream, judged.event.n === 0);
    }
  }
  noteAnswer(desk, row, paper, sealed, refused);
  return { outcome: 'taken', events, waiting: [], refused };
};

const storedRegistration = (row: LinkRow): SealedAnswer['registration'] =>
  row.registration === null
    ? null
    : z.strictObject({ attestationObject: z.string(), clientDataJSON: z.string() }).parse(JSON.parse(row.registration));

/** Whether the key of a stream that is held already is a one-time key. */
const isOneTime = (desk: DeskContext, stream: string): boolean => {
  const first = desk.ledger.rows.byStream(stream, 0);
  const event = first === undefined ? undefined : desk.ledger.known(Buffer.from(first.hash).toString('hex'));
  return event !== undefined && 'clientKey' in event.body && event.body.clientKey?.alg === 'ed25519';
};

/** Keeps what the page showed, as the opening of the record's commitment. */
const keepShown = (desk: DeskContext, request: SigningRequest, choice: string): void => {
  const contact =
    desk.db.get(referralSql.selectFrom('client_link').select('contact').where('intent', '=', request.intent))?.contact ?? null;
  if (choice === 'consent') keepOpening(desk, noticeOpening(desk.primitives, request, storedBytes), contact);
  if (choice === 'acknowledge' || choice === 'outcome')
    keepOpening(desk, shownOpening(desk.primitives, request, choice, storedBytes), contact);
};

/** The invitations of the link are used up by a yes to the handshake, a no, or a new key that takes the consent back. */
const note = (desk: DeskContext, row: LinkRow, choice: string, stream: string, isNewKey: boolean): void => {
  if (choice === 'consent' || (choice === 'withdraw' && !isNewKey)) return;
  const invites = [row.invite, ...(row.code_invite === null ? [] : [row.code_invite])];
  desk.db.run(
    referralSql
      .updateTable('client_invitation')
      .set({ state: choice === 'refuse' ? 'refused' : 'signed', client_key: stream })
      .where('invite', 'in', invites),
  );
};

const noteAnswer = (
  desk: DeskContext,
  row: LinkRow,
  paper: SignedPaper<ClientAnswer>,
  sealed: SealedAnswer,
  refused: readonly { readonly why: string }[],
): void => {
  const now = desk.clock.now();
  desk.db.transaction(() => {
    desk.db.run(
      referralSql
        .updateTable('signing_link')
        .set({
          answered_at: row.answered_at ?? now,
          opened_at: row.opened_at ?? now,
          answers: JSON.stringify([...hashList.parse(JSON.parse(row.answers)), paper.hash]),
          problem:
            refused.length === 0 ? null : `The client’s answer was not taken in whole: ${refused.map((entry) => entry.why).join('; ')}.`,
          ...(sealed.registration === null ? {} : { registration: JSON.stringify(sealed.registration) }),
        })
        .where('id', '=', row.id),
    );
    if (sealed.ask !== null)
      desk.db.run(
        referralSql
          .insertInto('client_ask')
          .values({ request: row.id, no: paper.payload.no, intent: row.intent, at: now, kind: sealed.ask.kind, words: sealed.ask.words })
          .onConflict((conflict) => conflict.doNothing()),
      );
  });
};
