import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MergePlan } from '../../contract/merges.ts';
import { addContact, give, grantFor, mayI, openConsents, type Opened } from '../consents/consents.fixture.ts';
import { ok, sign } from '../exchange/network.fixture.ts';

let net: Opened;
beforeEach(async () => {
  net = await openConsents();
});
afterEach(async () => {
  await net.close();
});

const plan = async (survivor: string, merged: string): Promise<MergePlan> =>
  (await ok(net.smith, 'POST', '/merges/dry-run', { survivor, merged })) as unknown as MergePlan;
const merge = async (survivor: string, merged: string): Promise<string> => {
  const seen = await plan(survivor, merged);
  const revisions = { survivor: seen.survivor.revision, merged: seen.merged.revision };
  net.clock.advance(1000);
  const done = await ok(net.smith, 'POST', '/merges', { survivor, merged, choices: {}, revisions });
  net.clock.advance(1000);
  return String(done['merge']);
};

describe('consents of two contacts that become one', () => {
  it('shows beforehand that the narrower answer counts, and the gate says so afterwards, until they are taken apart', async () => {
    const { smith, abc, sarah } = net;
    const shell = await addContact(smith, { givenName: 'S' });
    await give(smith, grantFor(sarah, [abc.practice], { categories: ['name', 'contact-details', 'date-of-birth'] }));
    net.clock.advance(1000);
    await give(smith, grantFor(shell, [abc.practice], { categories: ['name'] }));
    net.clock.advance(1000);
    const seen = await plan(sarah, shell);
    expect(seen.consents).toHaveLength(1);
    expect(seen.consents[0]).toMatchObject({ narrower: true, survivor: expect.stringContaining('date of birth') });
    expect(seen.consents[0]?.result).toMatch(/^Yes: name, until/u);
    expect((await mayI(smith, sarah, abc.practice, ['date-of-birth'])).may).toBe(true);

    const id = await merge(sarah, shell);
    expect(await mayI(smith, sarah, abc.practice, ['date-of-birth'])).toMatchObject({ may: false, why: 'merged-narrower' });
    expect((await mayI(smith, sarah, abc.practice, ['name'])).may).toBe(true);
    expect((await mayI(smith, shell, abc.practice, ['name'])).may).toBe(true);
    await ok(smith, 'POST', `/merges/${id}/undo`);
    expect((await mayI(smith, sarah, abc.practice, ['date-of-birth'])).may).toBe(true);
    expect((await mayI(smith, shell, abc.practice, ['date-of-birth'])).may).toBe(false);
  });

  it('lets a refusal of the one stand against the consent of the other', async () => {
    const { smith, abc, sarah } = net;
    const shell = await addContact(smith, { givenName: 'S' });
    await give(smith, grantFor(sarah, [abc.practice]));
    net.clock.advance(1000);
    await sign(smith, {
      act: 'consent-refuse',
      contact: shell,
      recipients: [abc.practice],
      purpose: 'home-loan',
      channel: 'phone',
      artefact: 'Call of 4 Aug 2026',
    });
    net.clock.advance(1000);
    expect((await plan(sarah, shell)).consents).toMatchObject([
      { narrower: true, merged: expect.stringMatching(/^No/u), result: expect.stringMatching(/^No/u) },
    ]);
    await merge(sarah, shell);
    expect((await mayI(smith, sarah, abc.practice)).may).toBe(false);
  });
});
