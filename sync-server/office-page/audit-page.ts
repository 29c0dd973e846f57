import type { OfficeAuditPage, OfficeState } from '../../core/contract/network/office-page.ts';
import { checkAudit } from '../audit/check-audit.ts';
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

/** How many rows the audit log has, and whether each still holds; walked anew when rows were added or ten minutes have passed. */
export const createAuditVerdict = (ports: Ports): (() => Promise<OfficeState['audit']>) => {
  let kept: OfficeState['audit'] | null = null;
  return async () => {
    const last = await ports.storage.db.selectFrom('audit').select('no').orderBy('no', 'desc').limit(1).executeTakeFirst();
    const rows = Number(last?.no ?? 0);
    const now = ports.clock.now();
    if (kept?.rows === rows && Date.parse(now) - Date.parse(kept.checkedAt) < KEPT_MS) return kept;
    kept = { rows, checkedAt: now, broken: await checkAudit(ports.storage, ports.primitives) };
    return kept;
  };
};
