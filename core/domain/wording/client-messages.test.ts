import { describe, expect, it } from 'vitest';
import { smsSize } from '../text/sms.ts';
import { codeMessage, linkMessage, screenCodeMessage } from './client-messages.ts';

const URL = `https://sign.example-network.com.au/s/${'a'.repeat(22)}#${'b'.repeat(43)}`;

describe('text messages to clients', () => {
  it('fit one segment with as much said as there is room for, and always say who asks', () => {
    const short = linkMessage('ABC', `https://s.au/s/${'a'.repeat(22)}#${'b'.repeat(43)}`, '4 Sep 2026').sms;
    expect(short).toMatch(/^ABC asks you to read and answer one page by 4 Sep 2026\. For you alone: https/u);
    for (const name of ['ABC', 'Smith & Partners', 'Kowalczyk, Nguyen & Papadopoulos Advisory Pty Ltd']) {
      const { sms } = linkMessage(name, URL, '4 Sep 2026');
      expect(sms.startsWith(name)).toBe(true);
      expect(sms.endsWith(URL)).toBe(true);
      expect(smsSize(sms)).toMatchObject({ alphabet: 'gsm-7', segments: 1 });
    }
    const huge = linkMessage('x'.repeat(100), URL, '4 Sep 2026').sms;
    expect(smsSize(huge).segments).toBe(2);
    for (const name of ['ABC', 'x'.repeat(200)])
      expect([codeMessage(name, '12345678').sms, screenCodeMessage(name, '12345678').sms].map((sms) => smsSize(sms).segments)).toEqual([
        1, 1,
      ]);
  });

  it('write a name outside the alphabet of text messages without its marks, for one such letter more than halves a segment', () => {
    expect(linkMessage('Ngā Pūriri – Tāmaki', URL, '4 Sep 2026').sms).toMatch(/^Nga Puriri - Tamaki/u);
    expect(linkMessage('Müller & Søn', URL, '4 Sep 2026').sms).toMatch(/^Müller & Søn/u);
    expect(linkMessage('Ngā Pūriri', URL, '4 Sep 2026').subject).toBe('Ngā Pūriri asks you');
  });
});
