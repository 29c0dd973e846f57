import { afterEach, describe, expect, it } from 'vitest';
import { sendBySmtp } from '../../adapters/mail/smtp-mailer.ts';
import { type MailSink, openMailSink } from './mail-sink.ts';

let sink: MailSink | undefined;
afterEach(() => sink?.close());

const server = (port: number) => ({
  host: '127.0.0.1',
  port,
  secure: false,
  user: '',
  password: null,
  from: 'desk@smith.example.com',
});

describe('mail server of the demo', () => {
  it.each([
    ['plain', 'Your code: 12345678\n\nBye.'],
    ['with marks that need encoding', `The practice’s code: 12345678\n${'Ł'.repeat(300)}`],
    ['with lines that begin with a dot', '.\n..\n12345678\n.end'],
  ])('gives back a text %s as it was sent', async (_kind, text) => {
    sink = await openMailSink();
    expect(await sendBySmtp(server(sink.port), { to: 'sarah.chen@example.com', subject: 'Your code', text })).toEqual({ ok: true });
    const mail = sink.take('sarah.chen@example.com');
    expect(mail?.subject).toBe('Your code');
    expect(mail?.text.trimEnd()).toBe(text);
    expect(sink.take('sarah.chen@example.com')).toBeUndefined();
  });

  it('keeps messages apart by address, in order', async () => {
    sink = await openMailSink();
    for (const [to, text] of [
      ['a@example.com', 'one'],
      ['b@example.com', 'two'],
      ['a@example.com', 'three'],
    ] as const)
      await sendBySmtp(server(sink.port), { to, subject: 's', text });
    expect([
      sink.take('a@example.com')?.text.trim(),
      sink.take('a@example.com')?.text.trim(),
      sink.take('b@example.com')?.text.trim(),
    ]).toEqual(['one', 'three', 'two']);
  });
});

describe('sendBySmtp', () => {
  it('answers why without quoting address or text when nobody listens', async () => {
    sink = await openMailSink();
    const { port } = sink;
    await sink.close();
    sink = undefined;
    const answer = await sendBySmtp(server(port), {
      to: 'sarah.chen@example.com',
      subject: 's',
      text: 'secret text',
    });
    expect(answer).toEqual({ ok: false, why: expect.not.stringMatching(/sarah|secret/u) });
  });
});
