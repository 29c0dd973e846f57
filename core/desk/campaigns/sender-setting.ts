import { z } from 'zod';
import { parseEmail } from '../../domain/identity/email.ts';
import type { SettingDefinition } from '../settings/store.ts';

const senderSchema = z.strictObject({
  address: z.string().trim().max(300),
  phone: z.string().trim().max(50),
  email: z
    .string()
    .trim()
    .max(254)
    .refine((text) => text === '' || parseEmail(text).ok, 'This is not an e-mail address.'),
  /** Messages a minute that the practice's mail server takes. */
  perMinute: z.int().min(1).max(600),
});
export type SenderSetting = z.output<typeof senderSchema>;

/** Who a campaign names as its sender (Spam Act 2003 s 17), and how fast it goes out. */
export const senderSetting: SettingDefinition<SenderSetting> = {
  name: 'marketing-sender',
  title: 'Sender of campaigns',
  touches: 'Every campaign names it; unsubscribe requests come to this e-mail address.',
  schema: senderSchema,
  permission: 'manage-settings',
  initial: () => ({ address: '', phone: '', email: '', perMinute: 30 }),
  words: ({ address, email, perMinute }) =>
    `${email === '' ? 'no e-mail address yet' : email}, ${address === '' ? 'no address yet' : address}, ${String(perMinute)} messages a minute`,
};
