import { ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { isSignedBy } from '../../protocol/network/signed-paper.ts';
import { readSeen } from '../../protocol/network/seen.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import { SEEN_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { signPayload } from '../ledger/compose.ts';
import { answeredBytes } from './answered-bytes.ts';
import { linkOf, moveLink } from './link.ts';
import { tellAgain } from './offer-again.ts';
import { networkSql } from './tables.ts';

/** For each sending key, up to which parcel everything was taken in. */
const seenNow = (desk: DeskContext): Readonly<Record<string, number>> => {
  const rows = desk.db.all(
    networkSql
      .selectFrom('parcel_in')
      .select(({ fn, eb }) => [
        'key',
        fn.max<number>('m').as('last'),
        fn.min<number | null>(eb.case().when('refused', 'is not', null).then(eb.ref('m')).end()).as('refused'),
      ])
      .groupBy('key'),
  );
  return Object.fromEntries(
    rows.map(({ key, last, refused }) => [key, refused === null ? last : refused - 1] as const).filter(([, m]) => m > 0),
  );
};

/** The newest list counts by its time: one is later than the one before even when the clock was set back. */
const laterThan = (before: string | null, now: string): string =>
  before === null || now > before ? now : new Date(Date.parse(before) + 1).toISOString();

/** Tells the senders what has arrived, when it changed since it was last told (protocol §14.4). */
export const confirmParcels = async (desk: DeskContext, server: NetworkServer): Promise<Result<boolean, ServerFailure>> => {
  const seen = seenNow(desk);
  const text = new TextDecoder().decode(canonicalBytes(seen));
  const link = linkOf(desk);
  if (text === (link?.seen_sent ?? '{}')) return ok(false);
  const at = laterThan(link?.seen_sent_at ?? null, desk.clock.now());
  const payload = { at, desk: desk.profile.desk, net: registerOf(desk).net, practice: desk.profile.practice, seen, v: 1 };
  const posted = await server.postSeen(signPayload(SEEN_PAYLOAD_TYPE, payload, desk.keys.desk));
  if (!posted.ok) return posted;
  moveLink(desk, { seen_sent: text, seen_sent_at: at });
  return ok(true);
};

const noteList = (desk: DeskContext, bytes: Uint8Array): void => {
  const list = readSeen(bytes, desk.primitives);
  if (!list.ok) return;
  const { practice, net, seen } = list.value.payload;
  const register = registerOf(desk);
  const key = register.keys.get(list.value.signer);
  if (net !== register.net || key?.use !== 'desk' || key.practice !== practice || key.revokedAt !== null) return;
  if (!isSignedBy(list.value, key, desk.primitives)) return;
  const own = desk.keys.desk.key;
  const upTo = seen[own] ?? 0;
  desk.db.transaction(() => {
    for (const table of ['outbox', 'attachment'] as const)
      desk.db.run(
        networkSql
          .updateTable(table)
          .set({ acked: 1 })
          .where('recipient', '=', practice)
          .where('parcel', '>', 0)
          .where('parcel', '<=', upTo)
          .where('acked', '=', 0),
      );
    desk.db.run(
      networkSql
        .updateTable('parcel_out')
        .set({ seen_at: desk.clock.now() })
        .where('key', '=', own)
        .where('recipient', '=', practice)
        .where('m', '<=', upTo)
        .where('seen_at', 'is', null),
    );
  });
};

/** A confirmed parcel is kept this long, for a server that went back to an older state. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Drops the content of parcels that their recipient confirmed a day ago; slips stay. */
const dropConfirmed = (desk: DeskContext): void => {
  const before = new Date(Date.parse(desk.clock.now()) - KEPT_MS).toISOString();
  desk.db.run(
    networkSql.updateTable('parcel_out').set({ ciphertext: null }).where('seen_at', '<', before).where('ciphertext', 'is not', null),
  );
};

/** Takes in what others confirm of this desk's parcels. A list that its desk did not sign changes nothing. */
export const takeConfirmations = async (desk: DeskContext, server: NetworkServer): Promise<Result<number, ServerFailure>> => {
  const page = await server.seen(linkOf(desk)?.seen ?? 0);
  if (!page.ok) return page;
  for (const text of page.value.lists) {
    const bytes = answeredBytes(text);
    if (!bytes.ok) return bytes;
    noteList(desk, bytes.value);
  }
  if (page.value.version < (linkOf(desk)?.seen ?? 0)) tellAgain(desk);
  moveLink(desk, { seen: page.value.version });
  dropConfirmed(desk);
  return ok(page.value.lists.length);
};
