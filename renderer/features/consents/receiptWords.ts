import type { ReceiptDue } from '../../../core/contract/consent.ts';

/** Why a receipt is given. */
export const OCCASIONS: Readonly<Record<ReceiptDue['occasion'], string>> = {
  granted: 'Consent given',
  amended: 'Consent changed',
  narrowed: 'Consent narrowed',
  withdrawn: 'Consent withdrawn',
  review: '90-day notice',
};

/** How a receipt went, in a line. */
export const CHANNEL_WORDS: Readonly<Record<string, string>> = { email: 'by e-mail', sms: 'as a text message', print: 'on paper' };
