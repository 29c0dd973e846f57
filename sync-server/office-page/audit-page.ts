import type { OfficeAuditPage, OfficeState } from '../../core/contract/network/office-page.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { checkAudit, type WalkedTo } from '../audit/check-audit.ts';
import type { ServerPorts } from '../ports.ts';

const ROWS = 25;
/** How long a walk of the audit log is shown again, in milliseconds. */
const KEPT_MS = 600_000;

type Ports = Pick<ServerPorts, 'storage' | 'clock' | 'primitives'>;

/** Rows of the audit log before a number, newest first. */
export const auditPage = async ({ storage }: Ports, before: number | undefined): Promise<OfficeAuditPage> => {
  const rows = await storage.db
    .selectFrom('audit')
    .select(['no', 'at', 'kind', 'actor', 'subject', 'before', 'after', 'hash'])
    .$if(before !== undefined, (query) => query.where('no', '<', before ?? 0))
    .orderBy('no', 'desc')
    .limit(ROWS)
    .execute();
  const last = rows.at(-1)?.no ?? 1;
  return { rows: rows.map((row) => ({ ...row, no: Number(row.no) })), next: Number(last) > 1 ? Number(last) : null };
};

/** How many rows the audit log has, and whether each still holds: all of them are walked every ten minutes, rows that were added meanwhile when they are seen. */
export const createAuditVerdict = (ports: Ports): (() => Promise<OfficeState['audit']>) => {
  const { storage, primitives, clock } = ports;
  let kept: (WalkedTo & { readonly checkedAt: string; readonly broken: number | null }) | null = null;
  return async () => {
    const last = await storage.db.selectFrom('audit').select(['no', 'hash']).orderBy('no', 'desc').limit(1).executeTakeFirst();
    const end: WalkedTo = { no: Number(last?.no ?? 0), hash: last?.hash ?? ZERO_HASH };
    const now = clock.now();
    if (kept === null || Date.parse(now) - Date.parse(kept.checkedAt) >= KEPT_MS)
      kept = { ...end, checkedAt: now, broken: await checkAudit(storage, primitives) };
    else if (kept.broken === null && kept.hash !== end.hash)
      kept = { ...end, checkedAt: kept.checkedAt, broken: await checkAudit(storage, primitives, kept) };
    return { rows: end.no, checkedAt: kept.checkedAt, broken: kept.broken };
  };
};
