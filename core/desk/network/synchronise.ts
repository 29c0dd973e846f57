import { ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { parseTrustFile } from '../../protocol/pack/trust-file.ts';
import { synchroniseBook } from '../book/synchronise-book.ts';
import type { DeskContext } from '../context.ts';
import { removeLeaversNotices } from '../notices/leavers.ts';
import { endFormerPeople } from '../office-page/end-former-people.ts';
import { admitKeys, endsKeys } from './admit.ts';
import { confirmParcels, takeConfirmations } from './confirmations.ts';
import { type TakeAnswer, takeFeed } from './feed.ts';
import { followLog } from './follow-log.ts';
import { handInTickets } from './hand-in-tickets.ts';
import { countForKey, linkOf } from './link.ts';
import { offerAgain } from './offer-again.ts';
import { makeParcels } from './parcels-out.ts';
import { postParcels } from './post-parcels.ts';

/** What one round did. */
export type Round = {
  readonly logged: number;
  readonly posted: number;
  readonly taken: number;
  /** Lists of what others have seen that are new here. */
  readonly confirmed: number;
  readonly proven: number;
  readonly book: number;
  /** Files of the shared book that were named, and parts of them that moved: while there are any there may be more at once. */
  readonly files: number;
};

/** What a round did that found nothing to do. */
export const NOTHING: Round = { logged: 0, posted: 0, taken: 0, confirmed: 0, proven: 0, book: 0, files: 0 };

/** What a round needs besides the desk. */
export type RoundPorts = { readonly server: NetworkServer; readonly sealer: Sealer; readonly answer: TakeAnswer };

/**
 * One round with the server: keys, tickets and parcels out, parcels in, confirmations both ways, the log followed. Each part is complete in
 * itself and starts again where it stopped, so a round that ends anywhere loses nothing. A desk in recovery reads and sends nothing of its own.
 * Error: the server did not answer; what was done stays done.
 */
export const synchronise = async (desk: DeskContext, { server, sealer, answer }: RoundPorts): Promise<Result<Round, ServerFailure>> => {
  const link = linkOf(desk);
  if (link === undefined || desk.ledger.register() === null) return ok(NOTHING);
  countForKey(desk);
  let logged = 0;
  let posted = 0;
  if (desk.recovery === null) {
    if (endsKeys(desk)) {
      const before = await handInTickets(desk, server);
      // What is wrong with the connection the next call says as well.
      if (before.ok) logged += before.value;
    }
    const admitted = await admitKeys(desk, server);
    if (!admitted.ok) return admitted;
    await removeLeaversNotices(desk, server);
    await endFormerPeople(desk, server);
    const tickets = await handInTickets(desk, server);
    if (!tickets.ok) return tickets;
    logged += tickets.value;
    offerAgain(desk);
    await makeParcels(desk, sealer);
    const parcels = await postParcels(desk, server);
    if (!parcels.ok) return parcels;
    posted = parcels.value;
  }
  const taken = await takeFeed(desk, sealer, server, answer);
  if (!taken.ok) return taken;
  if (desk.recovery === null) {
    const confirmed = await confirmParcels(desk, server);
    if (!confirmed.ok) return confirmed;
  }
  const heard = await takeConfirmations(desk, server);
  if (!heard.ok) return heard;
  const book = await synchroniseBook(desk, sealer, server);
  if (!book.ok) return book;
  const trust = parseTrustFile(desk.primitives, link.trust);
  const proven = trust.ok ? await followLog(desk, server, trust.value.policy) : ok(0);
  if (!proven.ok) return proven;
  return ok({
    logged,
    posted,
    taken: taken.value,
    confirmed: heard.value,
    proven: proven.value,
    book: book.value.added + book.value.taken,
    files: book.value.files,
  });
};
