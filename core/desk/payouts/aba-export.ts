import { z } from 'zod';
import type { abaPreview } from '../../contract/money.ts';
import type { FileAnswer } from '../../contract/scalars.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { fileInside } from '../exits/files.ts';
import type { Refusal } from '../refusal.ts';
import { alteredRefusal } from './as-signed.ts';
import { ownBatch } from './batches.ts';
import { exportsOf } from './export-log.ts';
import { holdRefusal } from './line-holds.ts';
import { batchNotNow, unknownBatch } from './refusals.ts';
import { payoutSql } from './tables.ts';

const totalsSchema = z.object({
  creditCents: z.int(),
  debitCents: z.int(),
  netCents: z.int(),
  details: z.int(),
});

/** The stored file of the revision that counts, with what was changed to fit the bank's character set. */
export const storedFile = (desk: Pick<DeskContext, 'db'>, batch: string, revision: number) => {
  const row = desk.db.get(payoutSql.selectFrom('payout_file').selectAll().where('batch', '=', batch).where('revision', '=', revision));
  if (row === undefined) throw new Error('every prepared revision has its file');
  return {
    bytes: row.bytes,
    sha256: row.sha256,
    totals: totalsSchema.parse(JSON.parse(row.totals)),
    changes: z.array(z.string()).parse(JSON.parse(row.changes)),
  };
};

/** True for an event of this desk that it had lost and took in again. */
const cameBack = (desk: Pick<DeskContext, 'ledger'>, hash: string): boolean => {
  const event = desk.ledger.event(hash);
  return event !== undefined && desk.ledger.rows.byIndex(event.index)?.source !== 'own';
};

/** The file line by line with its totals, before or after the release; looking at it exports nothing. */
export const previewAba = (desk: DeskContext, batch: string): Result<z.infer<typeof abaPreview>, Refusal> => {
  const found = ownBatch(desk, batch);
  if (found === undefined) return err(unknownBatch);
  const file = storedFile(desk, batch, found.row.revision);
  const { creditCents, debitCents, netCents, details } = file.totals;
  return ok({
    lines: new TextDecoder().decode(file.bytes).split('\r\n'),
    totals: { credits: creditCents, debits: debitCents, net: netCents, count: details },
    sha256: file.sha256,
    changes: [...file.changes],
    alreadyExported: exportsOf(desk, batch).length,
  });
};

/**
 * Hands out the file of a released batch: the same bytes each time, each time logged. A second time only for a person who says that they have
 * seen the first: a bank takes the same file twice.
 */
export const exportAba = (desk: DeskContext, person: SignedInPerson, batch: string, seenBefore: boolean): Result<FileAnswer, Refusal> => {
  const found = ownBatch(desk, batch);
  if (found === undefined) return err(unknownBatch);
  if (found.fold.released === null)
    return err({
      ...batchNotNow('The batch is not released.', 'The file is exported after the release.'),
      kept: 'No file was written.',
    });
  if (desk.recovery !== null)
    return err({
      status: 423,
      code: 'recovery',
      title: 'This desk is in recovery and exports no payment file',
      detail: desk.recovery.why,
      kept: 'No file was written.',
      next: 'Check each batch since the backup against the bank statement first.',
    });
  const altered = alteredRefusal(desk, found);
  if (altered !== null) return err(altered);
  const held = holdRefusal(desk, found, 'No file was written.');
  if (held !== null) return err(held);
  const before = exportsOf(desk, batch);
  const last = before.at(-1);
  if (last === undefined && !seenBefore && cameBack(desk, found.fold.released.hash))
    return err({
      status: 409,
      code: 'exported-before',
      title: 'This file may have been exported before',
      detail:
        'The release came back with a counterpart’s file after this desk had gone back to a backup, which does not know what was exported since.',
      kept: 'No file was written.',
      next: 'Look at the bank statement. Export it only when you know that the bank has not taken it.',
    });
  if (last !== undefined && !seenBefore)
    return err({
      status: 409,
      code: 'exported-before',
      title: 'This file was exported before',
      detail: `It was exported ${String(before.length)} ${before.length === 1 ? 'time' : 'times'}, last at ${last.at}. A bank that gets it twice pays twice.`,
      kept: 'No file was written.',
      next: 'Export it again only when you know that the bank has not taken it.',
    });
  const file = storedFile(desk, batch, found.row.revision);
  desk.db.run(
    payoutSql.insertInto('payout_export').values({
      batch,
      seq: before.length + 1,
      at: desk.clock.now(),
      person: person.person,
      sha256: file.sha256,
    }),
  );
  return ok(
    fileInside(
      desk,
      person,
      { name: `${found.row.label}.aba`, mediaType: 'text/plain', bytes: Uint8Array.from(file.bytes) },
      { what: 'aba.export', detail: found.row.label },
    ),
  );
};
