import type { Clock } from '../../ports/clock.ts';
import type { MailSender } from '../../ports/message-senders.ts';
import { awsAuthorization, awsTime } from './aws-signature.ts';
import { automatic } from './mail-headers.ts';
import { type MessageApi, postMessage } from './post-message.ts';

const PATH = '/v2/email/outbound-emails';

/** Mail by the API of Amazon SES (v2), signed with the user's key for the region that its host names. SES sets a Message-ID of its own and recognises no repeat; what it reports later carries the tag or the header with the id. */
export const sesSender = (api: MessageApi & { readonly region: string }, clock: Clock): MailSender => ({
  repeatable: false,
  send: ({ to, subject, text, id, unsubscribe }) => {
    const part = (data: string) => ({ Data: data, Charset: 'UTF-8' });
    const body = JSON.stringify({
      FromEmailAddress: api.from,
      Destination: { ToAddresses: [to] },
      EmailTags: [{ Name: 'notice', Value: id }],
      Content: {
        Simple: {
          Subject: part(subject),
          Body: { Text: part(text) },
          Headers: Object.entries(automatic(id, unsubscribe)).map(([name, value]) => ({ Name: name, Value: value })),
        },
      },
    });
    const headers = { 'content-type': 'application/json', host: new URL(api.url).host, 'x-amz-date': awsTime(clock.now()) };
    const access = { keyId: api.user, secret: api.secret, region: api.region, service: 'ses' };
    const authorization = awsAuthorization(access, { method: 'POST', path: PATH, headers, body });
    return postMessage(
      { url: `${api.url}${PATH}`, headers: { ...headers, authorization }, body },
      (status, answer) => status === 400 && answer.includes('MessageRejected'),
    );
  },
});
