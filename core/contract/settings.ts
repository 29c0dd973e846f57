import { z } from 'zod';
import { instant } from './scalars.ts';

/** One version of a setting, as people read it. */
export const settingVersion = z.object({
  version: z.int(),
  at: instant,
  by: z.string(),
  before: z.string(),
  after: z.string(),
  takesEffect: instant.nullable(),
  note: z.string(),
  reverts: z.int().nullable(),
  current: z.boolean(),
});

/** A setting with what it says now and every version of it. `value` is read by the schema of that setting. */
export const settingView = z.object({
  name: z.string(),
  title: z.string(),
  touches: z.string(),
  value: z.unknown(),
  words: z.string(),
  version: z.int(),
  mayChange: z.boolean(),
  history: z.array(settingVersion),
});
export type SettingView = z.infer<typeof settingView>;
export const settingChange = z.object({
  value: z.unknown(),
  takesEffect: instant.nullable().default(null),
  note: z.string().trim().max(500).default(''),
});
export const settingRevert = z.object({ version: z.int().min(0) });
