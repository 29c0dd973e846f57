import { expect, it } from 'vitest';
import { systemClock } from '../../core/adapters/system/system-ports.ts';
import { type NoticeSettings, readSenders } from './read-senders.ts';

const PORTS = { clock: systemClock, log: () => undefined, fetchFrom: fetch };

const NONE: NoticeSettings = {
  mail: null,
  mailSecret: null,
  mailFrom: null,
  mailReportSecret: null,
  mailReportTopic: null,
  sms: null,
  smsSecret: null,
  smsFrom: null,
  publicUrl: null,
};
const SET = { ...NONE, mailFrom: 'Example Network <notices@example.com.au>', publicUrl: 'https://sync.example.com.au/' };

const read = (settings: NoticeSettings) => {
  const senders = readSenders(settings, PORTS);
  if (!senders.ok) return senders.error.detail;
  const { mail, sms, name, url } = senders.value;
  return { mail: mail?.host ?? null, repeatable: mail?.sender.repeatable ?? null, sms: sms?.host ?? null, name, url };
};

it('reads where mail and SMS go, and no mail where none is set', () => {
  const named = { name: 'Example Network', url: 'https://sync.example.com.au' };
  expect(read(NONE)).toEqual({ mail: null, repeatable: null, sms: null, name: '', url: '' });
  expect(read({ ...SET, mail: 'smtp://user@Mail.example.com.au:2525' })).toEqual({
    mail: 'mail.example.com.au',
    repeatable: false,
    sms: null,
    ...named,
  });
  expect(
    read({
      ...SET,
      mail: 'ses://AKID@email.ap-southeast-2.amazonaws.com',
      sms: 'twilio://AC1@api.sydney.au1.twilio.com',
      smsFrom: 'MG1',
    }),
  ).toEqual({ mail: 'email.ap-southeast-2.amazonaws.com', repeatable: false, sms: 'api.sydney.au1.twilio.com', ...named });
  expect(read({ ...SET, mail: 'resend://api.resend.com' })).toMatchObject({ mail: 'api.resend.com', repeatable: true });
});

it('says what is missing', () => {
  const mail = 'smtps://mail.example.com.au';
  expect(read({ ...SET, mail, mailFrom: 'notices@example.com.au' })).toMatch(/mail-from/u);
  expect(read({ ...SET, mail, mailFrom: 'A\r\nBcc: x <n@example.com.au>' })).toMatch(/mail-from/u);
  expect(read({ ...SET, mail, publicUrl: 'http://sync.example.com.au' })).toMatch(/public-url/u);
  expect(read({ ...SET, mail: 'https://api.resend.com' })).toMatch(/must begin with/u);
  const mailReportSecret = `whsec_${Buffer.alloc(24).toString('base64')}`;
  expect(read({ ...SET, mail, mailReportSecret })).toMatch(/mail-report-secret/u);
  expect(read({ ...SET, mail: 'resend://api.resend.com', mailReportSecret: 'whsec_short' })).toMatch(/mail-report-secret/u);
  expect(read({ ...SET, mail: 'resend://api.resend.com', mailReportSecret })).toMatchObject({ mail: 'api.resend.com' });
  const [ses, smtp] = ['ses://AKID@email.ap-southeast-2.amazonaws.com', 'smtp://AKID@email-smtp.ap-southeast-2.amazonaws.com'];
  const mailReportTopic = 'arn:aws:sns:ap-southeast-2:123456789012:mail';
  for (const reporting of [ses, smtp])
    expect(read({ ...SET, mail: reporting, mailReportTopic })).toMatchObject({ name: 'Example Network' });
  for (const wrong of [
    { mail: ses, mailReportTopic: 'arn:aws:sns:us-east-1:123456789012:mail' },
    { mail: ses, mailReportTopic: 'arn:aws:sns:ap-southeast-2:123456789012:mail.fifo' },
    { mail, mailReportTopic },
    { mail: 'resend://api.resend.com', mailReportTopic },
  ])
    expect(read({ ...SET, ...wrong })).toMatch(/mail-report-topic/u);
  expect(read({ ...SET, mail, sms: 'https://api.twilio.com', smsFrom: '+61' })).toMatch(/twilio:/u);
  expect(read({ ...SET, sms: 'twilio://AC1@api.sydney.au1.twilio.com' })).toMatch(/mail as well/u);
});
