import { addDays, type LocalDate } from '../time/local-date.ts';

/** Days within which a recipient created tax invoice is issued, from the day its value is determined (LI 2023/20 s 7(1)). */
export const RCTI_DAYS = 28;
/** Longest cooling-off under which an RCTI can still be issued in time. */
export const RCTI_COOLING_OFF_DAYS = 21;

/** What the document of a commission depends on, on the day it would be issued. */
export type DocumentFacts = {
  readonly referrerRegistered: boolean;
  readonly receiverRegistered: boolean;
  /** Both sides have recorded an RCTI agreement that is current (LI 2023/20 s 8). */
  readonly agreement: boolean;
  /** The invoice or statement was issued already: a payment that failed is made again under the same document. */
  readonly issued: boolean;
};

/** Which document a payment goes with, or why none can be issued by the payer: then the supplier's own tax invoice is due. */
export type DocumentPath =
  | { readonly kind: 'rcti' }
  | { readonly kind: 'statement' }
  | { readonly kind: 'issued' }
  | {
      readonly kind: 'own-invoice';
      readonly because: 'payer-not-registered' | 'no-agreement' | 'cooling-off-too-long' | 'too-late';
    };

/** Last day on which an RCTI may be issued: 28 days after its value is determined, the outcome's day. */
export const issueBy = (valueDeterminedOn: LocalDate): LocalDate => addDays(valueDeterminedOn, RCTI_DAYS);

/** Which document is possible today. `valueDeterminedOn` is the day of the outcome; null before it. Source: LI 2023/20 ss 6–8. */
export const documentPath = (
  facts: DocumentFacts,
  when: {
    readonly today: LocalDate;
    readonly valueDeterminedOn: LocalDate | null;
    readonly coolingOffDays: number;
  },
): DocumentPath => {
  if (facts.issued) return { kind: 'issued' };
  if (!facts.referrerRegistered) return { kind: 'statement' };
  if (!facts.receiverRegistered) return { kind: 'own-invoice', because: 'payer-not-registered' };
  if (!facts.agreement) return { kind: 'own-invoice', because: 'no-agreement' };
  if (when.coolingOffDays > RCTI_COOLING_OFF_DAYS) return { kind: 'own-invoice', because: 'cooling-off-too-long' };
  if (when.valueDeterminedOn !== null && when.today > issueBy(when.valueDeterminedOn)) return { kind: 'own-invoice', because: 'too-late' };
  return { kind: 'rcti' };
};
