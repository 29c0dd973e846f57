import type { OutgoingMail, SendOutcome } from '../../core/ports/message-senders.ts';
import type { NoticeSenders } from '../notices/senders.ts';

/** Senders that keep what they are given; `end` says what becomes of the next mail or SMS. */
export type TestSenders = NoticeSenders & {
  readonly mails: OutgoingMail[];
  readonly texts: { readonly to: string; readonly text: string }[];
  reports: NoticeSenders['reports'];
  end: (what: 'email' | 'sms') => Promise<SendOutcome>;
};

const sent = (): Promise<SendOutcome> => Promise.resolve({ outcome: 'sent' });

/** Mail and SMS of an operator called Example Network, which leave this process nowhere. */
export const testSenders = ({ repeatable = false, withSms = true } = {}): TestSenders => {
  const senders: TestSenders = {
    mails: [],
    texts: [],
    end: sent,
    reports: null,
    name: 'Example Network',
    url: 'https://sync.example.com.au',
    mail: {
      host: 'mail.example.com.au',
      sender: {
        repeatable,
        send: (mail) => {
          senders.mails.push(mail);
          return senders.end('email');
        },
      },
    },
    sms: withSms
      ? {
          host: 'sms.example.com.au',
          sender: {
            send: (text) => {
              senders.texts.push(text);
              return senders.end('sms');
            },
          },
        }
      : null,
  };
  return senders;
};
