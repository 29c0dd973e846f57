import { type SenderSetting, senderSchema } from '../../domain/marketing/sender.ts';
import type { SettingDefinition } from '../settings/store.ts';

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
