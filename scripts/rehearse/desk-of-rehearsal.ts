import { ticketsAnswer, type TicketResult } from '../../core/contract/network/log.ts';
import { feedPage, type ParcelResult, parcelsAnswer } from '../../core/contract/network/parcels.ts';
import { chunks } from '../../sync-server/storage/storage.ts';
import type { ReachedServer, TestParcel } from '../../sync-server/testing/test-desk.ts';

type Request = Pick<ReachedServer, 'request'>;
const TICKETS = 250;
const PARCELS = 50;

const bodyOf = async (response: Response): Promise<unknown> => {
  if (!response.ok) throw new Error(`answered ${String(response.status)}: ${await response.text()}`);
  return response.json();
};

/** Hands tickets in, in order. Throws when the server does not take a request. */
export const handInTickets = async ({ request }: Request, token: string, tickets: readonly string[]): Promise<readonly TicketResult[]> => {
  const results: TicketResult[] = [];
  for (const part of chunks(tickets, TICKETS))
    results.push(...ticketsAnswer.parse(await bodyOf(await request('/v1/tickets', { body: { tickets: part }, token }))).results);
  return results;
};

/** Posts parcels, in order. Throws when the server does not take a request. */
export const postParcels = async (
  { request }: Request,
  token: string,
  parcels: readonly TestParcel[],
): Promise<readonly ParcelResult[]> => {
  const results: ParcelResult[] = [];
  for (const part of chunks(parcels, PARCELS)) {
    const body = { parcels: part.map(({ slip, ciphertext }) => ({ slip, ciphertext })) };
    results.push(...parcelsAnswer.parse(await bodyOf(await request('/v1/parcels', { body, token }))).results);
  }
  return results;
};

/**
 * Posts as a desk does that does not know what the server lost: the newest parcel first; where the server names the number it expects, everything
 * from there. Answers how many were taken.
 */
export const offerParcels = async (server: Request, token: string, parcels: readonly TestParcel[]): Promise<number> => {
  const [newest] = await postParcels(server, token, parcels.slice(-1));
  if (newest?.outcome !== 'refused') return newest?.outcome === 'taken' ? 1 : 0;
  const results = await postParcels(
    server,
    token,
    parcels.filter(({ m }) => m >= (newest.expected ?? Number.POSITIVE_INFINITY)),
  );
  return results.filter(({ outcome }) => outcome === 'taken').length;
};

/** Texts of all parcels in the feed of a practice, in order. */
export const readFeedTexts = async ({ request }: Request, token: string): Promise<readonly string[]> => {
  const texts: string[] = [];
  for (let after = 0; ;) {
    const page = feedPage.parse(await bodyOf(await request(`/v1/feed?after=${String(after)}&limit=100`, { token })));
    for (const item of page.items) {
      if (item.kind === 'parcel') texts.push(Buffer.from(item.ciphertext, 'base64').toString());
      after = item.no;
    }
    if (page.items.length === 0) return texts;
  }
};
