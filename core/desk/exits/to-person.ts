import type { DeskContext, Mailer, SignedInPerson } from '../context.ts';
import { logExit } from './exit-log.ts';

/** Who lets out what a person asks for at a page of theirs. */
const PROGRAM = { person: '', name: 'The program' } as const;

/** `s…@example.com`: enough to see where a message went. */
const masked = (address: string): string => {
  const [name = '', host = ''] = address.split('@');
  return `${name.slice(0, 1)}…@${host}`;
};

/**
 * The practice's mail server for messages to the people they are about; null where none is set. Each message is noted with who sent it, what it was
 * and how the person is known: by the address on record, or the one that an invitation was made for.
 */
export const mailerToPerson = (
  desk: DeskContext,
  entry: { readonly by: SignedInPerson | null; readonly what: string; readonly contact: string | null; readonly identity: string },
): Mailer | null => {
  const mailer = desk.mailer();
  if (mailer === null) return null;
  return {
    send: async (message) => {
      const answer = await mailer.send(message);
      logExit(desk, entry.by ?? PROGRAM, {
        exit: 'to-person',
        what: entry.what,
        contact: entry.contact,
        detail: `${answer.ok ? 'Sent' : 'Not sent'} to ${masked(message.to)}`,
        identity: entry.identity,
      });
      return answer;
    },
  };
};
