import type { MailSender, TextSender } from '../../core/ports/message-senders.ts';
import type { ReportReader } from './mail-reports.ts';

/** Through what members are told. `host` is published with the declaration of the region. */
export type NoticeSenders = {
  readonly mail: { readonly sender: MailSender; readonly host: string } | null;
  readonly sms: { readonly sender: TextSender; readonly host: string } | null;
  /** Reads what the provider of mail reports later; null where it reports nothing. */
  readonly reports: ReportReader | null;
  /** How the operator names itself in messages. */
  readonly name: string;
  /** Address under which members reach this server, for the link that stops messages. */
  readonly url: string;
};

/** A server whose operator has set no mail. */
export const NO_SENDERS: NoticeSenders = { mail: null, sms: null, reports: null, name: '', url: '' };
