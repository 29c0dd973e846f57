import type { AbaFile } from '../../domain/payment/aba.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { changeWords } from './aba-file.ts';
import type { BatchMade } from './batch-making.ts';
import type { OwnBatch } from './batches.ts';
import { payoutSql } from './tables.ts';

/** SHA-256 of the bytes of a payment file. */
export const fileHash = (desk: DeskContext, file: AbaFile): string => bytesToHex(desk.primitives.sha256(Uint8Array.from(file.bytes)));

/** Stores the private rows of a revision in the transaction of its event; the revision before it lets its entitlements go. */
export const storeRevision = (
  desk: DeskContext,
  person: SignedInPerson,
  made: BatchMade,
  commitments: readonly string[],
  prepared: string,
): void => {
  const { batch, revision } = made;
  freeLines(desk, batch);
  desk.db.run(
    payoutSql.insertInto('payout_batch').values({
      batch,
      revision,
      prepared,
      label: made.label,
      reference: made.reference,
      person: person.person,
      at: desk.clock.now(),
      processing_date: made.processingDate,
      total: made.draft.total,
      bank: JSON.stringify(made.bank),
    }),
  );
  for (const line of made.draft.lines)
    desk.db.run(
      payoutSql.insertInto('payout_line').values({
        batch,
        revision,
        line: line.line,
        kind: line.kind,
        entitlement: line.entitlement,
        intent: line.intent,
        beneficiary: line.beneficiary,
        ex_gst: line.exGst,
        gst: line.gst,
        cents: line.cents,
        reference: line.reference,
        account: line.account,
        account_event: line.accountEvent,
        document: line.document,
        commitment: commitments[line.line] ?? '',
        live: 1,
      }),
    );
  for (const fee of made.draft.fees)
    desk.db.run(
      payoutSql
        .insertInto('payout_fee')
        .values({ batch, revision, entitlement: fee.entitlement, ex_gst: fee.exGst, gst: fee.gst, live: 1 }),
    );
  for (const { entitlement, reason } of made.excluded)
    desk.db.run(payoutSql.insertInto('payout_excluded').values({ batch, revision, entitlement, reason }));
  const bytes = Uint8Array.from(made.file.bytes);
  desk.db.run(
    payoutSql.insertInto('payout_file').values({
      batch,
      revision,
      sha256: fileHash(desk, made.file),
      bytes,
      totals: JSON.stringify(made.file.totals),
      changes: JSON.stringify(changeWords(made.file.changes)),
    }),
  );
};

/** Entitlements that were payable and left out of a revision, with the reason, by entitlement. */
export const excludedRows = (desk: Pick<DeskContext, 'db'>, batch: OwnBatch) =>
  desk.db.all(
    payoutSql
      .selectFrom('payout_excluded')
      .selectAll()
      .where('batch', '=', batch.row.batch)
      .where('revision', '=', batch.row.revision)
      .orderBy('entitlement'),
  );

/** Number of the newest version of a batch, whether it counts or not; 0 before the first. */
export const lastRevision = (desk: Pick<DeskContext, 'db'>, batch: string): number =>
  desk.db.get(
    payoutSql
      .selectFrom('payout_batch')
      .select(({ fn }) => fn.max('revision').as('last'))
      .where('batch', '=', batch),
  )?.last ?? 0;

/** Lets the entitlements of a batch go: its lines are superseded or cancelled. Runs inside the act's transaction. */
export const freeLines = (desk: Pick<DeskContext, 'db'>, batch: string): void => {
  desk.db.run(payoutSql.updateTable('payout_line').set({ live: 0 }).where('batch', '=', batch).where('live', '=', 1));
  desk.db.run(payoutSql.updateTable('payout_fee').set({ live: 0 }).where('batch', '=', batch).where('live', '=', 1));
};
