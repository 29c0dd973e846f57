import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addContact,
  boardOf,
  evidence,
  exchange,
  give,
  grantFor,
  later,
  mayI,
  type Opened,
  openConsents,
  prepareRefused,
  PURPOSE,
  rowsOf,
} from './consents.fixture.ts';
import { ok, sign } from '../exchange/network.fixture.ts';

const DAY = 86_400_000;
let net: Opened;
/** Smith & Partners after some days. */
const inDays = async (days: number): Promise<void> => {
  net = { ...net, smith: await later(net, net.smith, days * DAY) };
};

beforeEach(async () => {
  net = await openConsents();
});
afterEach(async () => {
  await net.close();
});

const valueOf = (found: Awaited<ReturnType<typeof evidence>>, label: string): string | undefined =>
  found.sections.flatMap((section) => section.fields).find((field) => field.label === label)?.value;

/** The fourteen points of a consent that stands up in court, one test each. */
describe('a consent', () => {
  it('1 says who: the person, one verified contact point, how it was verified, the capacity', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const found = await evidence(net.smith, root);
    expect(valueOf(found, 'Person')).toBe('Sarah Chen');
    expect(valueOf(found, 'Verified contact point')).toBe('0491 570 156');
    expect(valueOf(found, 'Identified by')).toBe('Called back on a known number');
    expect(valueOf(found, 'Capacity')).toBe('For themselves');
    const stranger = grantFor(net.sarah, [net.abc.practice], { identified: { how: 'known', contactPoint: '0400 000 000' } });
    expect(await prepareRefused(net.smith, stranger)).toMatchObject({ status: 422, code: 'contact-point-unknown' });
  });

  it('2 says to whom: the discloser and each recipient by legal name and ABN, never a group', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const found = await evidence(net.smith, root);
    expect(valueOf(found, 'Controllers')).toBe('Smith & Partners, ABN 51824753556');
    expect(valueOf(found, 'Recipients')).toBe('ABC Finance, ABN 18360360309');
    for (const bad of [net.smith.practice, net.office.practice, '01890000-0000-7000-8000-00000000ffff'])
      expect(await prepareRefused(net.smith, grantFor(net.sarah, [bad]))).toMatchObject({ code: 'recipient-unknown' });
  });

  it('3 is for one purpose: another purpose is another consent', async () => {
    await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    expect((await mayI(net.smith, net.sarah, net.abc.practice)).may).toBe(true);
    expect(await mayI(net.smith, net.sarah, net.abc.practice, ['name'], 'bookkeeping')).toMatchObject({ may: false, why: 'other-purpose' });
  });

  it('4 says what: categories, and the literal fields that would pass', async () => {
    await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const answer = await mayI(net.smith, net.sarah, net.abc.practice, ['name', 'contact-details']);
    expect(answer.details.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Name: Sarah Chen',
      'Given name: Sarah',
      'E-mail: sarah.chen@example.com',
      'Telephone: +61491570156',
    ]);
    expect(await mayI(net.smith, net.sarah, net.abc.practice, ['name', 'address'])).toMatchObject({
      may: false,
      why: 'other-fields',
      details: [],
    });
  });

  it('5 says how long: given, expires, review, once or standing, and expiry is derived', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice], { months: 2 }));
    const found = await evidence(net.smith, root);
    expect([valueOf(found, 'Given'), valueOf(found, 'Ends'), valueOf(found, 'Review'), valueOf(found, 'Use')]).toEqual([
      '4 Aug 2026',
      '4 Oct 2026',
      '2 Nov 2026',
      'Standing',
    ]);
    await inDays(40);
    expect((await boardOf(net.smith)).groups[0]).toMatchObject({
      key: 'expiring',
      rows: [{ words: 'Expires 4 Oct 2026: name and contact details' }],
    });
    await inDays(30);
    expect(await mayI(net.smith, net.sarah, net.abc.practice)).toMatchObject({ may: false, why: 'expired' });
    expect(await rowsOf(net.smith, net.sarah)).toMatchObject([{ state: 'expired', words: 'Expired 4 Oct 2026' }]);
  });

  it('6 keeps the evidence: exact notice, version, language and hash, channel, who recorded it, artefact; weaker when a practice recorded it', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const found = await evidence(net.smith, root);
    expect(found.notice).toMatchObject({ id: 'introduction-notice', version: 1, language: 'en' });
    expect(found.notice.text).toContain('You may say no');
    expect(valueOf(found, 'Artefact')).toBe('Call of 4 Aug 2026, recording 118');
    expect(valueOf(found, 'Channel')).toBe('By telephone');
    expect(valueOf(found, 'Recorded by')).toBe('Priya Nair');
    expect(valueOf(found, 'Given by')).toContain('weaker evidence');
    expect(await rowsOf(net.smith, net.sarah)).toMatchObject([{ state: 'evidence-weak', weak: true }]);
    expect((await mayI(net.smith, net.sarah, net.abc.practice)).words).toContain('the client has not signed it');
  });

  it('7 shows the benefit before the yes: nothing is signed until that is ticked', async () => {
    const act = grantFor(net.sarah, [net.abc.practice]);
    const prepared = await net.smith.host.call('POST', '/acts', { act }, net.smith.token);
    const { draft, ticks } = prepared.json as unknown as { draft: string; ticks: { id: string }[] };
    const without = ticks.map(({ id }) => id).filter((id) => id !== 'benefitBefore');
    const answer = await net.smith.host.call('POST', `/acts/${draft}/sign`, { ticks: without, assertion: null }, net.smith.token);
    expect([answer.status, answer.json['code']]).toEqual([422, 'tick-missing']);
    const found = await evidence(net.smith, await give(net.smith, act));
    expect(valueOf(found, 'Benefit shown before the yes')).toBe(act.benefit);
  });

  it('8 is withdrawn as easily as given, says what follows, and recipients confirm what they deleted', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const [offered] = await sign(net.smith, {
      act: 'introduction-offer',
      contact: net.sarah,
      recipient: net.abc.practice,
      purpose: PURPOSE,
      categories: ['name', 'contact-details'],
      purposeWords: 'first home, about $600,000',
      days: 30,
    });
    await exchange(net.smith, net.abc);
    await sign(net.abc, { act: 'introduction-answer', offer: offered?.hash ?? '', accepts: true, reason: null });
    await exchange(net.abc, net.smith);
    const [used] = await sign(net.smith, { act: 'introduction-pass', offer: offered?.hash ?? '' });
    await exchange(net.smith, net.abc);
    const preview = await ok(net.smith, 'GET', `/consents/${root}/withdrawal`);
    expect(preview).toMatchObject({ told: [{ name: 'ABC Finance', holdsDetails: true }], deletion: { offered: true } });
    await sign(net.smith, {
      act: 'consent-withdraw',
      consent: root,
      method: 'phone',
      artefact: 'Call of 5 Aug 2026',
      reason: null,
      askDeletion: true,
    });
    expect(await mayI(net.smith, net.sarah, net.abc.practice)).toMatchObject({ may: false, why: 'withdrawn' });
    await exchange(net.smith, net.abc);
    const { tasks } = await ok(net.abc, 'GET', '/consents/deletions');
    expect(tasks).toMatchObject([{ use: used?.hash, because: 'requested', from: 'Smith & Partners', client: 'S.C.' }]);
    await sign(net.abc, { act: 'deletion-confirm', use: used?.hash ?? '', outcome: 'deleted', reason: null });
    expect((await ok(net.abc, 'GET', '/consents/introductions'))['introductions']).toMatchObject([{ details: [], initials: '' }]);
    await exchange(net.abc, net.smith);
    const found = await evidence(net.smith, root);
    expect(found.disclosures).toMatchObject([{ recipient: 'ABC Finance', deleted: 'deleted 4 Aug 2026' }]);
    expect((await ok(net.abc, 'GET', '/consents/deletions'))['tasks']).toEqual([]);
  });

  it('9 has a receipt outside the program: due at once, closed by a delivery, found again by its short code', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const due = async () => (await ok(net.smith, 'GET', '/consents/receipts'))['due'];
    expect(await due()).toMatchObject([{ consent: root, event: root, occasion: 'granted', name: 'Sarah Chen', late: false, failed: 0 }]);
    const delivery = {
      consent: root,
      event: root,
      occasion: 'granted',
      channel: 'email',
      address: 'sarah.chen@example.com',
      document: null,
      detail: '',
    };
    await ok(net.smith, 'POST', '/consents/receipts', { ...delivery, outcome: 'failed', detail: 'mailbox full' });
    expect(await due()).toMatchObject([{ failed: 1 }]);
    net.clock.advance(60_000);
    await ok(net.smith, 'POST', '/consents/receipts', { ...delivery, outcome: 'delivered' });
    expect(await due()).toEqual([]);
    const code = `cr-${root.slice(0, 12)}`;
    expect(await ok(net.smith, 'GET', `/consents/code/${code}`)).toMatchObject({
      consent: root,
      receipts: [{ outcome: 'failed' }, { outcome: 'delivered' }],
    });
    await inDays(91);
    expect(await due()).toMatchObject([{ occasion: 'review', event: root }]);
  });

  it('10 has a history that only grows, and a state that carries its reason', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    await sign(net.smith, {
      act: 'consent-narrow',
      consent: root,
      recipients: [],
      categories: ['contact-details'],
      until: null,
      method: 'email',
      artefact: 'Mail of 5 Aug 2026',
    });
    await sign(net.smith, {
      ...grantFor(net.sarah, []),
      act: 'consent-amend',
      consent: root,
      recipients: [net.abc.practice],
      categories: ['name', 'purpose'],
      months: 18,
    });
    const found = await evidence(net.smith, root);
    expect(found.history.map(({ words, changes }) => [words, ...changes])).toEqual([
      ['Consent given'],
      ['Consent narrowed', 'No longer: contact details'],
      ['Consent amended', 'New: a short purpose', 'Until 4 Feb 2028 instead of 4 Aug 2027'],
    ]);
    expect(found.standing).toMatchObject([{ state: 'evidence-weak', reason: 'valid' }]);
    expect(net.smith.host.desk().ledger.refoldConsent(root)?.versions).toHaveLength(2);
  });

  it('11 has a log of its use: every question private with its answer, every real disclosure an event', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    await mayI(net.smith, net.sarah, net.abc.practice);
    await mayI(net.smith, net.sarah, net.office.practice);
    const before = net.smith.host.desk().ledger.size();
    const found = await evidence(net.smith, root);
    expect(found.checks.map(({ by, recipient, answer, occasion }) => [by, recipient, answer, occasion])).toEqual([
      ['Priya Nair', 'Sample Network Office', 'recipient-unknown', 'question'],
      ['Priya Nair', 'ABC Finance', 'yes', 'question'],
    ]);
    expect(net.smith.host.desk().ledger.size()).toBe(before);
    expect(
      await prepareRefused(net.smith, {
        act: 'introduction-offer',
        contact: net.sarah,
        recipient: net.abc.practice,
        purpose: PURPOSE,
        categories: ['address'],
        purposeWords: 'x',
        days: 5,
      }),
    ).toMatchObject({ code: 'disclosure-other-fields' });
    expect((await evidence(net.smith, root)).checks[0]).toMatchObject({ occasion: 'offer', answer: 'other-fields' });
  });

  it('12 shows device time and recorded time with the zone, and a clock that is behind opens nothing', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice], { months: 1 }));
    const found = await evidence(net.smith, root);
    expect(valueOf(found, 'Zone')).toBe('Australia/Sydney');
    expect(valueOf(found, 'Signed at (UTC)')).toMatch(/^2026-08-04T/u);
    expect(valueOf(found, 'Recorded at this desk (UTC)')).toMatch(/^2026-08-04T/u);
    await inDays(40);
    await sign(net.smith, {
      act: 'consent-refuse',
      contact: await addContact(net.smith, { givenName: 'Omar' }),
      recipients: [net.abc.practice],
      purpose: PURPOSE,
      channel: 'phone',
      artefact: 'Call',
    });
    await inDays(-30);
    expect(await mayI(net.smith, net.sarah, net.abc.practice)).toMatchObject({ may: false, why: 'expired', clockBehind: true });
  });

  it('13 takes no silence for a yes: asking opens nothing, and asking again waits', async () => {
    const request = { contacts: [net.sarah], recipients: [net.abc.practice], purpose: PURPOSE, channel: 'email' };
    expect(await ok(net.smith, 'POST', '/consents/requests', request)).toMatchObject({ asked: [{ contact: net.sarah }], left: [] });
    await inDays(3);
    expect(await ok(net.smith, 'POST', '/consents/requests', request)).toMatchObject({
      asked: [],
      left: [{ why: 'Asked or answered lately: ask again from 18 Aug 2026' }],
    });
    expect(await mayI(net.smith, net.sarah, net.abc.practice)).toMatchObject({ may: false, why: 'no-consent' });
    expect(await rowsOf(net.smith, net.sarah)).toMatchObject([{ state: 'asked', words: 'Asked 4 Aug 2026' }]);
    await sign(net.smith, {
      act: 'consent-refuse',
      contact: net.sarah,
      recipients: [net.abc.practice],
      purpose: PURPOSE,
      channel: 'phone',
      artefact: 'Call of 7 Aug 2026',
    });
    expect(await mayI(net.smith, net.sarah, net.abc.practice)).toMatchObject({ may: false, why: 'refused' });
    expect(await rowsOf(net.smith, net.sarah)).toMatchObject([{ state: 'refused' }]);
  });

  it('14 is in the chain: the hash of its record proves it, and its code on the receipt leads back to it', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    await exchange(net.smith, net.abc);
    const events = [net.smith, net.abc].map((seat) => seat.host.desk().ledger.event(root));
    expect(events.map((event) => event?.type)).toEqual(['standing.granted', 'standing.granted']);
    const record = net.smith.host.desk().ledger.rows.byHash(Buffer.from(root, 'hex'))?.record;
    const text = Buffer.from(record ?? new Uint8Array()).toString('utf8');
    const payload = Buffer.from((JSON.parse(text) as { payload: string }).payload, 'base64').toString('utf8');
    for (const personal of ['Sarah', 'Chen', '0491', 'sarah.chen', 'recording 118']) expect(payload).not.toContain(personal);
    expect((await rowsOf(net.smith, net.sarah))[0]?.code).toBe(`CR-${root.slice(0, 12).toUpperCase()}`);
    expect(
      (await evidence(net.abc, root)).sections.flatMap((section) => section.fields).find((field) => field.label === 'Person')?.recorded,
    ).toBe(false);
  });
});
