import type { MailSender } from '../../ports/message-senders.ts';
import { automatic } from './mail-headers.ts';
import { type MessageApi, postMessage } from './post-message.ts';

/** Mail by the API of Resend, which for a day takes a message of one id once, and gives its id back as a tag in what it reports later. */
export const resendSender = (api: MessageApi): MailSender => ({
  repeatable: true,
  send: ({ to, subject, text, id, unsubscribe }) =>
    postMessage(
      {
        url: `${api.url}/emails`,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${api.secret}`, 'idempotency-key': id },
        body: JSON.stringify({
          from: api.from,
          to: [to],
          subject,
          text,
          headers: automatic(id, unsubscribe),
          tags: [{ name: 'notice', value: id }],
        }),
      },
      (status, answer) => status === 422 && answer.includes('`to`'),
    ),
});
