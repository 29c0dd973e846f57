import type { Sealer } from '../../ports/sealer.ts';
import { base64urlToBytes, bytesToBase64url, bytesToHex } from '../../protocol/bytes.ts';
import { ZERO_HASH } from '../../protocol/event/payload.ts';
import { parcelAad, PARCEL_INFO } from '../../protocol/network/slip.ts';
import { SLIP_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { eventHashOf } from '../../protocol/record.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { exchangeBody } from '../exchange/export.ts';
import { queueBroadcasts } from '../exchange/queue.ts';
import { sealingKeys } from '../keys/recovered-keys.ts';
import { signPayload } from '../ledger/compose.ts';
import { queuePayeeAccount } from '../payee/payers.ts';
import { networkSql } from './tables.ts';

/** Most events of one parcel, and most plaintext in bytes: with the layers of base64 it stays below the 4 MiB of a parcel. */
const MAX_EVENTS = 500;
const MAX_PLAINTEXT = 1_500_000;

/** Queues what goes to everybody, for every practice. Cheap when nothing is new. */
const queueForAll = (desk: DeskContext): readonly string[] => {
  const practices = [...registerOf(desk).practices.keys()].filter((practice) => practice !== desk.profile.practice).toSorted();
  for (const practice of practices) {
    queueBroadcasts(desk, practice);
    queuePayeeAccount(desk, practice);
  }
  return practices;
};

const hasUnsent = (desk: DeskContext, recipient: string): boolean =>
  (['outbox', 'attachment'] as const).some(
    (table) =>
      desk.db.get(
        networkSql
          .selectFrom(table)
          .select('recipient')
          .where('recipient', '=', recipient)
          .where('acked', '=', 0)
          .where('parcel', 'is', null)
          .limit(1),
      ) !== undefined,
  );

/** Numbers the next parcel and marks what goes into it; null when nothing waits. Inside a transaction. */
const reserve = (desk: DeskContext, recipient: string): number | null => {
  const key = desk.keys.desk.key;
  const unsent = desk.db.all(
    networkSql
      .selectFrom('outbox')
      .innerJoin('event', 'event.idx', 'outbox.idx')
      .select(({ fn }) => ['outbox.idx as idx', fn<number>('length', ['event.record']).as('size')])
      .where('outbox.recipient', '=', recipient)
      .where('outbox.acked', '=', 0)
      .where('outbox.parcel', 'is', null)
      .orderBy('outbox.idx')
      .limit(MAX_EVENTS),
  );
  const attachments = desk.db.all(
    networkSql
      .selectFrom('attachment')
      .select(({ fn }) => ['id', fn<number>('length', ['plaintext']).as('size')])
      .where('recipient', '=', recipient)
      .where('sender', '=', desk.profile.practice)
      .where('acked', '=', 0)
      .where('parcel', 'is', null)
      .orderBy('id')
      .limit(MAX_EVENTS),
  );
  let room = MAX_PLAINTEXT;
  let taken = 0;
  const fits = <T extends { readonly size: number }>(rows: readonly T[]): readonly T[] => {
    const end = rows.findIndex(({ size }) => {
      const cost = size * 1.4 + 512;
      // The first one always goes, however large.
      if (taken > 0 && cost > room) return true;
      room -= cost;
      taken += 1;
      return false;
    });
    return end < 0 ? rows : rows.slice(0, end);
  };
  const events = fits(unsent);
  const papers = events.length === unsent.length ? fits(attachments) : [];
  if (events.length + papers.length === 0) return null;
  const last = desk.db.get(
    networkSql
      .selectFrom('parcel_out')
      .select(({ fn }) => fn.max('m').as('m'))
      .where('key', '=', key)
      .where('recipient', '=', recipient),
  );
  const m = (last?.m ?? 0) + 1;
  desk.db.run(
    networkSql.insertInto('parcel_out').values({
      key,
      recipient,
      m,
      made_at: desk.clock.now(),
      slip_hash: null,
      slip: null,
      ciphertext: null,
      posted_at: null,
      offered_at: null,
      seen_at: null,
    }),
  );
  const lastEvent = events.at(-1);
  if (lastEvent !== undefined)
    desk.db.run(
      networkSql
        .updateTable('outbox')
        .set({ parcel: m })
        .where('recipient', '=', recipient)
        .where('acked', '=', 0)
        .where('parcel', 'is', null)
        .where('idx', '<=', lastEvent.idx),
    );
  for (const { id } of papers) desk.db.run(networkSql.updateTable('attachment').set({ parcel: m }).where('id', '=', id));
  return m;
};

/** What parcel `m` holds, as it was chosen. */
const contentOf = (desk: DeskContext, recipient: string, m: number) => ({
  records: desk.db.all(
    networkSql
      .selectFrom('outbox')
      .innerJoin('event', 'event.idx', 'outbox.idx')
      .leftJoin('ticket', 'ticket.idx', 'outbox.idx')
      .select(['event.type as type', 'event.hash as hash', 'event.record as record', 'ticket.record as ticket'])
      .where('outbox.recipient', '=', recipient)
      .where('outbox.parcel', '=', m)
      .orderBy('outbox.idx'),
  ),
  attachments: desk.db.all(
    networkSql
      .selectFrom('attachment')
      .select(['id', 'event', 'plaintext'])
      .where('recipient', '=', recipient)
      .where('parcel', '=', m)
      .orderBy('id'),
  ),
});

/** Seals a numbered parcel and keeps it until the recipient has confirmed it. False when the register states no usable key to seal it to. */
const sealParcel = async (desk: DeskContext, sealer: Sealer, recipient: string, m: number, madeAt: string): Promise<boolean> => {
  const register = registerOf(desk);
  const practice = register.practices.get(recipient);
  const name = practice?.legalName ?? 'this practice';
  const sealKey = base64urlToBytes((practice === undefined ? undefined : sealingKeys(desk, practice)?.sealKey) ?? '');
  if (!sealKey.ok || sealKey.value.length !== 32) return false;
  const key = desk.keys.desk.key;
  const before = desk.db.get(
    networkSql
      .selectFrom('parcel_out')
      .select('slip_hash')
      .where('key', '=', key)
      .where('recipient', '=', recipient)
      .where('m', '=', m - 1),
  );
  const body = await exchangeBody(desk, sealer, { practice: recipient, name, key: sealKey.value }, contentOf(desk, recipient, m));
  if (!body.ok) return false;
  const address = {
    desk: desk.profile.desk,
    from: desk.profile.practice,
    m,
    net: register.net,
    prevTo: before?.slip_hash ?? ZERO_HASH,
    to: recipient,
  };
  const sealed = await sealer.seal(sealKey.value, PARCEL_INFO, parcelAad(address), body.value);
  if (!sealed.ok) return false;
  const slip = signPayload(
    SLIP_PAYLOAD_TYPE,
    {
      ...address,
      at: madeAt,
      body: bytesToHex(desk.primitives.sha256(sealed.value.ciphertext)),
      enc: bytesToBase64url(sealed.value.enc),
      v: 1,
    },
    desk.keys.desk,
  );
  desk.db.run(
    networkSql
      .updateTable('parcel_out')
      .set({ slip_hash: eventHashOf(desk.primitives, slip), slip, ciphertext: sealed.value.ciphertext })
      .where('key', '=', key)
      .where('recipient', '=', recipient)
      .where('m', '=', m),
  );
  return true;
};

/**
 * Makes parcels of everything that waits for other practices. Numbers are given in a transaction of their own; a parcel that a crash left unsealed
 * is sealed at the next call with the same content. To whom nothing can be sealed now, it waits and shows as unsent; the others are served.
 */
export const makeParcels = async (desk: DeskContext, sealer: Sealer): Promise<void> => {
  for (const recipient of desk.db.transaction(() => queueForAll(desk))) {
    while (hasUnsent(desk, recipient)) if (desk.db.transaction(() => reserve(desk, recipient)) === null) break;
    const unsealed = desk.db.all(
      networkSql
        .selectFrom('parcel_out')
        .select(['m', 'made_at'])
        .where('key', '=', desk.keys.desk.key)
        .where('recipient', '=', recipient)
        .where('slip', 'is', null)
        .orderBy('m'),
    );
    for (const { m, made_at } of unsealed) {
      // Each names the one before it, so the first that cannot be sealed holds up those behind it.
      if (!(await sealParcel(desk, sealer, recipient, m, made_at))) break;
    }
  }
};
