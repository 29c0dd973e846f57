import { z } from 'zod';
import { parseEmail } from '../identity/email.ts';

/** Who a campaign names as its sender (Spam Act 2003 s 17), and how fast it goes out. Empty parts are not entered yet. */
export const senderSchema = z.strictObject({
  address: z.string().trim().max(300),
  phone: z.string().trim().max(50),
  email: z
    .string()
    .trim()
    .max(254)
    .refine((text) => text === '' || parseEmail(text).ok, 'This is not an e-mail address.'),
  /** Messages a minute that the practice's mail server takes. */
  perMinute: z.int().min(1, 'At least one message a minute.').max(600, 'At most 600 messages a minute.'),
});
export type SenderSetting = z.output<typeof senderSchema>;
