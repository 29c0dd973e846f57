import type { MailSender, TextSender } from '../../core/ports/message-senders.ts';

/** Through what members are told. `host` is published with the declaration of the region. */
export type NoticeSenders = {
  readonly mail: { readonly sender: MailSender; readonly host: string } | null;
  readonly sms: { readonly sender: TextSender; readonly host: string } | null;
  /** Key by which the provider of mail signs what it reports later (Svix); null where it reports nothing. */
  readonly reportKey: Uint8Array | null;
  /** How the operator names itself in messages. */
  readonly name: string;
  /** Address under which members reach this server, for the link that stops messages. */
  readonly url: string;
};

/** A server whose operator has set no mail. */
export const NO_SENDERS: NoticeSenders = { mail: null, sms: null, reportKey: null, name: '', url: '' };
