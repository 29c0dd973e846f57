import { gatesSetting } from '../assets/gates-setting.ts';
import { senderSetting } from '../campaigns/sender-setting.ts';
import { importMappingsSetting } from '../contacts/imports/saved-mappings.ts';
import { unaskedSetting } from '../contacts/imports/unasked/unasked-setting.ts';
import { ownFieldsSetting } from '../contacts/own-fields.ts';
import { businessRegisterSetting } from '../office/abr-setting.ts';
import { welcomeSetting } from '../office/welcome-setting.ts';
import { networkTrustSetting } from '../office/network-trust.ts';
import { crmSettings } from '../crm/settings.ts';
import { privacySettings } from '../privacy/privacy-settings.ts';
import type { SettingDefinition } from './store.ts';

const DEFINITIONS: readonly SettingDefinition[] = [
  ...crmSettings,
  ownFieldsSetting,
  gatesSetting,
  senderSetting,
  importMappingsSetting,
  unaskedSetting,
  businessRegisterSetting,
  welcomeSetting,
  networkTrustSetting,
  ...privacySettings,
];

/** Every setting of the versioned store, by name; each is defined in the folder of its feature. */
export const settingDefinitions: ReadonlyMap<string, SettingDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.name, definition]),
);
