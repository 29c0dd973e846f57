import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** A telephone number in E.164: "+61491570156". An extension is not part of it. */
export type PhoneNumber = Brand<string, 'PhoneNumber'>;

/** A number read from text, with the extension that stood behind it. */
export interface PhoneText {
  readonly number: PhoneNumber;
  readonly extension: string | undefined;
}

/** Why a text is not a telephone number. `phone-lost-zero` is an Australian number whose leading 0 a spreadsheet dropped. */
export type PhoneError =
  | { readonly code: 'phone-empty' }
  | { readonly code: 'phone-not-a-number' }
  | { readonly code: 'phone-not-valid' }
  | { readonly code: 'phone-lost-zero'; readonly suggestion: PhoneNumber };

const toE164 = (number: string): PhoneNumber => number as PhoneNumber;

const validAu = (text: string): PhoneText | undefined => {
  const parsed = parsePhoneNumberFromString(text, 'AU');
  if (parsed?.isValid() !== true) return undefined;
  return { number: toE164(parsed.number), extension: parsed.ext };
};

/**
 * Reads a number as written in Australia (national, 13/1300/1800, or with a country code), by the numbering plans of
 * libphonenumber. Nine digits that lack the trunk 0 are refused with the number that was probably meant. Errors: every `PhoneError`.
 */
export const parsePhone = (text: string): Result<PhoneText, PhoneError> => {
  const typed = text.trim();
  if (typed === '') return err({ code: 'phone-empty' });
  const digits = typed.replace(/[\s\u00a0().-]/gu, '');
  if (!/[0-9]{3}/u.test(digits)) return err({ code: 'phone-not-a-number' });
  if (/^[23478][0-9]{8}$/u.test(digits)) {
    const restored = validAu(`0${digits}`);
    if (restored !== undefined) return err({ code: 'phone-lost-zero', suggestion: restored.number });
  }
  const parsed = validAu(typed);
  return parsed === undefined ? err({ code: 'phone-not-valid' }) : ok(parsed);
};

/** Whether a text message can reach it: an Australian mobile (+61 4…). Numbers of other countries: unknown, so false. */
export const isAustralianMobile = (number: PhoneNumber): boolean => /^\+614[0-9]{8}$/u.test(number);

/** The number of a text that a message can be sent to: an Australian mobile, or a number of another country written with its code. Undefined for any other. */
export const textNumber = (text: string): PhoneNumber | undefined => {
  const read = parsePhone(text);
  if (!read.ok || read.value.extension !== undefined) return undefined;
  const { number } = read.value;
  return isAustralianMobile(number) || !number.startsWith('+61') ? number : undefined;
};

// Mobiles and geographic numbers of Australia, which nearly every book holds: the general formatter costs a tenth of a millisecond a number.
const AU_MOBILE = /^\+61(4\d\d)(\d{3})(\d{3})$/u;
const AU_LANDLINE = /^\+61([2378])(\d{4})(\d{4})$/u;

const formatCommonAu = (number: string): string | null => {
  const mobile = AU_MOBILE.exec(number);
  if (mobile !== null) return `0${mobile[1] ?? ''} ${mobile[2] ?? ''} ${mobile[3] ?? ''}`;
  const landline = AU_LANDLINE.exec(number);
  return landline === null ? null : `(0${landline[1] ?? ''}) ${landline[2] ?? ''} ${landline[3] ?? ''}`;
};

/** "0491 570 156" for an Australian number, "+64 21 123 4567" for another. */
export const formatPhone = (number: PhoneNumber): string => formatE164(number);

/** As `formatPhone`, for a number that is stored in E.164 and was read before; one that cannot be formatted is shown as it is. */
export const formatE164 = (number: string): string => {
  const common = formatCommonAu(number);
  if (common !== null) return common;
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined) return number;
  return parsed.country === 'AU' ? parsed.formatNational() : parsed.formatInternational();
};
