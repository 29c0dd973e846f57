import { queryBuilder } from '../../../../adapters/sqlite/schema.ts';

export type UnaskedTables = {
  unasked_file: {
    id: string;
    file_name: string;
    /** Of the file as it was received, hex. */
    sha256: string;
    row_count: number;
    format: string;
    mapping: string;
    /** Null once it is imported or purged. */
    original: Uint8Array | null;
    /** Who sent it, and how it came. */
    came: string;
    received_on: string;
    decide_by: string;
    at: string;
    by: string;
    by_name: string;
    state: 'waiting' | 'kept' | 'imported' | 'purged';
    decision: string | null;
    decided_at: string | null;
    decided_by: string | null;
    decided_by_name: string | null;
  };
};

/** Builds queries over files that nobody asked for. */
export const unaskedSql = queryBuilder<UnaskedTables>();
