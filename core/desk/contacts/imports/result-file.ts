import type { FileAnswer } from '../../../contract/scalars.ts';
import { writeCsv } from '../../../domain/export/csv.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import { fileInside } from '../../exits/files.ts';
import { notPermitted } from '../../permitted.ts';
import { dateIn } from '../../referrals/calendar.ts';
import type { Refusal } from '../../refusal.ts';
import { batchResult, type ImportResult } from './batches.ts';

const RESULTS = { imported: 'Imported', updated: 'Updated', refused: 'Refused', skipped: 'Left out' } as const;
const REVERTED = { removed: 'Taken back', kept: 'Stays' } as const;

const namePart = ({ name }: ImportResult): string =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
    .slice(0, 60)
    .toLowerCase() || 'import';

/**
 * What became of each row of an import, as CSV in which no cell can start a formula; that it left is noted. `Contact number` is the id by which the
 * contact opens at this desk. Errors: `not-permitted`, `import-unknown`.
 */
export const resultFile = (desk: DeskContext, person: SignedInPerson, id: string): Result<FileAnswer, Refusal> => {
  const refused = notPermitted(desk, person.person, 'import-contacts');
  if (refused !== null) return err(refused);
  const result = batchResult(desk, id);
  if (!result.ok) return result;
  const { rows } = result.value;
  const bytes = writeCsv(
    ['Row', 'Result', 'Contact', 'Remarks', 'After the revert', 'Contact number'],
    rows.map((row) => [
      row.row,
      RESULTS[row.result],
      row.name,
      row.why,
      row.reverted === null ? null : REVERTED[row.reverted],
      row.contact,
    ]),
    { mark: true },
  );
  const name = `import-${namePart(result.value)}-${dateIn(desk.zone, result.value.at)}.csv`;
  return ok(
    fileInside(
      desk,
      person,
      { name, mediaType: 'text/csv; charset=utf-8', bytes: Uint8Array.from(bytes) },
      { what: 'contacts.import-result', detail: `${name}, ${String(rows.length)} rows` },
    ),
  );
};
