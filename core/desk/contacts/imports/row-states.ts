import type { Database } from '../../../adapters/sqlite/database.ts';
import type { ContactFields } from '../../../domain/contact/contact.ts';
import { nameKey } from '../../../domain/contact/name.ts';
import type { Preview } from '../../../domain/contact/preview.ts';
import type { Repeat } from '../../../domain/contact/repeats.ts';
import { keysOf } from '../stored-contact.ts';

/** What becomes of a row. `repeat`: ready, but very likely a contact that the book or an earlier row has already. */
export type RowState = { readonly state: 'ready' | 'blocked' | 'repeat'; readonly words: string | null };

const SHARED: Readonly<Record<Repeat['reason'], string>> = {
  email: 'e-mail address',
  phone: 'telephone number',
  abn: 'ABN',
};

type Known = { readonly name: string; readonly kind: string };

// One ABN is one legal entity; an e-mail address or a number may be shared by a couple or a family, so there the name decides.
const sameClient = (reason: Repeat['reason'], fields: ContactFields, other: Known): boolean =>
  nameKey(fields.displayName) === nameKey(other.name) || (reason === 'abn' && fields.kind === other.kind);

const inFile = (preview: Preview): ReadonlyMap<number, RowState> => {
  const contacts = new Map(preview.rows.map((row) => [row.row, row.contact]));
  const states = new Map<number, RowState>();
  const note = (row: number, state: RowState): void => {
    if (states.get(row)?.state !== 'repeat') states.set(row, state);
  };
  for (const repeat of preview.repeats) {
    const firstOf = new Map<string, number>();
    const [first] = repeat.rows;
    for (const row of repeat.rows) {
      const contact = contacts.get(row) ?? null;
      if (contact === null) continue;
      const key = repeat.reason === 'abn' ? contact.kind : nameKey(contact.displayName);
      const earlier = firstOf.get(key);
      if (earlier !== undefined) note(row, { state: 'repeat', words: `Same ${SHARED[repeat.reason]} as row ${earlier}.` });
      else if (first !== undefined && row !== first)
        note(row, {
          state: 'ready',
          words: `Same ${SHARED[repeat.reason]} as row ${first}, under another name.`,
        });
      if (earlier === undefined) firstOf.set(key, row);
    }
  }
  return states;
};

const inBook = (db: Database, fields: ContactFields): RowState | undefined => {
  const find = db.statement<[string, string], Known>(
    'select c.name, c.kind from contact_key k join contact c on c.no = k.contact where k.kind = ? and k.value = ? limit 20',
  );
  let shared: RowState | undefined;
  for (const { kind, value } of keysOf(fields)) {
    const others = find.all(kind, value);
    const same = others.find((other) => sameClient(kind, fields, other));
    if (same !== undefined) return { state: 'repeat', words: `Same ${SHARED[kind]} as ${same.name}, who is in the book already.` };
    const [other] = others;
    if (other !== undefined)
      shared ??= {
        state: 'ready',
        words: `Same ${SHARED[kind]} as ${other.name} in the book, under another name.`,
      };
  }
  return shared;
};

/** Decides for each row of a preview whether it is ready, blocked, or repeats a contact of the book or an earlier row. */
export const rowStates = (db: Database, preview: Preview): ReadonlyMap<number, RowState> => {
  const repeats = inFile(preview);
  const empty = db.statement<[], { readonly one: number }>('select 1 as one from contact limit 1').get() === undefined;
  return new Map(
    preview.rows.map((row): [number, RowState] => {
      if (row.contact === null) return [row.row, { state: 'blocked', words: null }];
      const own = repeats.get(row.row);
      const book = own?.state === 'repeat' || empty ? undefined : inBook(db, row.contact);
      if (book?.state === 'repeat') return [row.row, book];
      return [row.row, own ?? book ?? { state: 'ready', words: null }];
    }),
  );
};
