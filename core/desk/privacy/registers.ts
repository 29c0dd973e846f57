import type { AgreementInput } from '../../contract/privacy.ts';
import type { FileAnswer } from '../../contract/scalars.ts';
import { writeCsv } from '../../domain/export/csv.ts';
import type { RecordDocument } from '../../domain/record/operation.ts';
import { ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { fileInside } from '../exits/files.ts';
import { keepFile } from '../files/private-files.ts';
import { commitRecords } from '../records/commit.ts';
import type { RecordDefinition } from '../records/definition.ts';
import { recordsOf } from '../records/stored-record.ts';
import { dateIn } from '../referrals/calendar.ts';
import type { Refusal } from '../refusal.ts';
import { agreementFileDefinition, referrerDefinition } from './privacy-records.ts';

export type Saved = { readonly id: string; readonly undo: string; readonly revision: number };

/** Adds an entry to a register, with history and undo as every private record. Errors: those of `commitRecords`. */
export const addEntry = (
  desk: DeskContext,
  person: SignedInPerson,
  definition: Pick<RecordDefinition, 'kind' | 'name'>,
  document: RecordDocument,
): Result<Saved, Refusal> => {
  const id = uuidV7(desk.entropy, desk.clock.now());
  const done = commitRecords(desk, person, { words: `Added a ${definition.name}` }, [
    { act: 'create', kind: definition.kind, id, document },
  ]);
  return done.ok ? ok({ id, undo: done.value.undo, revision: 1 }) : done;
};

/** Changes fields of an entry; `revision` is the one that was seen. Errors: those of `commitRecords`. */
export const changeEntry = (
  desk: DeskContext,
  person: SignedInPerson,
  definition: Pick<RecordDefinition, 'kind' | 'name'>,
  id: string,
  set: RecordDocument,
  revision: number | null,
): Result<Saved, Refusal> => {
  const done = commitRecords(desk, person, { words: `Changed a ${definition.name}` }, [
    { act: 'change', kind: definition.kind, id, set, revision },
  ]);
  return done.ok ? ok({ id, undo: done.value.undo, revision: done.value.records[0]?.revision ?? 0 }) : done;
};

/** Takes an entry out of its register; it can return from the history. Errors: those of `commitRecords`. */
export const removeEntry = (
  desk: DeskContext,
  person: SignedInPerson,
  definition: Pick<RecordDefinition, 'kind' | 'name'>,
  id: string,
): Result<{ readonly undo: string }, Refusal> => {
  const done = commitRecords(desk, person, { words: `Removed a ${definition.name}` }, [{ act: 'remove', kind: definition.kind, id }]);
  return done.ok ? ok({ undo: done.value.undo }) : done;
};

/** Puts an agreement on file: the scan or signed copy goes into the encrypted ledger with its dates and hash. Errors: those of `keepFile` and `commitRecords`. */
export const fileAgreement = (desk: DeskContext, person: SignedInPerson, input: AgreementInput): Result<Saved, Refusal> =>
  desk.db.transaction(() => {
    const { file, ...facts } = input;
    const kept = keepFile(desk, person, file, null);
    if (!kept.ok) return kept;
    return addEntry(desk, person, agreementFileDefinition, {
      ...facts,
      file: kept.value.id,
      fileName: kept.value.name,
      sha256: kept.value.sha256,
    });
  });

const REGISTER_HEADER = ['Name', 'Business type', 'Address', 'Phone', 'Contact', 'Agreement date', 'Start date', 'End date'] as const;

/** The referrer register as CSV (NCCP reg 9AB: ASIC may ask for it), formula-safe, logged as an export. */
export const exportReferrers = (desk: DeskContext, person: SignedInPerson): FileAnswer => {
  const rows = recordsOf(desk.db, referrerDefinition)
    .map(({ document }) => document)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((one) => [one.name, one.businessType, one.address, one.phone, one.contact, one.agreementDate, one.startDate, one.endDate]);
  const bytes = writeCsv(REGISTER_HEADER, rows, { mark: true });
  return fileInside(
    desk,
    person,
    { name: `referrer-register-${dateIn(desk.zone, desk.clock.now())}.csv`, mediaType: 'text/csv', bytes: Uint8Array.from(bytes) },
    { what: 'referrer-register', detail: `${String(rows.length)} referrers as CSV` },
  );
};
