import type { SendOutcome } from '../../ports/message-senders.ts';

/** Why a text message is not known to be sent, and what to do. */
export type TextFailure = { readonly why: string; readonly next: string };

type Failed = Exclude<SendOutcome, { readonly outcome: 'sent' }>;

const NUMBER = { why: 'Twilio cannot send text messages to this number.', next: 'Check the number with the person, or write by e-mail.' };
const SENDER = { why: 'Twilio does not take the sender.', next: 'Check the sender under Settings, Text messages.' };
const ACCOUNT = {
  why: 'Twilio refused the account: the account or the token is wrong, or the account is suspended, which it is without credit.',
  next: 'Check the account and its credit at Twilio, and both under Settings, Text messages.',
};
const BUSY = { why: 'Twilio takes no more messages at the moment.', next: 'Send again later.' };

/** Codes of Twilio's dictionary of errors that say something a person can act on. */
const CODES: Readonly<Record<string, TextFailure>> = {
  '10001': ACCOUNT,
  '20003': ACCOUNT,
  '20005': ACCOUNT,
  '20404': ACCOUNT,
  '30002': ACCOUNT,
  '20429': BUSY,
  '63038': BUSY,
  '21211': NUMBER,
  '21214': NUMBER,
  '21217': NUMBER,
  '21614': NUMBER,
  '21408': { why: 'The account at Twilio may not send to this country.', next: 'Allow the country at Twilio, or write by e-mail.' },
  '21612': { why: 'Twilio cannot send from this sender to this number.', next: 'Check the number and the sender, or write by e-mail.' },
  '21608': { why: 'A trial account at Twilio sends to confirmed numbers only.', next: 'Upgrade the account at Twilio.' },
  '21610': {
    why: 'The person answered STOP to this sender, and Twilio sends them nothing more from it.',
    next: 'Write by e-mail. Only the person can undo it, by answering START.',
  },
  '21212': SENDER,
  '21603': SENDER,
  '21606': SENDER,
  '21657': SENDER,
};

/** Says a failure of a text message in words. A number that is refused, an account without credit and a network that is away are told apart. */
export const textFailure = ({ outcome, why }: Failed): TextFailure => {
  const [, status = '', code = ''] = /^status (\d{3})(?: (\d+))?$/u.exec(why) ?? [];
  const known = CODES[code] ?? (status === '401' ? ACCOUNT : status === '429' ? BUSY : undefined);
  if (known !== undefined) return known;
  if (outcome === 'unknown')
    return {
      why: `Nobody knows whether the message went out: the connection to Twilio ended without an answer (${why}).`,
      next: 'Ask the person before you send again.',
    };
  return status === ''
    ? { why: `Twilio could not be reached (${why}).`, next: 'Send again once this computer is online.' }
    : { why: `Twilio refused the message (${why}).`, next: 'Look the number of the error up at Twilio, then send again.' };
};
