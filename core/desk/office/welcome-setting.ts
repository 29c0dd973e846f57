import { SHIPPED_WELCOME, type Welcome, welcomeSchema } from '../../domain/wording/welcome.ts';
import type { SettingDefinition } from '../settings/store.ts';

/** What the office writes to a practice that has become a member. */
export const welcomeSetting: SettingDefinition<Welcome> = {
  name: 'welcome',
  title: 'Welcome to members',
  touches: 'The mail that the office sends to a practice when it is activated.',
  schema: welcomeSchema,
  permission: 'manage-settings',
  initial: () => SHIPPED_WELCOME,
  words: ({ subject, text }) => `“${subject}”, ${String(text.split(/\s+/u).length)} words`,
};
