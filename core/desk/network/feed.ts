import { err, ok, type Result } from '../../domain/result.ts';
import type { FeedItem, ReceivedItem } from '../../contract/network/parcels.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { bytesToBase64 } from '../../protocol/bytes.ts';
import { readSlip } from '../../protocol/network/slip.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { takeFeedDraft } from '../crm-drafts/take-draft.ts';
import { raiseAlarm } from './alarms.ts';
import { startBehind } from './behind.ts';
import { feedReader, type FeedStep } from './feed-reader.ts';
import { keepForUpdate, readLaterItems } from './later-items.ts';
import { linkOf, moveLink } from './link.ts';
import { tellAgain } from './offer-again.ts';
import { missingParcels, takeEarly } from './take-parcels.ts';
import { type ParcelItem, takeBatch } from './parcel-batch.ts';

type Answered = Extract<FeedItem, { readonly kind: 'answer' }>;

/** Takes in what a client sent from the signing page. */
export type TakeAnswer = (desk: DeskContext, item: Answered) => Promise<void>;

/** Takes something in that is no parcel, and moves the cursor past it. */
const takeItem = async (
  desk: DeskContext,
  sealer: Sealer,
  item: Exclude<ReceivedItem, ParcelItem>,
  answer: TakeAnswer,
): Promise<Result<number, ServerFailure>> => {
  if (item.no <= (linkOf(desk)?.feed ?? 0)) return err({ code: 'server.answer', why: 'a page of the feed goes backwards' });
  let taken = true;
  if (item.kind === 'answer') await answer(desk, item);
  else if (item.kind === 'draft') taken = await takeFeedDraft(desk, sealer, item);
  else {
    keepForUpdate(desk, item.no);
    taken = false;
  }
  moveLink(desk, { feed: item.no });
  return ok(taken ? 1 : 0);
};

/** Transactions opened ahead: more take memory, and are no faster. */
const AHEAD = 1;

const goesOn = (step: FeedStep): boolean => step.kind === 'parcels' || step.kind === 'item';

/** Reads on after the cursor to the end of the feed. Answers how many things were new. */
const readOn = async (
  desk: DeskContext,
  sealer: Sealer,
  server: NetworkServer,
  answer: TakeAnswer,
): Promise<Result<number, ServerFailure>> => {
  readLaterItems(desk);
  const behind = startBehind(desk);
  try {
    let taken = 0;
    let reader = feedReader(desk, sealer, server, behind);
    const ahead: FeedStep[] = [];
    for (let step = await reader.next(); step.kind !== 'end'; step = ahead.shift() ?? (await reader.next())) {
      if (step.kind === 'failed') return err(step.failure);
      if (step.kind === 'back') {
        // Everything is read again, and what is held changes nothing.
        moveLink(desk, { feed: 0 });
        tellAgain(desk);
        reader = feedReader(desk, sealer, server, behind);
        continue;
      }
      // While this is written, the thread has the signatures of the next ones.
      for (let last = ahead.at(-1) ?? step; behind.isFar() && ahead.length < AHEAD && goesOn(last); ahead.push(last))
        last = await reader.next();
      const outcome = step.kind === 'parcels' ? await takeBatch(desk, sealer, step.batch) : await takeItem(desk, sealer, step.item, answer);
      if (!outcome.ok) return outcome;
      taken += outcome.value;
      if (step.endsPage) await takeEarly(desk, sealer);
      await behind.written();
    }
    return ok(taken + (await takeEarly(desk, sealer)));
  } finally {
    await behind.end();
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
