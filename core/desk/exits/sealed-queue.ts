import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { Opening } from '../../protocol/commitment.ts';
import { canonicalText, type JsonObject } from '../../protocol/jcs.ts';
import type { DeskContext } from '../context.ts';

/** An opening as an attachment carries it. */
export const openingJson = ({ commitment, data, for: purpose, referral, salt }: Opening): JsonObject => ({
  commitment,
  data,
  for: purpose,
  referral,
  salt,
});

/**
 * Queues a sealed attachment for one practice: it leaves with the next exchange. Every readable word that leaves for another practice goes
 * through here, and only the exits of this folder call it (boundary rule `exits-only`).
 */
export const queueSealed = (desk: DeskContext, event: string, recipient: string, content: JsonObject): void => {
  const id = uuidV7(desk.entropy, desk.clock.now());
  desk.db.run(
    ledgerSql
      .insertInto('attachment')
      .values({ id, event, sender: desk.profile.practice, recipient, plaintext: canonicalText(content), sent_seq: null }),
  );
};
