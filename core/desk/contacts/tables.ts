import { type Generated, type LedgerTables, queryBuilder } from '../../adapters/sqlite/schema.ts';

export type ContactTable = {
  /** Row number, the key of the search index; ids are what everything else uses. */
  no: Generated<number>;
  id: string;
  kind: 'person' | 'organisation';
  name: string;
  sort_key: string;
  organisation: string | null;
  organisation_key: string;
  email: string | null;
  phone: string | null;
  abn: string | null;
  suburb: string | null;
  suburb_key: string;
  assurance_client: number;
  do_not_contact: number;
  deceased: number;
  /** Person of the practice who looks after it. */
  owner: string | null;
  stage: string | null;
  /** Practice of the register that it stands for. */
  partner: string | null;
  /** JSON of custom fields. */
  custom: Generated<string>;
  batch: string | null;
  batch_row: number | null;
  /** Raised by each change; 1 is untouched. */
  revision: number;
  created_at: string;
  created_by: string;
  created_by_name: string;
  updated_at: string;
  /** JSON of `ContactFields`: the contact itself. All other columns are an index over it. */
  fields: string;
};

export type ContactTables = {
  contact: ContactTable;
  contact_key: { kind: 'email' | 'phone' | 'abn'; value: string; contact: number };
  contact_change: {
    id: Generated<number>;
    contact: string;
    at: string;
    by: string;
    by_name: string;
    field: string;
    before: string;
    after: string;
  };
  contact_export: {
    id: string;
    at: string;
    by: string;
    by_name: string;
    query: string;
    rows: number;
    sha256: string;
    format: Generated<string>;
    /** JSON list of columns; empty for every field. */
    columns: Generated<string>;
  };
  import_batch: {
    id: string;
    name: string;
    file_name: string;
    format: string;
    encoding: string;
    delimiter: string | null;
    mapping: string;
    /** Of the file as it was received, hex. */
    sha256: string;
    bytes: number;
    original: Uint8Array | null;
    original_kind: 'as-received' | 'cleaned' | 'removed';
    row_count: number;
    /** Rows that went into the book; `updated` of them changed a contact that was there. */
    imported: number;
    updated: Generated<number>;
    refused: number;
    skipped: number;
    state: 'imported' | 'reverted';
    at: string;
    by: string;
    by_name: string;
    reverted_at: string | null;
    reverted_by: string | null;
    reverted_by_name: string | null;
    /** Group of operations of the batch; null for one that is older than updates. */
    change_group: string | null;
  };
  import_row: {
    import: string;
    row: number;
    line: number;
    result: 'imported' | 'refused' | 'skipped';
    updated: Generated<number>;
    /** Made or changed by the row; of one that was left out, the contact that it repeats. */
    contact: string | null;
    why: string | null;
    reverted: 'removed' | 'kept' | null;
  };
};

/** Builds queries over the ledger's tables and those of the contact book. */
export const contactSql = queryBuilder<LedgerTables & ContactTables>();
