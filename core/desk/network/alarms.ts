import { type Bytes, bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../protocol/jcs.ts';
import type { FileAnswer } from '../../contract/scalars.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { openFile } from '../exits/files.ts';
import type { Refusal } from '../refusal.ts';
import { networkSql } from './tables.ts';

/** What a desk can find wrong with its server or a counterpart. What proves it is kept beside it and never repaired. */
export type AlarmKind =
  /** Two checkpoints signed by the log that cannot both be of one append-only log. */
  | 'log-fork'
  /** The server shows an older log than it showed before. */
  | 'log-rollback'
  /** A proof that does not lead to the signed root. */
  | 'log-proof'
  /** An event that the server said is logged, and is not in the log it shows. */
  | 'log-omission'
  /** An event's place in the log is not the one stated before. */
  | 'log-rewritten'
  /** A checkpoint that the log or the needed witnesses did not sign. */
  | 'log-unsigned'
  /** The server took tickets and publishes no checkpoint that holds them. */
  | 'log-stalled'
  /** A parcel before this one was never shown. */
  | 'parcel-withheld'
  /** Two parcels at one place, or one that does not follow from the one before. */
  | 'parcel-forked'
  /** A parcel that the key it names did not sign, or whose content is another. */
  | 'parcel-forged'
  /** A walk of this desk's own ledger found something broken. */
  | 'chain-broken'
  /** A member sent an event that does not count, or that stands beside another one. */
  | 'event-refused'
  /** The network log shows that an event which counted here does not, or the reverse. */
  | 'event-reversed'
  /** A payment of a batch, prepared or released, rests on what counts no longer. */
  | 'payment-held'
  /** The server lost parcels that are kept here no longer. */
  | 'parcel-lost'
  /** The server has parcels of this desk's key that this desk never made: a copy of the desk, or an older backup. */
  | 'desk-copied'
  /** The server shows another book of the practice than before, or leaves entries out. */
  | 'book-forked'
  /** An entry of the practice's book that no desk of it signed, or whose content is another. */
  | 'book-forged'
  /** A change that is larger than an entry of the book may be. */
  | 'book-too-large';

/** Most alarms of one kind that nobody has read: a server that lies about everything fills no disk. */
const MOST_UNREAD = 100;

const unread = (desk: DeskContext, kind: AlarmKind): number =>
  desk.db.get(
    networkSql
      .selectFrom('network_alarm')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('kind', '=', kind)
      .where('read_at', 'is', null),
  )?.n ?? 0;

/**
 * Keeps an alarm with what proves it: an object, or the canonical bytes of a proof that has a form of its own. The same finding again changes
 * nothing; `once` names the finding where its proof differs each time. True when it is new.
 */
export const raiseAlarm = (desk: DeskContext, kind: AlarmKind, words: string, proof: JsonObject | Bytes, once?: string): boolean => {
  const text = proof instanceof Uint8Array ? proof : canonicalBytes(proof);
  const finding = once === undefined ? bytesToHex(desk.primitives.sha256(text)) : `once ${once}`;
  const id = bytesToHex(desk.primitives.sha256(utf8Encode(`${kind} ${finding}`)));
  if (unread(desk, kind) >= MOST_UNREAD) return false;
  const added = desk.db.run(
    networkSql
      .insertInto('network_alarm')
      .values({ id, at: desk.clock.now(), kind, words, proof: new TextDecoder().decode(text), read_by: null, read_at: null })
      .onConflict((conflict) => conflict.column('id').doNothing()),
  );
  return added > 0;
};

/** Notes that a person has read an alarm. The first reader stays. */
export const readAlarm = (desk: DeskContext, id: string, person: Pick<SignedInPerson, 'name'>): void => {
  desk.db.run(
    networkSql
      .updateTable('network_alarm')
      .set({ read_by: person.name, read_at: desk.clock.now() })
      .where('id', '=', id)
      .where('read_at', 'is', null),
  );
};

/** What proves an alarm, as a file to hand on. Error: there is no such alarm. */
export const alarmProof = (desk: DeskContext, id: string): Result<FileAnswer, Refusal> => {
  const row = desk.db.get(networkSql.selectFrom('network_alarm').select(['kind', 'proof']).where('id', '=', id));
  if (row === undefined)
    return err({
      status: 404,
      code: 'alarm-unknown',
      title: 'There is no such alarm',
      detail: 'Nothing is kept under this number.',
      next: 'Look at the list again.',
    });
  const bytes = utf8Encode(row.proof);
  return ok(openFile(desk.primitives, { name: `flip360-${row.kind}-${id.slice(0, 8)}.json`, mediaType: 'application/json', bytes }));
};
