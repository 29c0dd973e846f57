import { uuidV7 } from '../../ports/entropy.ts';
import { bytesToBase64 } from '../../protocol/bytes.ts';
import { canonicalText, type JsonObject } from '../../protocol/jcs.ts';
import type { DeskContext } from '../context.ts';
import { findOpening } from '../openings/openings.ts';
import type { OwnBatch } from './batches.ts';
import type { PrintedDocument } from './invoices.ts';
import { lineTree } from './line-tree.ts';
import { payoutSql } from './tables.ts';

const queue = (desk: DeskContext, event: string, recipient: string, plaintext: JsonObject): void => {
  const id = uuidV7(desk.entropy, desk.clock.now());
  desk.db.run(
    payoutSql.insertInto('attachment').values({
      id,
      event,
      sender: desk.profile.practice,
      recipient,
      plaintext: canonicalText(plaintext),
      sent_seq: null,
      acked: 0,
    }),
  );
};

/** Queues an invoice or statement for its supplier: the PDF, and the opening of the commitment that its event holds. */
export const sendDocument = (desk: DeskContext, event: string, printed: PrintedDocument, name: string): void => {
  const { commitment, data, for: purpose, referral, salt } = printed.opening;
  queue(desk, event, printed.body.supplier, {
    documents: [{ bytes: bytesToBase64(printed.pdf), kind: printed.kind, mediaType: 'application/pdf', name }],
    openings: [{ commitment, data, for: purpose, referral, salt }],
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
    queue(desk, released, payee, {
      lines: own.map((line) => ({
        commitment: line.commitment,
        index: line.line,
        proof: tree.proofOf(line.line),
        size: batch.lines.length,
      })),
      openings: openings.map(({ commitment, data, for: purpose, referral, salt }) => ({
        commitment,
        data,
        for: purpose,
        referral,
        salt,
      })),
    });
  }
};
