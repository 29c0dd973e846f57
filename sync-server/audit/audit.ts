import { bytesToHex } from '../../core/protocol/bytes.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { canonicalBytes } from '../../core/protocol/jcs.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import type { Storage, Tx } from '../storage/storage.ts';

/** What changed about who may connect. Ids and public keys only. */
export type AuditEntry = {
  readonly kind:
    | 'server.claimed'
    | 'practice.admitted'
    | 'practice.status'
    | 'practice.seal-key'
    | 'key.added'
    | 'key.revoked'
    | 'page.invited'
    | 'page.passkey-added'
    | 'page.passkey-removed'
    | 'page.person-ended'
    | 'page.signed-in'
    | 'page.counter-back'
    | 'page.session-ended'
    | 'page.renewal-reused';
  /** Key id of who signed it, or id of the passkey that was used. */
  readonly actor: string;
  /** Practice, key, person or passkey that it is about. */
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
};

type AuditRow = AuditEntry & { readonly no: number; readonly at: string; readonly prev: string };

/** SHA-256 over everything in a row and the hash of the row before, hex. */
export const auditHash = (primitives: Pick<Primitives, 'sha256'>, row: AuditRow): string => {
  const { no, at, kind, actor, subject, before, after, prev } = row;
  return bytesToHex(primitives.sha256(canonicalBytes({ actor, after, at, before, kind, no, prev, subject })));
};

/** Adds entries to the audit log within the transaction of the change itself; insert-only, each row holds the hash of the one before. */
export const writeAudit = async (
  tx: Tx,
  storage: Pick<Storage, 'lock'>,
  primitives: Pick<Primitives, 'sha256'>,
  at: string,
  entries: readonly AuditEntry[],
): Promise<void> => {
  if (entries.length === 0) return;
  await storage.lock(tx, ['audit']);
  const last = await tx.selectFrom('audit').select(['no', 'hash']).orderBy('no', 'desc').limit(1).executeTakeFirst();
  let no = last?.no ?? 0;
  let prev = last?.hash ?? ZERO_HASH;
  const rows = entries.map((entry) => {
    no += 1;
    const row = { ...entry, no, at, prev };
    const hash = auditHash(primitives, row);
    prev = hash;
    return { ...row, hash };
  });
  await tx.insertInto('audit').values(rows).execute();
};
