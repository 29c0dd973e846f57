import { ok, type Result } from '../../domain/result.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { type Bytes, bytesToBase64 } from '../../protocol/bytes.ts';
import { ZERO_HASH } from '../../protocol/event/payload.ts';
import type { SignedPaper } from '../../protocol/network/signed-paper.ts';
import { readSlip, type Slip } from '../../protocol/network/slip.ts';
import type { Register } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import type { OpenedExchange } from '../exchange/open-file.ts';
import { type Imported, takeIn, type Way } from '../exchange/take-in.ts';
import { raiseAlarm } from './alarms.ts';
import { openParcel, type ParcelProblem } from './open-parcel.ts';
import { networkSql } from './tables.ts';

/** What became of a parcel. `early`: kept until the ones before it, or its key, have come. */
export type ParcelOutcome = 'taken' | 'already' | 'early' | 'refused';

type Incoming = { readonly paper: SignedPaper<Slip>; readonly slip: Bytes; readonly ciphertext: Bytes };

const lastOf = (desk: DeskContext, key: string): { readonly m: number; readonly hash: string } => {
  const row = desk.db.get(
    networkSql.selectFrom('parcel_in').select(['m', 'slip_hash as hash']).where('key', '=', key).orderBy('m', 'desc').limit(1),
  );
  return row ?? { m: 0, hash: ZERO_HASH };
};

const nameOf = (desk: DeskContext, practice: string): string => registerOf(desk).practices.get(practice)?.legalName ?? 'A practice';

/** Most parcels kept until they can be taken in. What comes beyond is shown again by the server once there is room. */
const MOST_EARLY = 2000;

const keepEarly = (desk: DeskContext, { paper, slip, ciphertext }: Incoming): ParcelOutcome => {
  const kept = desk.db.get(networkSql.selectFrom('parcel_early').select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;
  if (kept >= MOST_EARLY) return 'early';
  desk.db.run(
    networkSql
      .insertInto('parcel_early')
      .values({ slip_hash: paper.hash, key: paper.signer, m: paper.payload.m, slip, ciphertext, at: desk.clock.now() })
      .onConflict((conflict) => conflict.column('slip_hash').doNothing()),
  );
  return 'early';
};

const keepPlace = (desk: DeskContext, { paper, slip }: Incoming, refused: string | null): void => {
  const { m, from } = paper.payload;
  desk.db.run(
    networkSql
      .insertInto('parcel_in')
      .values({ key: paper.signer, m, practice: from, slip_hash: paper.hash, at: desk.clock.now(), slip, refused }),
  );
  desk.db.run(networkSql.deleteFrom('parcel_early').where('slip_hash', '=', paper.hash));
};

/** A second parcel at a place that is taken, or one that does not follow from the one before: both slips are kept. */
const noteFork = (desk: DeskContext, incoming: Incoming, m: number): void => {
  const held = desk.db.get(networkSql.selectFrom('parcel_in').select('slip').where('key', '=', incoming.paper.signer).where('m', '=', m));
  raiseAlarm(
    desk,
    'parcel-forked',
    `${nameOf(desk, incoming.paper.payload.from)} signed two different histories of what it sent here, at parcel ${m}. It may have gone back to a backup, or runs a copy of a desk. Ask.`,
    { held: held === undefined ? null : bytesToBase64(held.slip), other: bytesToBase64(incoming.slip) },
  );
};

/** What a parcel held and does not count: nobody looks at a parcel before it is taken in, as a person does with a file. */
const noteRefused = (desk: DeskContext, { paper, slip }: Incoming, events: Imported['events']): void => {
  for (const [position, { state, words, why }] of events.entries())
    if (state === 'refused' || state === 'conflict' || state === 'void')
      raiseAlarm(
        desk,
        'event-refused',
        `${nameOf(desk, paper.payload.from)} sent something that does not stand as it is: ${words}: ${why ?? ''}.`,
        { slip: bytesToBase64(slip), entry: position, why },
        `${paper.hash} ${position}`,
      );
};

const parcelWay = (incoming: Incoming): Way => ({
  numbers: (_desk, opened) => ({ words: `Parcel ${opened.sealed.header.seq}.`, replayed: false, newest: false }),
  keep: (desk) => keepPlace(desk, incoming, null),
});

/** Hash of the slip that is held at the place of this one. */
const heldAt = (desk: DeskContext, { signer, payload }: SignedPaper<Slip>): string | undefined =>
  desk.db.get(networkSql.selectFrom('parcel_in').select('slip_hash').where('key', '=', signer).where('m', '=', payload.m))?.slip_hash;

/** What its place says of a parcel: it is held, or the ones before it have to come first. Undefined when it is to be opened. */
const atItsPlace = (desk: DeskContext, { paper }: Incoming): 'already' | 'early' | undefined => {
  const held = heldAt(desk, paper);
  if (held !== undefined) return held === paper.hash ? 'already' : undefined;
  return paper.payload.m > lastOf(desk, paper.signer).m + 1 ? 'early' : undefined;
};

/** Takes an opened parcel in, in its place. */
const settle = (desk: DeskContext, incoming: Incoming, opened: Result<OpenedExchange, ParcelProblem>): ParcelOutcome => {
  const { paper } = incoming;
  const { m, prevTo, from } = paper.payload;
  if (!opened.ok && opened.error.code === 'key-unknown') return keepEarly(desk, incoming);
  if (!opened.ok && opened.error.code === 'forged') {
    raiseAlarm(desk, 'parcel-forged', `The server passed a parcel in the name of ${nameOf(desk, from)} on: ${opened.error.why}.`, {
      slip: bytesToBase64(incoming.slip),
    });
    desk.db.run(networkSql.deleteFrom('parcel_early').where('slip_hash', '=', paper.hash));
    return 'refused';
  }
  if (heldAt(desk, paper) !== undefined) {
    noteFork(desk, incoming, m);
    return 'refused';
  }
  const last = lastOf(desk, paper.signer);
  if (prevTo !== last.hash) noteFork(desk, incoming, last.m);
  if (!opened.ok) {
    keepPlace(desk, incoming, opened.error.why);
    return 'refused';
  }
  const taken = takeIn(desk, opened.value, 'import', undefined, parcelWay(incoming));
  if (taken.ok) {
    noteRefused(desk, incoming, taken.value.events);
    return 'taken';
  }
  if (taken.error.code === 'exchange-key-unknown' || taken.error.code === 'exchange-sender-unknown') return keepEarly(desk, incoming);
  keepPlace(desk, incoming, taken.error.detail);
  return 'refused';
};

/** Takes a parcel in, or keeps it until it can be: out of order, twice, forged or by a key that is not known yet. */
export const takeParcel = async (desk: DeskContext, sealer: Sealer, slip: Bytes, ciphertext: Bytes): Promise<ParcelOutcome> => {
  const paper = readSlip(slip, desk.primitives);
  if (!paper.ok) return 'refused';
  const incoming = { paper: paper.value, slip, ciphertext };
  const place = atItsPlace(desk, incoming);
  if (place === 'already') return 'already';
  if (place === 'early') return keepEarly(desk, incoming);
  return settle(desk, incoming, await openParcel(desk, sealer, incoming.paper, ciphertext));
};

/** A parcel opened before its turn, as the register was then; null for a slip that does not read. */
export type OpenedParcel = {
  readonly incoming: Incoming;
  readonly register: Register | null;
  readonly opened: Result<OpenedExchange, ParcelProblem>;
} | null;

/** Looks into the records of a parcel before their turn. */
export type LookAhead = (records: OpenedExchange['records']) => OpenedExchange['records'];

/** Opens a parcel before its turn. Changes nothing. */
export const openAhead = async (
  desk: DeskContext,
  sealer: Sealer,
  slip: Bytes,
  ciphertext: Bytes,
  look: LookAhead,
): Promise<OpenedParcel> => {
  const paper = readSlip(slip, desk.primitives);
  if (!paper.ok) return null;
  const register = desk.ledger.register();
  const incoming = { paper: paper.value, slip, ciphertext };
  const opened = await openParcel(desk, sealer, paper.value, ciphertext);
  return { incoming, register, opened: opened.ok ? ok({ ...opened.value, records: look(opened.value.records) }) : opened };
};

/** Opens a parcel again under the register of now; its records stay read. Changes nothing. */
export const openAgain = async (desk: DeskContext, sealer: Sealer, parcel: OpenedParcel): Promise<OpenedParcel> => {
  if (parcel === null) return null;
  const { incoming, opened: before } = parcel;
  return openAhead(desk, sealer, incoming.slip, incoming.ciphertext, (records) => (before.ok ? before.value.records : records));
};

/**
 * As `takeParcel`, for one that was opened ahead; part of the transaction under way. `changed`: the register has become another since, so that it has to be
 * opened again.
 */
export const takeOpened = (desk: DeskContext, parcel: OpenedParcel): ParcelOutcome | 'changed' => {
  if (parcel === null) return 'refused';
  const place = atItsPlace(desk, parcel.incoming);
  if (place === 'already') return 'already';
  if (place === 'early') return keepEarly(desk, parcel.incoming);
  return parcel.register === desk.ledger.register() ? settle(desk, parcel.incoming, parcel.opened) : 'changed';
};

/** Takes in what came early and can be taken now, until nothing more can. Answers how many were. */
export const takeEarly = async (desk: DeskContext, sealer: Sealer): Promise<number> => {
  let taken = 0;
  for (let again = true; again;) {
    again = false;
    for (const row of desk.db.all(networkSql.selectFrom('parcel_early').selectAll().orderBy('key').orderBy('m'))) {
      const outcome = await takeParcel(desk, sealer, Uint8Array.from(row.slip), Uint8Array.from(row.ciphertext));
      if (outcome === 'early') continue;
      if (outcome === 'already') desk.db.run(networkSql.deleteFrom('parcel_early').where('slip_hash', '=', row.slip_hash));
      taken += 1;
      again = true;
    }
  }
  return taken;
};

/** Sending keys of the register of which a later parcel is held and an earlier one never came: key, and the first number that is missing. */
export const missingParcels = (desk: DeskContext): readonly { readonly key: string; readonly m: number; readonly slip: Bytes }[] => {
  const keys = desk.db.all(
    networkSql
      .selectFrom('parcel_early')
      .select(({ fn }) => ['key', fn.min<number>('m').as('m')])
      .groupBy('key'),
  );
  const register = registerOf(desk);
  return keys.flatMap(({ key, m }) => {
    // A key that nobody stated may be the server's own: it has no history of which something could be missing.
    if (!register.keys.has(key)) return [];
    const last = lastOf(desk, key);
    const slip = desk.db.get(networkSql.selectFrom('parcel_early').select('slip').where('key', '=', key).where('m', '=', m))?.slip;
    return slip !== undefined && m > last.m + 1 ? [{ key, m: last.m + 1, slip: Uint8Array.from(slip) }] : [];
  });
};
