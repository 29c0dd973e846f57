import { type Generated, queryBuilder } from '../../adapters/sqlite/schema.ts';
import type { OperationAct } from '../../domain/record/operation.ts';

export type OperationTable = {
  seq: number;
  id: string;
  at: string;
  by: string;
  group: string;
  kind: string;
  record: string;
  subject: string | null;
  act: OperationAct;
  prev: Uint8Array;
  body_hash: Uint8Array;
  hash: Uint8Array;
  /** Salt and body are null once the operation is erased. */
  salt: Uint8Array | null;
  body: string | null;
};

export type RecordTable = {
  no: Generated<number>;
  kind: string;
  id: string;
  subject: string | null;
  revision: number;
  document: string;
  created_at: string;
  created_by: string;
  updated_at: string;
  removed_at: string | null;
};

export type RecordTables = {
  operation_group: { id: string; at: string; by: string; by_name: string; words: string; undoes: string | null };
  operation: OperationTable;
  record: RecordTable;
  record_conflict: {
    operation: string;
    at: string;
    by_name: string;
    kind: string;
    record: string;
    subject: string | null;
    /** JSON of field changes: what stands, and what was wanted. */
    fields: string;
  };
  conflict_choice: { id: string; operation: string };
  timeline: { subject: string; at: string; no: number; kind: string; pinned: number };
};

/** Builds queries over private records and their operations. */
export const recordSql = queryBuilder<RecordTables>();
