import BetterSqlite from 'better-sqlite3';
import type { CompiledQuery } from 'kysely';
import { err, ok, type Result } from '../../domain/result.ts';
import { startWalThread, type WalThread } from './wal-thread.ts';

/** Anything Kysely can compile. `O` is the row it selects. */
export type Query<O> = { readonly compile: () => CompiledQuery<O> };

/** A raw statement made once and run often; SQL is text in the source, never built from values. */
export type Statement<P extends readonly SqlValue[], R> = {
  readonly all: (...parameters: P) => readonly R[];
  readonly get: (...parameters: P) => R | undefined;
  readonly run: (...parameters: P) => number;
};

export type SqlValue = string | number | bigint | Uint8Array | null;

/**
 * The desk's encrypted database (storage.md). Synchronous: one process owns the file. Queries are built with Kysely and
 * parameterised; each SQL text is prepared once.
 */
export type Database = {
  readonly path: string;
  readonly all: <O>(query: Query<O>) => readonly O[];
  readonly get: <O>(query: Query<O>) => O | undefined;
  /** Runs a change and answers how many rows it touched. */
  readonly run: (query: Query<unknown>) => number;
  readonly statement: <P extends readonly SqlValue[], R>(sql: string) => Statement<P, R>;
  /** As `statement`, answering each row as a tuple of its columns: for reading a great many rows. */
  readonly tuples: <P extends readonly SqlValue[], R extends readonly unknown[]>(sql: string) => (...parameters: P) => readonly R[];
  /** Runs `work` in one immediate transaction, or as a part of the one that is open; anything it throws rolls its writes back. */
  readonly transaction: <T>(work: () => T) => T;
  readonly exec: (sql: string) => void;
  readonly pragma: (text: string) => unknown;
  /** Pages of the write-ahead log, and how many of them stand in the database already. */
  readonly walPages: () => { readonly written: number; readonly copied: number };
  /** Starts a thread that copies the write-ahead log into the database; null where there is none. */
  readonly startWalThread: () => WalThread | null;
  readonly close: () => void;
};

export type OpenFailure =
  | { readonly code: 'wrong-key'; readonly path: string }
  | { readonly code: 'damaged'; readonly path: string; readonly detail: string }
  | { readonly code: 'not-writable'; readonly path: string; readonly detail: string }
  | { readonly code: 'in-use'; readonly path: string };

export type OpenOptions = {
  readonly path: string;
  /** 32 random bytes; never a passphrase (a passphrase costs a slow key derivation on each open). */
  readonly key: Uint8Array;
  readonly readonly?: boolean;
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Opens or creates the encrypted file and sets every pragma of storage.md. Errors: `OpenFailure`, by what SQLite answers. */
export const openDatabase = (options: OpenOptions): Result<Database, OpenFailure> => {
  let raw: BetterSqlite.Database | undefined;
  try {
    raw = new BetterSqlite(options.path, { readonly: options.readonly ?? false });
    raw.pragma(`cipher='sqlcipher'`);
    raw.pragma(`key="x'${hex(options.key)}'"`);
    prepareConnection(raw, options.readonly ?? false);
    return ok(wrap(raw, options));
  } catch (error) {
    raw?.close();
    return err(openFailure(error, options.path));
  }
};

const prepareConnection = (raw: BetterSqlite.Database, readonly: boolean): void => {
  raw.prepare('select count(*) from sqlite_master').get();
  if (!readonly) {
    // FULL on each open: this build falls back to NORMAL once the file is in WAL, and a power cut would lose acknowledged rows.
    raw.pragma('journal_mode=WAL');
    raw.pragma('synchronous=FULL');
  }
  raw.pragma('foreign_keys=ON');
  raw.pragma('recursive_triggers=ON');
  raw.pragma('busy_timeout=5000');
  raw.pragma('trusted_schema=OFF');
  raw.pragma('cell_size_check=ON');
  raw.pragma('temp_store=MEMORY');
  raw.pragma('secure_delete=ON');
  // At most 160 MiB of decrypted pages, taken as they are read: the list of 100,000 contacts and the indexes of the work beside it are then read once.
  // SQLite's own 2 MB decrypts them again each time.
  raw.pragma('cache_size=-163840');
  if (process.platform === 'darwin') raw.pragma('checkpoint_fullfsync=ON');
};

const openFailure = (error: unknown, path: string): OpenFailure => {
  const code = error instanceof BetterSqlite.SqliteError ? error.code : '';
  const detail = error instanceof Error ? error.message : String(error);
  if (code === 'SQLITE_NOTADB') return { code: 'wrong-key', path };
  if (code.startsWith('SQLITE_CORRUPT')) return { code: 'damaged', path, detail };
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return { code: 'in-use', path };
  return { code: 'not-writable', path, detail };
};

const wrap = (raw: BetterSqlite.Database, options: OpenOptions): Database => {
  const { path } = options;
  const prepared = new Map<string, BetterSqlite.Statement>();
  const prepare = (sql: string): BetterSqlite.Statement => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = raw.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const all = <O>(query: Query<O>): readonly O[] => {
    const { sql, parameters } = query.compile();
    return prepare(sql).all(...parameters) as O[];
  };
  const get = <O>(query: Query<O>): O | undefined => {
    const { sql, parameters } = query.compile();
    return prepare(sql).get(...parameters) as O | undefined;
  };
  return {
    path,
    all,
    get,
    run: (query) => {
      const { sql, parameters } = query.compile();
      return prepare(sql).run(...parameters).changes;
    },
    statement: (sql) => {
      const statement = prepare(sql);
      return {
        all: (...parameters) => statement.all(...parameters) as never,
        get: (...parameters) => statement.get(...parameters) as never,
        run: (...parameters) => statement.run(...parameters).changes,
      };
    },
    tuples: (sql) => {
      const statement = raw.prepare(sql).raw(true);
      return (...parameters) => statement.all(...parameters) as never;
    },
    // A nested call is a savepoint: what throws in it and is caught outside takes only its own writes back.
    transaction: (work) => (raw.inTransaction ? raw.transaction(work)() : raw.transaction(work).immediate()),
    exec: (sql) => {
      raw.exec(sql);
    },
    pragma: (text) => raw.pragma(text),
    walPages: () => {
      const [found] = raw.pragma('wal_checkpoint(NOOP)') as readonly { readonly log: number; readonly checkpointed: number }[];
      return { written: found?.log ?? 0, copied: found?.checkpointed ?? 0 };
    },
    startWalThread: () => startWalThread(options),
    close: () => {
      if (!raw.readonly) {
        raw.pragma('optimize');
        raw.pragma('wal_checkpoint(TRUNCATE)');
      }
      raw.close();
    },
  };
};
