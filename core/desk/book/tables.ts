import { queryBuilder } from '../../adapters/sqlite/schema.ts';
import type { NetworkTables } from '../network/tables.ts';
import type { RecordTables } from '../records/tables.ts';
import type { SettingTable } from '../settings/tables.ts';

/** What an entry holds. `desks` begins an epoch; the others are content under its key. */
export type EntryKind =
  | 'desks'
  | 'group'
  | 'operation'
  | 'event'
  | 'opening'
  | 'client-link'
  | 'rule'
  | 'import'
  | 'setting'
  | 'row'
  | 'unknown';

export type BookTables = {
  book_state: {
    id: number;
    started_at: string;
    epoch: number;
    /** The last entry taken in, and the running hash up to it. */
    last: number;
    running: Uint8Array;
    /** Events of the ledger up to this index were looked at. */
    events_through: number;
    /** How much was erased here when erasures were last passed on. */
    erased_seen: number;
    removals_allowed: number;
    /** The end of the run of removals at which reading has stopped. */
    removals_through: number;
    stopped: string | null;
    stopped_why: string | null;
  };
  book_key: { epoch: number; key: Uint8Array };
  book_desk: { epoch: number; key: string; desk: string; wrap_key: string };
  practice_seal: { public: string; private: Uint8Array; at: string };
  book_entry: {
    id: string;
    kind: EntryKind;
    /** What it is of: an operation's or group's id, an event's hash, a commitment, a setting's name and version, a row's kind and key. */
    ref: string;
    /** Place in the book; null until it has come back from the server. */
    no: number | null;
    running: Uint8Array | null;
    signer: string | null;
    m: number | null;
    hash: string | null;
    record: Uint8Array | null;
    body: Uint8Array | null;
    /** 1 once the server has deleted its content. */
    erased: number;
  };
  book_waiting: { no: number; id: string; why: string; content: string };
  desk_invitation: {
    desk: string;
    person: string;
    secret: Uint8Array;
    until: string;
    made_at: string;
    made_by: string;
    used_at: string | null;
  };
};

/** Builds queries over the shared book and what its entries are of. */
export const bookSql = queryBuilder<BookTables & RecordTables & NetworkTables & { setting: SettingTable }>();
