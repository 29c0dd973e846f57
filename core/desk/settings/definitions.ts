import { crmSettings } from '../crm/settings.ts';
import type { SettingDefinition } from './store.ts';

const DEFINITIONS: readonly SettingDefinition[] = [...crmSettings];

/** Every setting of the versioned store, by name; each is defined in the folder of its feature. */
export const settingDefinitions: ReadonlyMap<string, SettingDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.name, definition]),
);
