/**
 * What became of a message. `rejected`: the receiving side refuses this address. `not-sent`: certainly nothing left, trying again is right. `unknown`: it may
 * have left. `why` holds codes alone, never an address or text.
 */
export type SendOutcome = { readonly outcome: 'sent' } | { readonly outcome: 'rejected' | 'not-sent' | 'unknown'; readonly why: string };

export type OutgoingMail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Hex; the same message has the same one however often it is handed over. */
  readonly id: string;
  /** Address that a mail program calls to stop further messages (RFC 8058); null for none. */
  readonly unsubscribe: string | null;
};

/** Sends mail for the operator of a server. Never rejects. */
export type MailSender = {
  readonly send: (mail: OutgoingMail) => Promise<SendOutcome>;
  /** True where the provider recognises an id it has had: an unknown end may then be tried again. */
  readonly repeatable: boolean;
};

/** Sends short messages to telephones; `to` in E.164. Never rejects. */
export type TextSender = { readonly send: (message: { readonly to: string; readonly text: string }) => Promise<SendOutcome> };
