import { ABR_ADDRESS, type BusinessRegisterSetting, businessRegisterSettingSchema } from '../../domain/identity/business-register.ts';
import type { SettingDefinition } from '../settings/store.ts';

/** How the office asks the Australian Business Register about an applicant. */
export const businessRegisterSetting: SettingDefinition<BusinessRegisterSetting> = {
  name: 'business-register',
  title: 'ABN Lookup',
  touches: 'The office compares what an applicant declares with the Australian Business Register.',
  schema: businessRegisterSettingSchema,
  permission: 'manage-settings',
  initial: () => ({ guid: '', service: 'json', address: ABR_ADDRESS }),
  words: ({ guid, service, address }) =>
    guid === '' ? 'no GUID: nothing is looked up' : `GUID ending in ${guid.slice(-4)}, ${service.toUpperCase()} service at ${address}`,
};
