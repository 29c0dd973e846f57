import type { BusinessRegisterSetting } from '../../domain/identity/business-register.ts';
import type { BusinessRegister } from '../../ports/business-register.ts';
import { abrByJson } from './abr-json.ts';
import { abrByXml } from './abr-xml.ts';

const TIMEOUT_MS = 10_000;

/** The Australian Business Register as the office's setting names it; null without a GUID: nothing is looked up then. */
export const abrOverHttp = (setting: BusinessRegisterSetting, timeoutMs = TIMEOUT_MS): BusinessRegister | null => {
  if (setting.guid === '') return null;
  const service = { address: setting.address, guid: setting.guid, timeoutMs };
  return setting.service === 'xml' ? abrByXml(service) : abrByJson(service);
};
