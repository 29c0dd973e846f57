import { z } from 'zod';
import type { TextSender } from '../../ports/message-senders.ts';
import { type MessageApi, postMessage } from '../mail/post-message.ts';

/** Codes by which Twilio refuses the number itself: no number, no mobile, opted out, cannot be reached. */
const REFUSED: ReadonlySet<string> = new Set(['21211', '21214', '21217', '21610', '21612', '21614']);
const problem = z.object({ code: z.int() });

const codeOf = (text: string): string => {
  try {
    const parsed = problem.safeParse(JSON.parse(text));
    return parsed.success ? String(parsed.data.code) : '';
  } catch {
    return '';
  }
};

/** Short messages by Twilio; `user` is the account, `from` a number, a sender's name or the id of a messaging service (`MG…`). It recognises no repeat. */
export const twilioSender = (api: MessageApi): TextSender => ({
  send: ({ to, text }) =>
    postMessage(
      {
        url: `${api.url}/2010-04-01/Accounts/${api.user}/Messages.json`,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(`${api.user}:${api.secret}`).toString('base64')}`,
        },
        body: new URLSearchParams({
          To: to,
          [api.from.startsWith('MG') ? 'MessagingServiceSid' : 'From']: api.from,
          Body: text,
        }).toString(),
      },
      (status, answer) => status === 400 && REFUSED.has(codeOf(answer)),
      codeOf,
    ),
});
