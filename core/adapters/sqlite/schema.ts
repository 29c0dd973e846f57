import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Generated } from 'kysely';

/** An accepted event: index columns over its record. The columns are an index only; a walk recomputes every one of them. */
export type EventTable = {
  idx: number;
  hash: Uint8Array;
  type: string;
  id: string;
  stream: string;
  n: number;
  at: string;
  seen_at: string;
  /** Position by which its author's key is judged: its own index, or that of an earlier event of another party naming it. */
  position: number;
  /** Hash of the referral's intent; null outside a referral. */
  intent: string | null;
  /** `own`, or the id of the exchange file it came with. */
  source: string;
  record: Uint8Array;
  /** Index of the referral's intent, under which its events stand together; null outside a referral. */
  first: number | null;
};

export type AboutTable = { idx: number; names: string };
export type LogNodeTable = { level: number; pos: number; hash: Uint8Array };
export type CheckpointTable = { size: number; at: string; note: string };
/** Records that cannot be judged yet (unknown key or referral) or that conflict; kept as they came. */
export type HeldRecordTable = {
  hash: Uint8Array;
  reason: string;
  detail: string;
  source: string;
  seen_at: string;
  record: Uint8Array;
};
export type TicketTable = { idx: number; record: Uint8Array };
export type OutboxTable = { recipient: string; stream: string; idx: number; m: number; seq: number | null };
export type OpeningTable = {
  commitment: string;
  purpose: string;
  referral: string;
  salt: string;
  data: string;
  subject: string | null;
};
export type AttachmentTable = {
  id: string;
  event: string;
  sender: string;
  recipient: string;
  plaintext: string;
  sent_seq: number | null;
};
export type ReferralStateTable = {
  /** Index of the intent. */
  first: number;
  intent: string;
  label: string;
  at: string;
  last_index: number;
  state: string;
};
export type RegisterStateTable = { id: number; last_index: number; state: string };
export type ExchangeFileTable = {
  id: string;
  direction: 'sent' | 'received';
  practice: string;
  desk: string;
  seq: number;
  at: string;
  events: number;
  name: string;
  sha256: string;
  seen: string;
};
export type MetaTable = { name: string; value: string };

/** Tables of the ledger. Other services add theirs to `Schema` beside their migration. */
export type LedgerTables = {
  event: EventTable;
  about: AboutTable;
  log_node: LogNodeTable;
  checkpoint: CheckpointTable;
  held_record: HeldRecordTable;
  ticket: TicketTable;
  outbox: OutboxTable;
  opening: OpeningTable;
  attachment: AttachmentTable;
  referral_state: ReferralStateTable;
  register_state: RegisterStateTable;
  exchange_file: ExchangeFileTable;
  meta: MetaTable;
};

export type { Generated };

/** A Kysely instance that only builds SQL; `Database` runs it. One per set of tables. */
export const queryBuilder = <Tables>(): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });

/** Builds queries over the ledger's tables. */
export const ledgerSql = queryBuilder<LedgerTables>();
