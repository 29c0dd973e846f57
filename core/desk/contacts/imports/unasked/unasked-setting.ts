import { z } from 'zod';
import type { SettingDefinition } from '../../../settings/store.ts';

/** Days from receipt within which it is decided whether a file that nobody asked for is kept. */
export const unaskedSetting: SettingDefinition<{ readonly days: number }> = {
  name: 'unasked-imports',
  title: 'Contacts nobody asked for',
  touches: 'By when it is decided whether a contact file that came unasked is kept or purged.',
  schema: z.strictObject({ days: z.int({ error: 'Enter whole days.' }).min(1, 'At least one day.').max(90, 'At most 90 days.') }),
  permission: 'manage-privacy',
  initial: () => ({ days: 30 }),
  words: ({ days }) => `${String(days)} days from receipt`,
};
