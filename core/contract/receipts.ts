import { z } from 'zod';
import { receiptOccasion } from './consent.ts';
import { fileAnswer, hash, line } from './scalars.ts';

const owed = { consent: hash, event: hash, occasion: receiptOccasion };
export const receiptOwed = z.object(owed);

/** A receipt in every form: what the person would read, and where it can go. */
export const receiptForms = z.object({
  number: z.string(),
  code: z.string(),
  email: z.object({ subject: z.string(), text: z.string() }),
  /** `fits`: at most two segments; else it goes by e-mail or on paper. */
  sms: z.object({ text: z.string(), segments: z.int(), fits: z.boolean() }),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
});
export type ReceiptForms = z.infer<typeof receiptForms>;

export const receiptSend = z.object({ ...owed, channel: z.enum(['email', 'sms', 'print']), address: line.nullable() });
export const receiptSent = z.object({
  outcome: z.enum(['delivered', 'failed']),
  detail: z.string(),
  pdf: fileAnswer.nullable(),
  text: z.string().nullable(),
});
export type ReceiptSent = z.infer<typeof receiptSent>;
