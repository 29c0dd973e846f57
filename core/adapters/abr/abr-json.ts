import { z } from 'zod';
import type { AbnAnswer } from '../../domain/identity/business-register.ts';
import type { BusinessRegister } from '../../ports/business-register.ts';
import { abrGet } from './abr-get.ts';
import { dayOf } from './abr-values.ts';

export type AbrService = { readonly address: string; readonly guid: string; readonly timeoutMs: number };

const blank = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const details = z.object({
  Abn: blank,
  AbnStatus: blank,
  AbnStatusEffectiveFrom: blank,
  Acn: blank,
  AddressPostcode: blank,
  AddressState: blank,
  BusinessName: z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
  EntityName: blank,
  EntityTypeName: blank,
  Gst: blank,
  Message: blank,
});
/** The JSON inside a JSONP body `callback({…})`: from the first brace to the last, never run. */
const insideCallback = (body: string): unknown => {
  const [from, to] = [body.indexOf('{'), body.lastIndexOf('}')];
  if (from < 0 || to < from) return undefined;
  try {
    return JSON.parse(body.slice(from, to + 1));
  } catch {
    return undefined;
  }
};

const unread: AbnAnswer & { readonly outcome: 'unreachable' } = { outcome: 'unreachable', why: 'its answer cannot be read' };

type Trouble = Extract<AbnAnswer, { outcome: 'not-found' | 'guid-refused' | 'message' }>;

/** What the field `Message` means; undefined when it is empty. The service answers errors with status 200. */
const troubleOf = (message: string): Trouble | undefined => {
  if (message === '') return undefined;
  if (/GUID/u.test(message)) return { outcome: 'guid-refused' };
  return /no record/iu.test(message) ? { outcome: 'not-found' } : { outcome: 'message', message: message.slice(0, 200) };
};

/** ABN Lookup by JSON (`AbnDetails.aspx`; australia.md §2). */
export const abrByJson = (service: AbrService): BusinessRegister => {
  const get = async (page: string, query: Readonly<Record<string, string>>) => {
    const answer = await abrGet(service.address, `/json/${page}`, { ...query, guid: service.guid }, service.timeoutMs);
    return answer.ok ? { ok: true as const, value: insideCallback(answer.value) } : answer;
  };
  return {
    byAbn: async (abn): Promise<AbnAnswer> => {
      const body = await get('AbnDetails.aspx', { abn });
      if (!body.ok) return { outcome: 'unreachable', why: body.error };
      const read = details.safeParse(body.value);
      if (!read.success) return unread;
      const found = read.data;
      const trouble = troubleOf(found.Message);
      if (trouble !== undefined) return trouble;
      if (found.Abn !== abn) return found.Abn === '' ? { outcome: 'not-found' } : unread;
      const gstFrom = dayOf(found.Gst);
      return {
        outcome: 'found',
        business: {
          abn: found.Abn,
          status: /^active$/iu.test(found.AbnStatus) ? 'active' : 'cancelled',
          statusFrom: dayOf(found.AbnStatusEffectiveFrom),
          name: found.EntityName,
          businessNames: found.BusinessName,
          entityType: found.EntityTypeName,
          acn: found.Acn === '' ? null : found.Acn,
          gst: { registered: gstFrom !== null, from: gstFrom, to: null },
          state: found.AddressState === '' ? null : found.AddressState,
          postcode: found.AddressPostcode === '' ? null : found.AddressPostcode,
        },
      };
    },
  };
};
