import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import type { Storage } from '../storage/storage.ts';
import { type AuditEntry, auditHash } from './audit.ts';

/** A row of the audit log up to which it was walked. */
export type WalkedTo = { readonly no: number; readonly hash: string };

/** Walks the audit log behind a row, else from its beginning: the number of the first row that is missing, changed or out of the chain; null when every row holds. */
export const checkAudit = async (
  storage: Storage,
  primitives: Pick<Primitives, 'sha256'>,
  from: WalkedTo = { no: 0, hash: ZERO_HASH },
): Promise<number | null> => {
  const PAGE = 1000;
  let no = from.no + 1;
  let prev = from.hash;
  for (;;) {
    const rows = await storage.db.selectFrom('audit').selectAll().where('no', '>=', no).orderBy('no').limit(PAGE).execute();
    for (const row of rows) {
      const { hash, ...rest } = row;
      if (row.no !== no || row.prev !== prev || auditHash(primitives, { ...rest, kind: row.kind as AuditEntry['kind'] }) !== hash)
        return no;
      prev = hash;
      no += 1;
    }
    if (rows.length < PAGE) return null;
  }
};
