import { createVerify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** Where an operator has a provider’s reports sent: the ARN of a topic of Amazon SNS, and the one host that speaks for its region. */
export type SnsTopic = { readonly arn: string; readonly region: string; readonly host: string };

/** Reads the ARN of a standard topic; undefined for anything else (a FIFO topic posts to no address). */
export const snsTopic = (arn: string): SnsTopic | undefined => {
  const [, region] = /^arn:aws:sns:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:[A-Za-z0-9_-]{1,256}$/u.exec(arn) ?? [];
  return region === undefined ? undefined : { arn, region, host: `sns.${region}.amazonaws.com` };
};

const base = {
  MessageId: z.string().min(1).max(100),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.iso.datetime(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.base64(),
  SigningCertURL: z.string(),
};
const confirmation = { ...base, Token: z.string().min(1).max(2048), SubscribeURL: z.string() };

/** What Amazon SNS posts to an address of a topic. */
export const snsMessage = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), ...base, Subject: z.string().nullish() }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), ...confirmation }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), ...confirmation }),
]);
export type SnsMessage = z.infer<typeof snsMessage>;

/** The text that SNS signs: names and values on lines of their own, in byte order of the names. */
export const snsSignedText = (message: SnsMessage): string => {
  const { Message, MessageId, Timestamp, TopicArn, Type } = message;
  const lines =
    message.Type === 'Notification'
      ? { Message, MessageId, ...(typeof message.Subject === 'string' ? { Subject: message.Subject } : {}), Timestamp, TopicArn, Type }
      : { Message, MessageId, SubscribeURL: message.SubscribeURL, Timestamp, Token: message.Token, TopicArn, Type };
  return Object.entries(lines)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
};

/** Whether a message is signed by a key: RSA PKCS #1 v1.5 over SHA-1 (version 1) or SHA-256 (version 2). */
export const isSignedBySns = (message: SnsMessage, key: KeyObject): boolean =>
  createVerify(message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
    .update(snsSignedText(message))
    .verify(key, message.Signature, 'base64');
