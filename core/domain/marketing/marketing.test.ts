import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, audienceOf, type Candidate } from './audience.ts';
import { checkTemplate, codeIn, fillTemplate, messageCode, messageText, unsubscribeSubject } from './message.ts';

const candidate: fc.Arbitrary<Candidate> = fc.record({
  contact: fc.uuid(),
  name: fc.string({ maxLength: 5 }),
  email: fc.option(fc.constantFrom('a@x.example', 'A@x.example', 'b@x.example', 'c@x.example')),
  deceased: fc.boolean(),
  doNotContact: fc.boolean(),
  optIn: fc.option(fc.record({ basis: fc.constantFrom('express', 'inferred'), withdrawn: fc.boolean() })),
  reached: fc.boolean(),
});
const suppressed = fc.uniqueArray(fc.constantFrom('a@x.example', 'b@x.example')).map((list) => new Set<string>(list));

describe('audienceOf', () => {
  it('lets nobody out and nobody in twice, and writes to an address once and only with consent', () => {
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 12 }), suppressed, (candidates, stopped) => {
        const { send, leftOut } = audienceOf(candidates, stopped);
        expect(send.length + leftOut.length).toBe(candidates.length);
        const addresses = send.map((one) => addressKey(one.email));
        expect(new Set(addresses).size).toBe(addresses.length);
        for (const one of send) {
          expect(stopped.has(addressKey(one.email))).toBe(false);
          expect(one.optIn).toMatchObject({ withdrawn: false });
          expect([one.deceased, one.doNotContact, one.reached]).toEqual([false, false, false]);
        }
      }),
    );
  });

  it('says why somebody is left out', () => {
    const base: Candidate = {
      contact: '1',
      name: 'Sarah',
      email: 'sarah@x.example',
      deceased: false,
      doNotContact: false,
      optIn: { basis: 'express', withdrawn: false },
      reached: false,
    };
    const why = (part: Partial<Candidate>, stopped: ReadonlySet<string> = new Set()) =>
      audienceOf([{ ...base, ...part }], stopped).leftOut[0]?.why;
    expect(why({})).toBe(undefined);
    expect(why({ email: null })).toBe('no-address');
    expect(why({ deceased: true })).toBe('deceased');
    expect(why({ doNotContact: true })).toBe('do-not-contact');
    expect(why({ email: 'SARAH@x.example' }, new Set(['sarah@x.example']))).toBe('suppressed');
    expect(why({ optIn: null })).toBe('not-opted-in');
    expect(why({ optIn: { basis: 'express', withdrawn: true } })).toBe('opted-out');
    expect(why({ reached: true })).toBe('reached-before');
    expect(audienceOf([base, { ...base, contact: '2' }], new Set()).leftOut).toEqual([
      { contact: '2', name: 'Sarah', why: 'same-address' },
    ]);
  });
});

describe('a message', () => {
  const sender = {
    practice: 'Smith & Partners Pty Ltd',
    abn: '51 824 753 556',
    address: '1 George St, Sydney NSW 2000',
    phone: '02 5550 1234',
    email: 'hello@smith.example',
  };
  const fields = { 'given name': 'Sarah', name: 'Sarah Chen', organisation: '' };

  it('fills in what is known of the person and leaves no gap where nothing is', () => {
    expect(fillTemplate('Dear {{ given name }}, hello {{organisation}}!', fields)).toBe('Dear Sarah, hello!');
  });

  it('names its sender, why it comes and how to stop it', () => {
    const text = messageText('Hello {{name}}.', fields, { sender, code: 'K7QF-2MXA', basis: 'express' });
    for (const part of ['Hello Sarah Chen.', sender.practice, `ABN ${sender.abn}`, sender.address, sender.email, 'You agreed', 'no log-in'])
      expect(text).toContain(part);
    expect(text).toContain(unsubscribeSubject('K7QF-2MXA'));
    expect(messageText('Hello', fields, { sender, code: 'K7QF-2MXA', basis: 'inferred' })).toContain('client of ours');
  });

  it('refuses a placeholder that nobody can fill', () => {
    expect(checkTemplate('Dear {{given name}}')).toEqual({ ok: true, value: true });
    expect(checkTemplate('Dear {{first name}}')).toEqual({ ok: false, error: { code: 'unknown-field', at: '{{first name}}' } });
    expect(checkTemplate('Dear {{name')).toMatchObject({ ok: false, error: { code: 'open-brackets' } });
  });

  it('carries a code that is found again in whatever a person writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (bytes) => {
        const code = messageCode(bytes);
        expect(codeIn(unsubscribeSubject(code))).toBe(code);
        expect(codeIn(`re: unsubscribe ${code.toLowerCase().replace('-', ' ')} please`)).toBe(code);
      }),
    );
    expect(codeIn('please stop')).toBe(null);
  });
});
