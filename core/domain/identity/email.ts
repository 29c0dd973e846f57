import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** An e-mail address: the part before the last "@" as typed, the domain in lower case. */
export type EmailAddress = Brand<string, 'EmailAddress'>;

/** Why a text is not an address that mail can be sent to. */
export type EmailError =
  | { readonly code: 'email-empty' }
  | { readonly code: 'email-no-at-sign' }
  | { readonly code: 'email-local-part' }
  | { readonly code: 'email-domain' }
  | { readonly code: 'email-too-long' };

const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}]([\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

/**
 * Reads one address: the dot-atom form of RFC 5322 §3.4.1, internationalised parts (RFC 6531) allowed, at most 254
 * characters and 64 before the "@" (RFC 5321 §4.5.3.1). Quoted local parts and address literals are refused: no client has
 * one, and they are how header text is smuggled in. A leading `mailto:` is dropped. Errors: every `EmailError`.
 */
export const parseEmail = (text: string): Result<EmailAddress, EmailError> => {
  const address = text
    .trim()
    .replace(/^mailto:/iu, '')
    .normalize('NFC');
  if (address === '') return err({ code: 'email-empty' });
  if (address.length > 254) return err({ code: 'email-too-long' });
  const at = address.lastIndexOf('@');
  if (at < 0) return err({ code: 'email-no-at-sign' });
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  if (local.length > 64 || !LOCAL.test(local)) return err({ code: 'email-local-part' });
  const labels = domain.split('.');
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label)) || /^[0-9]+$/u.test(labels.at(-1) ?? '')) {
    return err({ code: 'email-domain' });
  }
  return ok(`${local}@${domain}` as EmailAddress);
};

/** Spelling under which two addresses are taken for the same mailbox when looking for duplicates: all lower case. */
export const emailKey = (address: EmailAddress): string => address.toLowerCase();
