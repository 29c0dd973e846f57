import type { Database } from '../../../adapters/sqlite/database.ts';
import type { ImportPolicies } from '../../../domain/contact/import-policy.ts';
import type { CellFix, Preview } from '../../../domain/contact/preview.ts';
import type { Decisions } from './row-acts.ts';

/** A file that was read and not yet imported. Lives in memory only; the file may hold what may never be stored. */
export type HeldImport = {
  readonly id: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly preview: Preview;
  /** Corrections in the order they were made, applied again when the mapping changes. */
  readonly fixes: readonly CellFix[];
  /** Corrections lost because their column is not imported any more. */
  readonly lostFixes: number;
  /** First filled cell of columns that are not imported, by column name. */
  readonly samples: ReadonlyMap<string, string>;
  /** How the columns are read: as the program recognises them, by a saved mapping, or as a person chose. */
  readonly reading: { readonly by: 'recognised' | 'saved' | 'chosen'; readonly name: string };
  /** What an update does with each field. */
  readonly policies: ImportPolicies;
  readonly decisions: Decisions;
  /** The file that came unasked of which this is the content; null for one that a person chose. */
  readonly unasked: string | null;
};

/** Previews of the desks of this process. Bounded: the oldest are dropped; each is forgotten an hour after it was last used. */
export type HeldImports = {
  readonly put: (db: Database, held: HeldImport, now: string) => void;
  readonly find: (db: Database, id: string, now: string) => HeldImport | undefined;
  readonly drop: (db: Database, id: string) => boolean;
};

export type HeldBounds = {
  readonly files: number;
  readonly bytes: number;
  readonly rows: number;
  readonly lifetimeMs: number;
};

const BOUNDS: HeldBounds = { files: 8, bytes: 120_000_000, rows: 250_000, lifetimeMs: 3_600_000 };

type Entry = { readonly held: HeldImport; readonly touched: number };

/** Makes the store. The newest preview is always kept, whatever its size: the reader has bounds of its own. */
export const createHeldImports = (bounds: HeldBounds = BOUNDS): HeldImports => {
  // Keyed by the open database: a desk that is closed or restored takes its previews with it.
  const desks = new WeakMap<Database, Map<string, Entry>>();
  const entriesOf = (db: Database): Map<string, Entry> => {
    const known = desks.get(db);
    if (known !== undefined) return known;
    const made = new Map<string, Entry>();
    desks.set(db, made);
    return made;
  };
  const expire = (entries: Map<string, Entry>, now: number): void => {
    for (const [id, entry] of entries) if (now - entry.touched >= bounds.lifetimeMs) entries.delete(id);
  };
  const shrink = (entries: Map<string, Entry>): void => {
    const sum = (measure: (held: HeldImport) => number): number =>
      [...entries.values()].reduce((total, entry) => total + measure(entry.held), 0);
    while (
      entries.size > 1 &&
      (entries.size > bounds.files ||
        sum((held) => held.bytes.length) > bounds.bytes ||
        sum((held) => held.preview.rows.length) > bounds.rows)
    )
      entries.delete(entries.keys().next().value ?? '');
  };
  return {
    put: (db, held, now) => {
      const entries = entriesOf(db);
      expire(entries, Date.parse(now));
      entries.delete(held.id);
      entries.set(held.id, { held, touched: Date.parse(now) });
      shrink(entries);
    },
    find: (db, id, now) => {
      const entries = entriesOf(db);
      expire(entries, Date.parse(now));
      const entry = entries.get(id);
      if (entry === undefined) return undefined;
      entries.delete(id);
      entries.set(id, { held: entry.held, touched: Date.parse(now) });
      return entry.held;
    },
    drop: (db, id) => entriesOf(db).delete(id),
  };
};
