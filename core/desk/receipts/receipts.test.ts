import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiptDue } from '../../contract/consent.ts';
import type { Mailer } from '../context.ts';
import { evidence, give, grantFor, later, type Opened, openConsents } from '../consents/consents.fixture.ts';
import { ok, sign } from '../exchange/network.fixture.ts';
import { personAt } from '../exchange/referral-steps.fixture.ts';
import { deliverReceipt, receiptForms } from './deliver.ts';
import { consentOfCode } from './find-code.ts';
import type { Owed } from './standing-receipt.ts';

const EMAIL = 'sarah.chen@example.com';
const PHONE = '+61491570156';
const DAY = 86_400_000;

let net: Opened;
beforeEach(async () => {
  net = await openConsents();
});
afterEach(() => net.close());

const due = async (): Promise<readonly ReturnType<typeof receiptDue.parse>[]> =>
  receiptDue.array().parse((await ok(net.smith, 'GET', '/consents/receipts'))['due']);

const owedNow = async (occasion: Owed['occasion']): Promise<Owed> => {
  const found = (await due()).find((one) => one.occasion === occasion);
  if (found === undefined) throw new Error(`no receipt is due: ${occasion}`);
  return { consent: found.consent, event: found.event, occasion };
};

const forms = (owed: Owed) => {
  const made = receiptForms(net.smith.host.desk(), owed);
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
};

const tell = { channel: 'phone', artefact: 'Call of 5 Aug 2026' } as const;

describe('receipts of a consent', () => {
  it('say on a grant what the person agreed to, are sent by mail, and are then no longer due', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const owed = await owedNow('granted');
    const { email, sms, emails } = forms(owed);
    for (const words of [
      'Dear Sarah Chen, on 4 August 2026 you allowed Smith & Partners to give your details to ABC Finance, about “home loan”.',
      'as recorded by Smith & Partners, by telephone',
      'Which details: Your name and contact details',
      'ABC Finance, ABN 18 360 360 309, and no one else',
      'ABC Finance pays Smith & Partners a quarter of its income.',
      'Australian Financial Complaints Authority',
      root,
    ])
      expect(email.text).toContain(words);
    expect(sms).toMatchObject({ fits: true, segments: 2 });
    expect(emails).toEqual([EMAIL]);
    const sent: { readonly to: string; readonly subject: string; readonly text: string }[] = [];
    const mailer: Mailer = {
      send: async (message) => {
        sent.push(message);
        return await Promise.resolve({ ok: true });
      },
    };
    const desk = { ...net.smith.host.desk(), mailer: () => mailer };
    const send = { ...owed, channel: 'email' as const, address: EMAIL };
    expect(await deliverReceipt(desk, personAt(net.smith), { ...send, address: 'somebody@else.example' })).toMatchObject({
      ok: false,
      error: { code: 'address-other' },
    });
    expect(await deliverReceipt(desk, personAt(net.smith), send)).toMatchObject({ ok: true, value: { outcome: 'delivered' } });
    expect(sent).toEqual([{ to: EMAIL, ...email }]);
    expect(await due()).toEqual([]);
    expect((await evidence(net.smith, root)).receipts).toMatchObject([{ channel: 'email', outcome: 'delivered', address: EMAIL }]);
  });

  it('stay due when the mail server refuses, or none is set', async () => {
    await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const owed = await owedNow('granted');
    const send = { ...owed, channel: 'email' as const, address: EMAIL };
    expect(await deliverReceipt(net.smith.host.desk(), personAt(net.smith), send)).toMatchObject({ ok: false, error: { code: 'no-mail' } });
    const mailer: Mailer = { send: async () => await Promise.resolve({ ok: false, why: 'mailbox full' }) };
    const desk = { ...net.smith.host.desk(), mailer: () => mailer };
    expect(await deliverReceipt(desk, personAt(net.smith), send)).toMatchObject({
      ok: true,
      value: { outcome: 'failed', detail: 'mailbox full' },
    });
    expect(await due()).toMatchObject([{ occasion: 'granted', failed: 1 }]);
  });

  it('show old and new of data, use and duration on an amendment, and less on a narrowing', async () => {
    const consent = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    net.clock.advance(60_000);
    const { contact: _contact, purpose: _purpose, act: _act, ...terms } = grantFor(net.sarah, [net.abc.practice]);
    await sign(net.smith, {
      ...terms,
      act: 'consent-amend',
      consent,
      categories: ['name', 'contact-details', 'address'],
      months: 6,
      use: 'one-off',
    });
    const amended = forms(await owedNow('amended')).email.text;
    expect(amended).toContain('- Which details: before: name, contact details; now: name, contact details, address');
    expect(amended).toContain('- How often: before: any number of times; now: once');
    expect(amended).toContain('- How long: before: until 4 Aug 2027; now: until 4 Feb 2027');
    net.clock.advance(60_000);
    await sign(net.smith, {
      act: 'consent-narrow',
      consent,
      recipients: [],
      categories: ['address'],
      until: null,
      method: 'phone',
      artefact: tell.artefact,
    });
    const narrowed = forms(await owedNow('narrowed')).email.text;
    expect(narrowed).toContain('- Which details: before: name, contact details, address; now: name, contact details');
    expect(narrowed).toContain('Which details: Your name and contact details');
  });

  it('say on a withdrawal what follows and offer deletion, and are handed over on paper', async () => {
    const consent = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    net.clock.advance(60_000);
    await sign(net.smith, {
      act: 'consent-withdraw',
      consent,
      method: 'email',
      artefact: 'E-mail of 5 Aug',
      reason: null,
      askDeletion: false,
    });
    const owed = await owedNow('withdrawn');
    const { email, sms } = forms(owed);
    expect(email.subject).toContain('Your consent is withdrawn');
    expect(email.text).toContain('(by e-mail)');
    expect(email.text).toContain('Which details: Your name and contact details');
    expect(email.text).toContain('You can ask now:');
    expect(sms.text).toContain('unless you ask us to have it deleted');
    const printed = await deliverReceipt(net.smith.host.desk(), personAt(net.smith), { ...owed, channel: 'print', address: null });
    if (!printed.ok) throw new Error(printed.error.code);
    expect(
      Buffer.from(printed.value.pdf?.base64 ?? '', 'base64')
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect((await due()).map((one) => one.occasion)).toEqual(['granted']);
  });

  it('come again after 90 days as a notice, as a text to copy', async () => {
    await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const given = await owedNow('granted');
    const text = await deliverReceipt(net.smith.host.desk(), personAt(net.smith), { ...given, channel: 'sms', address: PHONE });
    expect(text).toMatchObject({ ok: true, value: { outcome: 'delivered' } });
    expect(text.ok && text.value.text).toContain('let us give name and contact details to ABC Finance');
    net = { ...net, smith: await later(net, net.smith, 91 * DAY) };
    const { email } = forms(await owedNow('review'));
    expect(email.subject).toContain('Your consent still holds');
    expect(email.text).toContain('second receipt');
  });

  it('lead back to the consent by their short code', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const desk = net.smith.host.desk();
    const { code } = forms(await owedNow('granted'));
    expect(consentOfCode(desk, code.toLowerCase().replace('-', ' '))).toEqual({ ok: true, value: { consent: root } });
    const swapped = `${code.slice(0, 8)}${code.endsWith('0') ? '1' : '0'}`;
    expect(consentOfCode(desk, swapped)).toMatchObject({ ok: false, error: { code: 'code-mistyped' } });
    expect(consentOfCode(desk, 'K7QM-3XVX')).toMatchObject({ ok: false, error: { code: 'code-unknown' } });
    expect(consentOfCode(desk, 'CR-12')).toMatchObject({ ok: false, error: { code: 'code-form' } });
  });

  it('cannot be made once the person was erased', async () => {
    await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const owed = await owedNow('granted');
    const erased = await ok(net.smith, 'POST', `/people/${net.sarah}/erasure`, {
      identity: { how: 'document', detail: 'passport' },
      confirm: 'Sarah Chen',
    });
    expect(erased).toMatchObject({ complete: true });
    expect(receiptForms(net.smith.host.desk(), owed)).toMatchObject({ ok: false, error: { code: 'receipt-unknown' } });
    expect((await ok(net.smith, 'GET', `/consents/${owed.consent}`))['contact']).toBeNull();
  });
});
