import { bytesToHex } from '../../protocol/bytes.ts';
import type { KnownEvent, Logged } from '../../protocol/event/event.ts';
import type { DeskContext } from '../context.ts';

type OfType<T extends KnownEvent['type']> = Extract<Logged<KnownEvent>, { type: T }>;

/** All events of a type, in log order. */
export const eventsOf = <T extends KnownEvent['type']>(desk: Pick<DeskContext, 'db' | 'ledger'>, type: T): readonly OfType<T>[] =>
  desk.db
    .statement<[string], { readonly hash: Uint8Array }>('select hash from event where type = ? order by idx')
    .all(type)
    .map((row) => desk.ledger.known(bytesToHex(row.hash)))
    .filter((event): event is OfType<T> => event?.type === type);

/** Events that name a hash, in log order. */
export const eventsNaming = (desk: Pick<DeskContext, 'ledger'>, hash: string): readonly Logged<KnownEvent>[] =>
  desk.ledger.rows
    .naming(hash)
    .map((index) => desk.ledger.rows.byIndex(index))
    .map((row) => (row === undefined ? undefined : desk.ledger.known(bytesToHex(row.hash))))
    .filter((event) => event !== undefined);

/** Practice whose person or desk signed an event; null for others and for authors that do not count. */
export const practiceOf = (desk: Pick<DeskContext, 'ledger'>, hash: string): string | null => {
  const author = desk.ledger.author(hash);
  return author?.kind === 'person' || author?.kind === 'desk' ? author.practice : null;
};
