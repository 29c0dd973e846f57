import type { z } from 'zod';
import type { holdUnaskedInput, unaskedFile } from '../../../../contract/imports.ts';
import { columnMappingSchema } from '../../../../domain/contact/mapping.ts';
import type { Preview } from '../../../../domain/contact/preview.ts';
import { err, ok, type Result } from '../../../../domain/result.ts';
import { addDays, parseLocalDate } from '../../../../domain/time/local-date.ts';
import type { DeskContext, SignedInPerson } from '../../../context.ts';
import { notPermitted } from '../../../permitted.ts';
import { recordsClosed } from '../../../records/refusals.ts';
import { dateIn } from '../../../referrals/calendar.ts';
import type { Refusal } from '../../../refusal.ts';
import { erasePerson } from '../../../rights/erase.ts';
import { settingOf } from '../../../settings/store.ts';
import type { HeldImport } from '../held-imports.ts';
import { mayHoldTfn } from '../kept-original.ts';
import { readKeptFile } from '../read-file.ts';
import { type UnaskedTables, unaskedSql } from './tables.ts';
import { unaskedSetting } from './unasked-setting.ts';

export type UnaskedFile = z.infer<typeof unaskedFile>;
type Row = UnaskedTables['unasked_file'];
type Input = z.output<typeof holdUnaskedInput>;

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

// An export would guard formulas; this copy is read again by nothing but the import.
const plainCsv = (rows: readonly (readonly string[])[]): Uint8Array =>
  new TextEncoder().encode(rows.map((cells) => `${cells.map(quoted).join(',')}\n`).join(''));

const contentOf = (bytes: Uint8Array, preview: Preview): Uint8Array => {
  if (!mayHoldTfn(bytes, preview)) return bytes;
  const imported = preview.mapping.columns.flatMap(({ header, field }, at) =>
    field === 'ignore' || field === 'tfn' ? [] : [{ header, at }],
  );
  return plainCsv([imported.map(({ header }) => header), ...preview.rows.map((row) => imported.map(({ at }) => row.cells[at] ?? ''))]);
};

const viewOf = (desk: DeskContext, row: Omit<Row, 'original' | 'mapping'>): UnaskedFile => ({
  id: row.id,
  fileName: row.file_name,
  rows: row.row_count,
  format: row.format,
  came: row.came,
  receivedOn: row.received_on,
  decideBy: row.decide_by,
  late: row.state === 'waiting' && row.decide_by < dateIn(desk.zone, desk.clock.now()),
  at: row.at,
  by: row.by_name,
  state: row.state,
  decision: row.decided_at === null ? null : { at: row.decided_at, by: row.decided_by_name ?? '', why: row.decision ?? '' },
});

const SHOWN = [
  'id',
  'file_name',
  'sha256',
  'row_count',
  'format',
  'came',
  'received_on',
  'decide_by',
  'at',
  'by',
  'by_name',
  'state',
  'decision',
  'decided_at',
  'decided_by',
  'decided_by_name',
] as const;

/** Every file that came unasked, those that wait first, then the newest. */
export const unaskedFiles = (desk: DeskContext): readonly UnaskedFile[] =>
  desk.db
    .all(unaskedSql.selectFrom('unasked_file').select(SHOWN).orderBy('at', 'desc').orderBy('id', 'desc'))
    .map((row) => viewOf(desk, row))
    .toSorted((left, right) => Number(right.state === 'waiting') - Number(left.state === 'waiting'));

const laterThanToday: Refusal = {
  status: 422,
  code: 'unasked-later',
  title: 'The file cannot have come later than today',
  detail: 'The day it was received lies in the future, or is no day.',
  where: 'receivedOn',
  kept: 'Nothing was changed; the preview is still open.',
  next: 'Correct the day.',
};

const heldBefore: Refusal = {
  status: 409,
  code: 'unasked-kept',
  title: 'It is decided that this file is kept',
  detail: 'It came unasked and was held before.',
  kept: 'The file is still held as kept.',
  next: 'Import it, or purge it in the list of files that came unasked.',
};

/**
 * Holds a file that nobody asked for out of the book until somebody decides, without tax file numbers. The caller closes its preview. Errors:
 * `recovery`, `not-permitted`, `unasked-later`.
 */
export const holdUnasked = (desk: DeskContext, person: SignedInPerson, held: HeldImport, input: Input): Result<UnaskedFile, Refusal> => {
  const refused = recordsClosed(desk) ?? notPermitted(desk, person.person, 'import-contacts') ?? waitsUnasked(desk, held);
  if (refused !== null) return err(refused);
  if (held.unasked !== null) return err(heldBefore);
  const received = parseLocalDate(input.receivedOn);
  if (!received.ok || received.value > dateIn(desk.zone, desk.clock.now())) return err(laterThanToday);
  const { preview } = held;
  const row: Row = {
    id: held.id,
    file_name: held.fileName,
    sha256: held.sha256,
    row_count: preview.rows.length,
    format: held.reading.by === 'recognised' ? preview.recognised : held.reading.name,
    mapping: JSON.stringify(preview.mapping),
    original: Buffer.from(contentOf(held.bytes, preview)),
    came: input.came,
    received_on: received.value,
    decide_by: addDays(received.value, settingOf(desk, unaskedSetting).days),
    at: desk.clock.now(),
    by: person.person,
    by_name: person.name,
    state: 'waiting',
    decision: null,
    decided_at: null,
    decided_by: null,
    decided_by_name: null,
  };
  desk.db.run(unaskedSql.insertInto('unasked_file').values(row));
  return ok(viewOf(desk, row));
};

const unknown: Refusal = {
  status: 404,
  code: 'unasked-unknown',
  title: 'This file is not held',
  detail: 'It was imported or purged, or it was never held here.',
  kept: 'Nothing was changed.',
  next: 'Look at the list of files that came unasked: it says what was decided.',
};

const rowOf = (desk: DeskContext, id: string): Row | undefined =>
  desk.db.get(unaskedSql.selectFrom('unasked_file').selectAll().where('id', '=', id).where('original', 'is not', null));

/** The preview of a file that is held, whatever was decided. Undefined where its content is gone. */
export const previewOfUnasked = (
  desk: DeskContext,
  row: Pick<Row, 'id' | 'file_name' | 'sha256' | 'mapping' | 'original'>,
): HeldImport | undefined => {
  if (row.original === null) return undefined;
  const mapping = columnMappingSchema.parse(JSON.parse(row.mapping));
  const read = readKeptFile(desk, { name: row.file_name, bytes: Uint8Array.from(row.original), mapping, sha256: row.sha256 });
  return read.ok ? { ...read.value, unasked: row.id } : undefined;
};

/**
 * Decides that a file may be kept, and opens it as a preview; one that was decided before is opened again. Errors: `recovery`, `not-permitted`,
 * `unasked-unknown`.
 */
export const keepUnasked = (desk: DeskContext, person: SignedInPerson, id: string, why: string): Result<HeldImport, Refusal> => {
  const refused = recordsClosed(desk) ?? notPermitted(desk, person.person, 'manage-privacy');
  if (refused !== null) return err(refused);
  const row = rowOf(desk, id);
  const held = row === undefined ? undefined : previewOfUnasked(desk, row);
  if (row === undefined || held === undefined) return err(unknown);
  if (row.state === 'waiting')
    desk.db.run(
      unaskedSql
        .updateTable('unasked_file')
        .set({ state: 'kept', decision: why, decided_at: desk.clock.now(), decided_by: person.person, decided_by_name: person.name })
        .where('id', '=', id),
    );
  return ok(held);
};

/**
 * Destroys a file that nobody asked for: an erasure, carried out again after every restore. Day, count, who and why stay. Errors: `recovery`,
 * `not-permitted`, `unasked-unknown`.
 */
export const purgeUnasked = (desk: DeskContext, person: SignedInPerson, id: string, why: string): Result<UnaskedFile, Refusal> => {
  const refused = recordsClosed(desk) ?? notPermitted(desk, person.person, 'manage-privacy');
  if (refused !== null) return err(refused);
  if (rowOf(desk, id) === undefined) return err(unknown);
  const erased = erasePerson(desk, person, id, 'retention');
  if (!erased.ok) return erased;
  desk.db.run(
    unaskedSql
      .updateTable('unasked_file')
      .set({ decision: why, decided_at: desk.clock.now(), decided_by: person.person, decided_by_name: person.name })
      .where('id', '=', id),
  );
  const row = desk.db.get(unaskedSql.selectFrom('unasked_file').select(SHOWN).where('id', '=', id));
  return row === undefined ? err(unknown) : ok(viewOf(desk, row));
};

/** Marks a held file as imported and drops its copy: the batch keeps its own. Runs inside the caller's transaction. */
export const unaskedImported = (desk: DeskContext, id: string): void => {
  desk.db.run(unaskedSql.updateTable('unasked_file').set({ state: 'imported', original: null }).where('id', '=', id));
};

/** Why a file may not be imported: its bytes wait for a decision as not asked for, or it was purged while its preview was open. Null where it may. */
export const waitsUnasked = (desk: DeskContext, held: Pick<HeldImport, 'sha256' | 'unasked'>): Refusal | null => {
  if (held.unasked !== null) return rowOf(desk, held.unasked)?.state === 'kept' ? null : unknown;
  const row = desk.db.get(
    unaskedSql.selectFrom('unasked_file').select(['decide_by']).where('sha256', '=', held.sha256).where('state', '=', 'waiting').limit(1),
  );
  return row === undefined
    ? null
    : {
        status: 409,
        code: 'import.waits-unasked',
        title: 'This file waits for a decision',
        detail: 'It is held as not asked for. Until that is decided nothing of it may be in the book.',
        kept: 'Nothing was imported.',
        next: 'Have it kept or purged in the list of files that came unasked, on the page of imports.',
      };
};
