import { type Database } from '../../adapters/sqlite/database.ts';
import type { DeskProfile } from '../context.ts';
import { type IdentityTable, peopleSql } from './tables.ts';

/** Who this desk is, as it was set up. Undefined in a database that was never set up. */
export const readIdentity = (db: Database): IdentityTable | undefined =>
  db.get(peopleSql.selectFrom('identity').selectAll().where('id', '=', 1));

/** The desk's profile for services. */
export const profileOf = (identity: IdentityTable): DeskProfile => ({
  install: identity.install,
  practice: identity.practice,
  desk: identity.desk,
  kind: identity.kind,
  legalName: identity.legal_name,
  abn: identity.abn,
});
