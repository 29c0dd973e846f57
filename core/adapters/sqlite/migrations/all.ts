import { migration as ledger } from './0010-ledger.ts';

/** Every step in order. */
export const migrations = [ledger];
