import type { CommitmentPurpose, Opening } from '../../protocol/commitment.ts';
import type { JsonObject } from '../../protocol/jcs.ts';
import type { DeskContext } from '../context.ts';
import { openingJson, queueSealed } from './sealed-queue.ts';

/** What an opening may hold about a person: it leaves through `to-practice.ts` alone, which asks the gate. */
export const PERSONAL_PURPOSES: ReadonlySet<CommitmentPurpose> = new Set(['client', 'contact-point', 'shown', 'artefact', 'attachment']);

/**
 * Sends papers of the practices' own business to another practice: calculations, agreements, accounts, invoices, batch lines. Throws on an opening
 * about a person: that is a bug, since such an opening needs the gate.
 */
export const sendBusiness = (
  desk: DeskContext,
  event: string,
  recipient: string,
  openings: readonly Opening[],
  more: { readonly documents?: readonly JsonObject[]; readonly lines?: readonly JsonObject[] } = {},
): void => {
  const personal = openings.find((opening) => PERSONAL_PURPOSES.has(opening.for));
  if (personal !== undefined) throw new Error(`an opening for ${personal.for} speaks of a person and leaves only through the gate`);
  queueSealed(desk, event, recipient, {
    ...(more.documents === undefined ? {} : { documents: [...more.documents] }),
    ...(more.lines === undefined ? {} : { lines: [...more.lines] }),
    openings: openings.map(openingJson),
  });
};
