import { bytesToBase64 } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';
import { sendBusiness } from '../exits/business.ts';
import { findOpening } from '../openings/openings.ts';
import type { OwnBatch } from './batches.ts';
import type { PrintedDocument } from './invoices.ts';
import { lineTree } from './line-tree.ts';

/** Queues an invoice or statement for its supplier: the PDF, and the opening of the commitment that its event holds. */
export const sendDocument = (desk: DeskContext, event: string, printed: PrintedDocument, name: string): void => {
  sendBusiness(desk, event, printed.body.supplier, [printed.opening], {
    documents: [{ bytes: bytesToBase64(printed.pdf), kind: printed.kind, mediaType: 'application/pdf', name }],
  });
};

/** Queues for each payee the openings of its own lines with their inclusion proofs, and nothing of the others (protocol §9). */
export const sendLines = (desk: DeskContext, released: string, batch: OwnBatch): void => {
  const tree = lineTree(
    desk.primitives,
    batch.lines.map((line) => line.commitment),
  );
  for (const payee of new Set(batch.lines.map((line) => line.beneficiary))) {
    const own = batch.lines.filter((line) => line.beneficiary === payee);
    const openings = own.map((line) => findOpening(desk, line.commitment)).filter((opening) => opening !== undefined);
    sendBusiness(desk, released, payee, openings, {
      lines: own.map((line) => ({
        commitment: line.commitment,
        index: line.line,
        proof: tree.proofOf(line.line),
        size: batch.lines.length,
      })),
    });
  }
};
