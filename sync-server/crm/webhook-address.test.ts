import { expect, it } from 'vitest';
import { isWebhookHost } from './webhook-address.ts';

it('lets webhooks be told at public names alone', () => {
  const at = (url: string): boolean => isWebhookHost(url);
  expect(['https://hooks.example.com/a', 'https://a.b.com.au/'].map(at)).toEqual([true, true]);
  const inner = [
    'http://hooks.example.com/',
    'https://10.0.0.1/',
    'https://[::1]/',
    'https://localhost/',
    'https://db.internal/',
    'https://x/',
    'https://localhost./',
    'https://db.internal./',
    'https://printer.local./',
  ];
  expect([...inner, 'https://u:p@a.com/', 'https://a.com:8443/', 'no'].some(at)).toBe(false);
});
