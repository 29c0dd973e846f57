import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carry, ok, sign } from '../exchange/network.fixture.ts';
import { personAt } from '../exchange/referral-steps.fixture.ts';
import { sendBusiness } from '../exits/business.ts';
import { rebuildProjections } from '../ledger/rebuild.ts';
import { projectionFailure } from '../ledger/walk.ts';
import { commit } from '../openings/openings.ts';
import {
  addContact,
  boardOf,
  exchange,
  give,
  grantFor,
  mayI,
  type Opened,
  openConsents,
  prepareRefused,
  PURPOSE,
  rowsOf,
} from './consents.fixture.ts';
import { contactById } from '../contacts/stored-contact.ts';
import { personFileOf } from '../rights/access.ts';
import { erasePerson, planErasure } from '../rights/erase.ts';
import { joinConsents, separateConsents } from './merged.ts';
import { consentSql } from './tables.ts';

let net: Opened;
const quiet = { breathe: async () => {}, progress: () => undefined, cancelled: () => false };

beforeEach(async () => {
  net = await openConsents();
});
afterEach(async () => {
  await net.close();
});

describe('consents at a desk', () => {
  it('lets the narrower answer win when two contacts are merged, until the person is asked again, and gives each back its own', async () => {
    const desk = net.smith.host.desk();
    const double = await addContact(net.smith, { givenName: 'S.' });
    await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    net.clock.advance(60_000);
    await give(net.smith, grantFor(double, [net.abc.practice], { categories: ['name'] }));
    net.clock.advance(60_000);
    desk.db.transaction(() => joinConsents(desk, { from: double, into: net.sarah, at: desk.clock.now() }));
    expect(await mayI(net.smith, net.sarah, net.abc.practice, ['contact-details'])).toMatchObject({ may: false, why: 'merged-narrower' });
    expect((await mayI(net.smith, net.sarah, net.abc.practice, ['name'])).may).toBe(true);
    expect((await rowsOf(net.smith, net.sarah)).map((row) => row.categories)).toEqual([['name'], ['name']]);
    desk.db.transaction(() => separateConsents(desk, double));
    expect((await mayI(net.smith, net.sarah, net.abc.practice, ['contact-details'])).may).toBe(true);
    expect((await mayI(net.smith, double, net.abc.practice, ['contact-details'])).why).toBe('other-fields');
    desk.db.transaction(() => joinConsents(desk, { from: double, into: net.sarah, at: desk.clock.now() }));
    net.clock.advance(60_000);
    await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    expect((await mayI(net.smith, net.sarah, net.abc.practice, ['contact-details'])).may).toBe(true);
  });

  it('hears of what a person takes back at a recipient with the next exchange', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    await exchange(net.smith, net.abc);
    await sign(net.abc, {
      act: 'consent-narrow',
      consent: root,
      recipients: [],
      categories: ['contact-details'],
      until: null,
      method: 'phone',
      artefact: 'Call at ABC',
    });
    expect((await mayI(net.smith, net.sarah, net.abc.practice, ['contact-details'])).may).toBe(true);
    await carry(net.abc, net.smith);
    expect(await mayI(net.smith, net.sarah, net.abc.practice, ['contact-details'])).toMatchObject({ may: false, why: 'narrowed' });
    expect(
      await prepareRefused(net.abc, { ...grantFor(net.sarah, []), act: 'consent-amend', consent: root, recipients: [net.abc.practice] }),
    ).toMatchObject({
      code: 'other-practice',
    });
  });

  it('refuses an introduction whose consent ends between offer and passing', async () => {
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    const [offer] = await sign(net.smith, {
      act: 'introduction-offer',
      contact: net.sarah,
      recipient: net.abc.practice,
      purpose: PURPOSE,
      categories: ['name'],
      purposeWords: 'first home',
      days: 30,
    });
    await exchange(net.smith, net.abc);
    const seen = (await ok(net.abc, 'GET', '/consents/introductions'))['introductions'];
    expect(seen).toMatchObject([{ direction: 'received', initials: 'S.C.', words: 'first home', state: 'offered', details: [] }]);
    expect(JSON.stringify(seen)).not.toContain('Chen');
    await sign(net.abc, { act: 'introduction-answer', offer: offer?.hash ?? '', accepts: true, reason: null });
    await exchange(net.abc, net.smith);
    await sign(net.smith, { act: 'consent-withdraw', consent: root, method: 'phone', artefact: 'Call', reason: null, askDeletion: false });
    expect(await prepareRefused(net.smith, { act: 'introduction-pass', offer: offer?.hash ?? '' })).toMatchObject({
      code: 'disclosure-withdrawn',
    });
    await exchange(net.smith, net.abc);
    expect((await ok(net.abc, 'GET', '/consents/introductions'))['introductions']).toMatchObject([{ state: 'stopped' }]);
  });

  it('passes exactly the offered details, keeps the receipt, and uses a one-off consent once', async () => {
    await give(net.smith, grantFor(net.sarah, [net.abc.practice], { use: 'one-off' }));
    const offer = async (): Promise<string> =>
      (
        await sign(net.smith, {
          act: 'introduction-offer',
          contact: net.sarah,
          recipient: net.abc.practice,
          purpose: PURPOSE,
          categories: ['name'],
          purposeWords: 'first home',
          days: 30,
        })
      )[0]?.hash ?? '';
    const hash = await offer();
    await exchange(net.smith, net.abc);
    await sign(net.abc, { act: 'introduction-answer', offer: hash, accepts: true, reason: null });
    await exchange(net.abc, net.smith);
    const [used] = await sign(net.smith, { act: 'introduction-pass', offer: hash });
    await exchange(net.smith, net.abc);
    await sign(net.abc, { act: 'introduction-receipt', use: used?.hash ?? '' });
    await exchange(net.abc, net.smith);
    const details = (await ok(net.abc, 'GET', '/consents/introductions'))['introductions'];
    expect(details).toMatchObject([
      {
        state: 'received',
        details: [
          { label: 'Name', value: 'Sarah Chen' },
          { label: 'Given name', value: 'Sarah' },
        ],
      },
    ]);
    expect(JSON.stringify(details)).not.toContain('sarah.chen@');
    const entered = await ok(net.abc, 'POST', `/consents/introductions/${hash}/contact`, { contact: null });
    const contact = String(entered['contact']);
    const abc = net.abc.host.desk();
    expect(contactById(abc.db, contact)?.fields).toMatchObject({ displayName: 'Sarah Chen', name: { given: 'Sarah', family: 'Chen' } });
    expect(personFileOf(abc, 'Helen Marsh', contact)).toMatchObject({
      value: {
        sections: expect.arrayContaining([expect.objectContaining({ code: 'openings' }), expect.objectContaining({ code: 'consents' })]),
      },
    });
    expect((await ok(net.abc, 'GET', '/consents/introductions'))['introductions']).toMatchObject([{ contact }]);
    const planned = planErasure(abc, contact).lines;
    expect(planned.find(({ code }) => code === 'openings')?.erased).toBeGreaterThan(0);
    expect(erasePerson(abc, personAt(net.abc), contact, 'request')).toMatchObject({ ok: true, value: { complete: true, lines: planned } });
    expect((await ok(net.abc, 'GET', '/consents/introductions'))['introductions']).toMatchObject([{ contact: null, details: [] }]);
    expect(await mayI(net.smith, net.sarah, net.abc.practice)).toMatchObject({ may: false, why: 'used-up' });
  });

  it('groups the board and counts it, expiring first', async () => {
    const omar = await addContact(net.smith, { givenName: 'Omar', familyName: 'Haddad' });
    await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    await give(net.smith, grantFor(omar, [net.abc.practice], { months: 1, purpose: 'refinance' }));
    const root = await give(net.smith, grantFor(omar, [net.abc.practice]));
    await sign(net.smith, { act: 'consent-withdraw', consent: root, method: 'phone', artefact: 'Call', reason: null, askDeletion: false });
    const board = await boardOf(net.smith);
    expect(board.groups.map((group) => group.key)).toEqual(['evidence-weak', 'withdrawn']);
    const byPerson = await boardOf(net.smith, '?group=person');
    expect(byPerson.groups.map((group) => [group.title, group.rows.length])).toEqual(
      [
        ['Sarah Chen', 1],
        ['Omar Haddad', 2],
      ].toSorted((a, b) => (a[0] === 'Sarah Chen' ? net.sarah : omar).localeCompare(b[0] === 'Sarah Chen' ? net.sarah : omar)),
    );
    expect((await boardOf(net.smith, '?state=withdrawn')).total).toBe(1);
    expect((await boardOf(net.abc)).total).toBe(0);
  });

  it('rebuilds what stands from the events, and finds a consent that was tampered with', async () => {
    await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    await sign(net.smith, {
      act: 'consent-refuse',
      contact: net.sarah,
      recipients: [net.abc.practice],
      purpose: 'refinance',
      channel: 'phone',
      artefact: 'Call',
    });
    const desk = net.smith.host.desk();
    const rebuilt = await rebuildProjections(desk, quiet);
    expect(
      rebuilt.ok ? rebuilt.value.tables.filter((table) => table.table.startsWith('consent_') && table.live !== table.rebuilt) : rebuilt,
    ).toEqual([]);
    expect(await projectionFailure(desk, quiet)).toBeNull();
    desk.db.run(consentSql.updateTable('consent_state').set({ state: '{}' }));
    expect(await projectionFailure(desk, quiet)).toMatchObject({ code: 'projection.consent' });
  });

  it('lets nothing about a person out as business', () => {
    const desk = net.smith.host.desk();
    expect(personAt(net.smith).name).toBe('Priya Nair');
    const opening = commit(desk, { for: 'client', referral: net.sarah, data: { name: 'Sarah Chen' } });
    expect(() => sendBusiness(desk, 'a'.repeat(64), net.abc.practice, [opening])).toThrow(/leaves only through the gate/u);
  });
});
