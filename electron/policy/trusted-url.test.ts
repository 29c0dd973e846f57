import { describe, expect, it } from 'vitest';
import { externalAddress, isOwnUrl, mayRequest } from './trusted-url.ts';

const origin = 'https://desk.example.com.au';

const foreign = [
  'http://desk.example.com.au/',
  'https://desk.example.com.au:8443/',
  'https://desk.example.com.au.evil.example/',
  'https://evil.example/?next=https://desk.example.com.au/',
  'https://evil.example/#https://desk.example.com.au/',
  'https://desk.example.com.au@evil.example/',
  'https://user@desk.example.com.au/',
  'https://user:secret@desk.example.com.au/',
  'https://sub.desk.example.com.au/',
  'https://example.com.au/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'app://desk.example.com.au/',
  'about:blank',
  '',
  'https://',
];

describe('isOwnUrl', () => {
  it.each(['https://desk.example.com.au/', 'https://DESK.example.com.au:443/contacts?x=1#y'])('takes %s', (url) => {
    expect(isOwnUrl(url, origin)).toBe(true);
  });

  it.each(foreign)('refuses %s', (url) => {
    expect(isOwnUrl(url, origin)).toBe(false);
  });
});

describe('mayRequest', () => {
  it.each(['https://desk.example.com.au/api/x', 'blob:https://desk.example.com.au/1-2', 'data:image/png;base64,AA=='])(
    'takes %s',
    (url) => {
      expect(mayRequest(url, origin)).toBe(true);
    },
  );

  it.each([...foreign, 'wss://desk.example.com.au/', 'ws://evil.example/', 'blob:https://evil.example/1-2'])('refuses %s', (url) => {
    expect(mayRequest(url, origin)).toBe(false);
  });
});

describe('externalAddress', () => {
  it.each([
    ['https://www.abr.gov.au/ABN', 'https://www.abr.gov.au/ABN'],
    ['http://example.com', 'http://example.com/'],
    ['mailto:sarah@example.com', 'mailto:sarah@example.com'],
    ['HTTPS://Example.COM/%7Ea', 'https://example.com/%7Ea'],
  ])('hands over %s', (url, expected) => {
    expect(externalAddress(url, origin)).toBe(expected);
  });

  it.each([
    'https://desk.example.com.au/contacts',
    'https://user:secret@example.com/',
    'file:///C:/Windows/System32/calc.exe',
    'smb://server/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'data:text/html,x',
    'not a url',
  ])('keeps %s', (url) => {
    expect(externalAddress(url, origin)).toBeUndefined();
  });
});
