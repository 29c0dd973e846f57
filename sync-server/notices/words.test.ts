import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeMail, codeText, noticeMail, noticeText } from './words.ts';

it('says constants, who sends and how to stop, and nothing else, whoever is told of whatever', () => {
  const mail = (name: string, stop: string) => {
    const { subject, text } = noticeMail({ name, url: '' }, stop);
    return { subject, text: text.replace(stop, '<stop>').replace(name, '<name>') };
  };
  const fixed = mail('Example Network', 'https://sync.example.com.au/n/1/2');
  expect(fixed).toMatchInlineSnapshot(`
    {
      "subject": "Something waits for you in Flip 360 Desk",
      "text": "Something arrived for your practice in Flip 360 Desk.

    Open the desk to see what it is: this message says nothing of it on purpose. If somebody at your practice has dealt with it already, nothing is left to do.

    Sent by <name>, who runs the server of your network, because this was asked for at your desk. Nobody reads answers to this address.
    To stop these messages: <stop>
    ",
    }
  `);
  const hex = fc.string({ unit: fc.constantFrom('0', '4', '9', 'a', 'f'), minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('A', 'B', 'Q', 'X', 'Z'), minLength: 12, maxLength: 40 }),
      hex,
      hex,
      (name, id, token) => {
        expect(mail(name, `https://sync.example.com.au/n/${id}/${token}`)).toEqual(fixed);
      },
    ),
  );
  const operator = { name: 'Example Network', url: '' };
  expect(noticeText(operator, 'https://s/n/1/2')).toBe('Something waits for you in Flip 360 Desk. Example Network. Stop: https://s/n/1/2');
  expect(codeMail(operator, '12345678').subject).toBe('Your code for Flip 360 Desk');
  expect(codeText(operator, '12345678')).toBe(
    '12345678 is your code for notices of Flip 360 Desk. If you did not ask for it, do nothing. Example Network',
  );
});
