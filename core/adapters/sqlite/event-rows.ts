import type { NodeReader, StoredNode } from '../../protocol/merkle-log.ts';
import type { Database } from './database.ts';
import type { EventTable } from './schema.ts';

export type EventRow = Readonly<EventTable>;

const COLUMNS = 'idx, hash, type, id, stream, n, at, seen_at, position, intent, source, record, first';

/** A row as a walk reads it: index, the columns that the record repeats (`rowText`), the referral (`referralText`), the record. */
export type WalkRow = readonly [idx: number, columns: string, referral: string | null, record: Uint8Array];

/** The index columns of a row in one text, as `toWalk` reads them: no value of a valid event holds a bar. */
export const rowText = (
  row: {
    readonly hash: string;
    readonly type: string;
    readonly id: string;
    readonly stream: string;
    readonly n: number;
    readonly at: string;
  },
  position: number,
): string => `${row.hash}|${row.type}|${row.id}|${row.stream}|${row.n}|${row.at}|${position}`;

/** The columns of a row that say to which referral it belongs, in one text, as `toWalk` reads them. */
export const referralText = (intent: string, first: number): string => `${intent}|${first}`;

/** Hot-path statements over the append-only tables, each prepared once. Everything else goes through Kysely. */
export type EventRows = NodeReader & {
  readonly insert: (row: EventRow, about: readonly string[]) => void;
  readonly insertNodes: (nodes: readonly StoredNode[]) => void;
  readonly size: () => number;
  readonly byHash: (hash: Uint8Array) => EventRow | undefined;
  readonly byIndex: (index: number) => EventRow | undefined;
  /** The event at a place of a stream; of several the one that stands. */
  readonly byStream: (stream: string, n: number) => EventRow | undefined;
  /** Every event at a place of a stream, in the order of the log. */
  readonly allAt: (stream: string, n: number) => readonly EventRow[];
  /** Hashes of the events that bear an id, in log order: an id is a label, so there may be several. */
  readonly hashesOfId: (id: string) => readonly string[];
  readonly head: (stream: string) => { readonly n: number; readonly hash: Uint8Array } | undefined;
  readonly ofIntent: (intent: string) => readonly EventRow[];
  /** Hashes of the events of a referral, in log order. */
  readonly hashesOfIntent: (intent: string) => readonly string[];
  /** Rows with index ≥ from, at most `limit`, ascending. */
  readonly from: (from: number, limit: number) => readonly EventRow[];
  /** Hashes of the entries from … to−1, in log order. */
  readonly hashesBetween: (from: number, to: number) => readonly string[];
  /** Intents of the referrals to which the entries from … to−1 belong, each once, ascending. */
  readonly intentsBetween: (from: number, to: number) => readonly string[];
  /** Rows of a stream, ascending by n. */
  readonly ofStream: (stream: string) => readonly EventRow[];
  /** Rows of any of these types, ascending by index. */
  readonly ofTypes: (types: ReadonlySet<string>) => readonly EventRow[];
  /** What a walk of the log checks of the rows from … from+limit−1, ascending. */
  readonly toWalk: (from: number, limit: number) => readonly WalkRow[];
  /** Stored node hashes of one level at from … from+count−1, as upper-case hex one after the other; shorter where some are missing. */
  readonly nodesInHex: (level: number, from: number, count: number) => string;
  readonly nodeCount: () => number;
  /** Indexes of the entries whose place in their stream another one took. */
  readonly forked: () => ReadonlySet<number>;
  /** What the events name, as `about` holds it: names ascending with commas, by index. */
  readonly allNames: () => Map<number, string>;
  /** Indexes of events that name a hash in `about` or `prevStep`, ascending. */
  readonly naming: (hash: string) => readonly number[];
};

/** Prepares the statements on an open, migrated database. */
export const eventRows = (db: Database): EventRows => {
  const insert = db.statement<
    [number, Uint8Array, string, string, string, number, string, string, number, string | null, string, Uint8Array, number | null],
    never
  >(`insert into event (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertAbout = db.statement<[number, string], never>('insert into about (idx, names) values (?, ?)');
  const insertNode = db.statement<[number, number, Uint8Array], never>('insert into log_node (level, pos, hash) values (?, ?, ?)');
  const size = db.statement<[], { readonly size: number }>('select coalesce(max(idx) + 1, 0) as size from event');
  const byHash = db.statement<[Uint8Array], EventRow>(`select ${COLUMNS} from event where hash = ?`);
  const byIndex = db.statement<[number], EventRow>(`select ${COLUMNS} from event where idx = ?`);
  const standing = `(select count(*) from void_event v where v.idx = event.idx and v.code in ('stream.conflict', 'paper.key-ended')), idx`;
  const byStream = db.statement<[string, number], EventRow>(
    `select ${COLUMNS} from event where stream = ? and n = ? order by ${standing} limit 1`,
  );
  const allAt = db.statement<[string, number], EventRow>(`select ${COLUMNS} from event where stream = ? and n = ? order by idx`);
  const head = db.statement<[string], { readonly n: number; readonly hash: Uint8Array }>(
    `select n, hash from event where stream = ? order by n desc, ${standing} limit 1`,
  );
  const hashesOfId = db.statement<[string], { readonly hash: string }>(
    'select lower(hex(hash)) as hash from event where id = ? order by idx',
  );
  const ofIntent = db.statement<[string], EventRow>(
    `select ${COLUMNS} from event where first = (select idx from event where hash = unhex(?)) order by idx`,
  );
  const hashesOfIntent = db.statement<[string], { readonly hash: string }>(
    'select lower(hex(hash)) as hash from event where first = (select idx from event where hash = unhex(?)) order by idx',
  );
  const from = db.statement<[number, number], EventRow>(`select ${COLUMNS} from event where idx >= ? order by idx limit ?`);
  const hashesBetween = db.statement<[number, number], { readonly hash: string }>(
    'select lower(hex(hash)) as hash from event where idx >= ? and idx < ? order by idx',
  );
  const intentsBetween = db.statement<[number, number], { readonly intent: string }>(
    'select distinct intent from event not indexed where idx >= ? and idx < ? and intent is not null order by intent',
  );
  const ofStream = db.statement<[string], EventRow>(`select ${COLUMNS} from event where stream = ? order by n, idx`);
  const ofTypes = db.statement<[string], EventRow>(
    `select ${COLUMNS} from event where type in (select value from json_each(?)) order by idx`,
  );
  const naming = db.statement<[string], { readonly idx: number }>('select idx from about where names = ? order by idx');
  const node = db.statement<[number, number], { readonly hash: Uint8Array }>('select hash from log_node where level = ? and pos = ?');
  const toWalk = db.tuples<[number, number], WalkRow>(
    `select idx, lower(hex(hash)) || '|' || type || '|' || id || '|' || stream || '|' || n || '|' || at || '|' || position, intent || '|' || first, record from event where idx >= ? order by idx limit ?`,
  );
  const nodesInHex = db.statement<[number, number, number], { readonly text: string | null }>(
    `select group_concat(h, '') as text from (select hex(hash) as h from log_node where level = ? and pos >= ? and pos < ? order by pos)`,
  );
  const allNames = db.tuples<[], readonly [idx: number, name: string]>('select idx, names from about order by names, idx');
  const forked = db.statement<[], { readonly idx: number }>(`select idx from void_event where code = 'stream.conflict'`);
  const nodeCount = db.statement<[], { readonly count: number }>('select count(*) as count from log_node');
  return {
    toWalk,
    nodesInHex: (level, start, count) => nodesInHex.get(level, start, start + count)?.text ?? '',
    allNames: () => {
      const found = new Map<number, string>();
      for (const [idx, name] of allNames()) {
        const before = found.get(idx);
        found.set(idx, before === undefined ? name : `${before},${name}`);
      }
      return found;
    },
    forked: () => new Set(forked.all().map(({ idx }) => idx)),
    nodeCount: () => nodeCount.get()?.count ?? 0,
    insert: (row, about) => {
      insert.run(
        row.idx,
        row.hash,
        row.type,
        row.id,
        row.stream,
        row.n,
        row.at,
        row.seen_at,
        row.position,
        row.intent,
        row.source,
        row.record,
        row.first,
      );
      for (const names of about) insertAbout.run(row.idx, names);
    },
    insertNodes: (nodes) => {
      for (const stored of nodes) insertNode.run(stored.level, stored.index, stored.hash);
    },
    size: () => size.get()?.size ?? 0,
    byHash: (hash) => byHash.get(hash),
    byIndex: (index) => byIndex.get(index),
    byStream: (stream, n) => byStream.get(stream, n),
    allAt: (stream, n) => allAt.all(stream, n),
    head: (stream) => head.get(stream),
    hashesOfId: (id) => hashesOfId.all(id).map((row) => row.hash),
    ofIntent: (intent) => ofIntent.all(intent),
    hashesOfIntent: (intent) => hashesOfIntent.all(intent).map((row) => row.hash),
    from: (start, limit) => from.all(start, limit),
    hashesBetween: (start, end) => hashesBetween.all(start, end).map((row) => row.hash),
    intentsBetween: (start, end) => intentsBetween.all(start, end).map((row) => row.intent),
    ofStream: (stream) => ofStream.all(stream),
    ofTypes: (types) => ofTypes.all(JSON.stringify([...types])),
    naming: (hash) => naming.all(hash).map((row) => row.idx),
    node: (level, index) => {
      const found = node.get(level, index);
      if (found === undefined) throw new Error(`log node ${level}/${index} is missing`);
      return found.hash;
    },
  };
};
