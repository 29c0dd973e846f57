import { queryBuilder } from '../../../adapters/sqlite/schema.ts';
import type { ExchangeTables } from '../../exchange/tables.ts';
import type { PrivateFileTables, SharedFileTables } from '../../files/private-files.ts';
import type { BookTables } from '../tables.ts';

/** Builds queries over shared files and what they are copies of. */
export const fileSql = queryBuilder<SharedFileTables & PrivateFileTables & ExchangeTables & BookTables>();

export type SharedFile = Readonly<SharedFileTables['shared_file']>;
