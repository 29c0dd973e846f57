import { err, ok, type Result } from '../../domain/result.ts';
import type { FeedItem, ReceivedItem } from '../../contract/network/parcels.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { bytesToBase64 } from '../../protocol/bytes.ts';
import { readSlip } from '../../protocol/network/slip.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { takeFeedDraft } from '../crm-drafts/take-draft.ts';
import { answeredBytes } from './answered-bytes.ts';
import { raiseAlarm } from './alarms.ts';
import { keepForUpdate, readLaterItems } from './later-items.ts';
import { linkOf, moveLink } from './link.ts';
import { tellAgain } from './offer-again.ts';
import { missingParcels, takeEarly, takeParcel } from './take-parcels.ts';

const PAGE = 100;

type Answered = Extract<FeedItem, { readonly kind: 'answer' }>;

/** Takes in what a client sent from the signing page. */
export type TakeAnswer = (desk: DeskContext, item: Answered) => Promise<void>;

const takeItem = async (
  desk: DeskContext,
  sealer: Sealer,
  item: ReceivedItem,
  answer: TakeAnswer,
): Promise<Result<boolean, ServerFailure>> => {
  if (item.kind === 'later') {
    keepForUpdate(desk, item.no);
    return ok(false);
  }
  if (item.kind === 'answer') {
    await answer(desk, item);
    return ok(true);
  }
  if (item.kind === 'draft') return ok(await takeFeedDraft(desk, sealer, item));
  const slip = answeredBytes(item.slip);
  if (!slip.ok) return slip;
  const ciphertext = answeredBytes(item.ciphertext);
  if (!ciphertext.ok) return ciphertext;
  const outcome = await takeParcel(desk, sealer, slip.value, ciphertext.value);
  // Its sender, or the server, may not know that it arrived.
  if (outcome === 'already') moveLink(desk, { seen_sent: '{}' });
  return ok(outcome === 'taken');
};

/** Reads pages after the cursor to the end. Answers how many were new. */
const readOn = async (
  desk: DeskContext,
  sealer: Sealer,
  server: NetworkServer,
  answer: TakeAnswer,
): Promise<Result<number, ServerFailure>> => {
  readLaterItems(desk);
  let taken = 0;
  for (;;) {
    const cursor = linkOf(desk)?.feed ?? 0;
    const page = await server.feed(cursor, PAGE);
    if (!page.ok) return page;
    // The server went back to an older state and counts anew: everything is read again, and what is held changes nothing.
    if (page.value.last < cursor) {
      moveLink(desk, { feed: 0 });
      tellAgain(desk);
      continue;
    }
    for (const item of page.value.items) {
      if (item.no <= (linkOf(desk)?.feed ?? 0)) return err({ code: 'server.answer', why: 'a page of the feed goes backwards' });
      const outcome = await takeItem(desk, sealer, item, answer);
      if (!outcome.ok) return outcome;
      if (outcome.value) taken += 1;
      moveLink(desk, { feed: item.no });
    }
    if (page.value.items.length === 0) {
      if (page.value.last > cursor) return err({ code: 'server.answer', why: 'the feed names more than it shows' });
      return ok(taken + (await takeEarly(desk, sealer)));
    }
    await takeEarly(desk, sealer);
  }
};

/** A number that stays missing must not make the desk read everything at every round. */
const READ_AGAIN_MS = 60_000;

const mayReadAgain = (desk: DeskContext): boolean => {
  const last = linkOf(desk)?.read_again_at ?? null;
  return last === null || Math.abs(Date.parse(desk.clock.now()) - Date.parse(last)) >= READ_AGAIN_MS;
};

/**
 * Takes in everything that came for this practice. A number that is missing before a later one is asked for once more from the beginning; when it
 * does not come, the server withholds it: an alarm that names who sent it.
 */
export const takeFeed = async (
  desk: DeskContext,
  sealer: Sealer,
  server: NetworkServer,
  answer: TakeAnswer,
): Promise<Result<number, ServerFailure>> => {
  const first = await readOn(desk, sealer, server, answer);
  if (!first.ok || missingParcels(desk).length === 0 || !mayReadAgain(desk)) return first;
  moveLink(desk, { feed: 0, read_again_at: desk.clock.now() });
  const again = await readOn(desk, sealer, server, answer);
  if (!again.ok) return again;
  for (const { m, slip } of missingParcels(desk)) {
    const paper = readSlip(slip, desk.primitives);
    const from = paper.ok ? registerOf(desk).practices.get(paper.value.payload.from)?.legalName : undefined;
    raiseAlarm(
      desk,
      'parcel-withheld',
      `Parcel ${m} of ${from ?? 'a practice'} never came, and a later one did. The server withholds it or lost it. Ask for an exchange file: it holds what is missing.`,
      { m, later: bytesToBase64(slip) },
      paper.ok ? `${paper.value.signer} ${m}` : undefined,
    );
  }
  return ok(first.value + again.value);
};
