import { maskedPoint } from '../../domain/contact/masked-point.ts';
import type { SendOutcome, TextSender } from '../../ports/message-senders.ts';
import type { DeskContext, Mailer, SignedInPerson } from '../context.ts';
import { logExit } from './exit-log.ts';

/** Who lets out what a person asks for at a page of theirs. */
const PROGRAM = { person: '', name: 'The program' } as const;

/** What a message is, who sends it, and how its reader is known: by the address on record, or the one that an invitation was made for. */
export type ToPerson = {
  readonly by: SignedInPerson | null;
  readonly what: string;
  readonly contact: string | null;
  readonly identity: string;
};

const note = (desk: DeskContext, entry: ToPerson, words: string): void =>
  logExit(desk, entry.by ?? PROGRAM, {
    exit: 'to-person',
    what: entry.what,
    contact: entry.contact,
    detail: words,
    identity: entry.identity,
  });

/** The practice's mail server for messages to the people they are about; null where none is set. Each message is noted. */
export const mailerToPerson = (desk: DeskContext, entry: ToPerson): Mailer | null => {
  const mailer = desk.mailer();
  if (mailer === null) return null;
  return {
    send: async (message) => {
      const answer = await mailer.send(message);
      note(desk, entry, `${answer.ok ? 'Sent' : 'Not sent'} to ${maskedPoint(message.to)}`);
      return answer;
    },
  };
};

const WORDS: Readonly<Record<SendOutcome['outcome'], string>> = {
  sent: 'Sent',
  rejected: 'Not sent',
  'not-sent': 'Not sent',
  unknown: 'Perhaps sent',
};

/** The practice's account for text messages, likewise; null where none is set. Each message is noted. */
export const texterToPerson = (desk: DeskContext, entry: ToPerson): TextSender | null => {
  const texter = desk.texter();
  if (texter === null) return null;
  return {
    send: async (message) => {
      const answer = await texter.send(message);
      note(desk, entry, `${WORDS[answer.outcome]} to ${maskedPoint(message.to)}`);
      return answer;
    },
  };
};

/** What the practice can send messages to people by. */
export const sendersOf = (desk: DeskContext): { readonly mail: boolean; readonly sms: boolean } => ({
  mail: desk.mailer() !== null,
  sms: desk.texter() !== null,
});
