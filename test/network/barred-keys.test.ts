import { afterEach, beforeEach, expect, it } from 'vitest';
import { testAuthenticator } from '../../core/adapters/crypto/test-authenticator.ts';
import { prepared } from '../../core/contract/acts.ts';
import type { MemberRecord } from '../../core/contract/membership.ts';
import type { DesksView } from '../../core/contract/shared-book.ts';
import { exportFile, importInto, ok, type Seat, sign } from '../../core/desk/exchange/network.fixture.ts';
import { append, personAt } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { assertionOf, enrol } from '../../core/desk/people/passkey.fixture.ts';
import { addDesk } from './second-desk.ts';
import { kindsOf } from './seen.ts';
import { openWiredNetwork, type WiredNetwork } from './wired-network.ts';

const PASSKEY = testAuthenticator(new Uint8Array(32).fill(9));
let network: WiredNetwork;
beforeEach(async () => {
  network = await openWiredNetwork();
  await network.rounds();
  expect((await enrol(network.office.host, network.office.token, PASSKEY)).status).toBe(200);
});
afterEach(() => network.close());

const member = async (seat: Seat, practice: string): Promise<MemberRecord> =>
  (await ok(seat, 'GET', `/register/${practice}`)) as unknown as MemberRecord;

/** The keys of a desk that count, as the office sees them. */
const keysAt = async (practice: string, desk: string): Promise<readonly string[]> =>
  (await member(network.office, practice)).desks.flatMap((one) =>
    one.desk === desk ? one.keys.filter(({ state }) => state === 'counts').map(({ key }) => key) : [],
  );

/** The office revokes keys of a practice; `passkey` false leaves the passkey out. */
const bar = async (practice: string, keys: readonly string[], passkey = true) => {
  const { host, token } = network.office;
  const act = { act: 'bar-keys', practice, keys, reason: 'lost-or-stolen' };
  const draft = await host.call('POST', '/acts', { act }, token);
  if (draft.status !== 200) return draft;
  const { draft: id, assertion, ticks } = prepared.parse(draft.json);
  const answer = passkey ? assertionOf(PASSKEY, assertion.challenge ?? '') : null;
  return host.call('POST', `/acts/${id}/sign`, { ticks: ticks.map((tick) => tick.id), assertion: answer }, token);
};

it('ends the keys of a stolen computer from the network office, with a passkey: every desk knows, the server lets it in no more', async () => {
  const { office, smith, abc } = network;
  const { desk } = smith.host.desk().profile;
  const keys = await keysAt(smith.practice, desk);
  expect(keys).toHaveLength(2);
  expect(await bar(smith.practice, keys, false)).toMatchObject({ status: 422 });
  expect(await bar(abc.practice, keys)).toMatchObject({ status: 409, json: { code: 'key-not-counting' } });
  expect(
    (await smith.host.call('POST', '/acts', { act: { act: 'bar-keys', practice: abc.practice, keys, reason: 'misuse' } }, smith.token))
      .json,
  ).toMatchObject({ code: 'not-the-office' });
  expect(await bar(smith.practice, keys)).toMatchObject({ status: 200 });
  await network.rounds(office, abc);
  for (const seat of [office, abc]) {
    const record = await member(seat, smith.practice);
    expect(record.desks.flatMap((one) => one.keys.map(({ state }) => state))).toEqual(['barred', 'barred']);
    expect(await ok(seat, 'GET', '/office/revocations')).toMatchObject([
      { what: 'key-barred', practice: 'Smith & Partners', reason: 'the computer or phone was lost or stolen' },
      { what: 'key-barred' },
    ]);
    expect(await kindsOf(seat)).toEqual([]);
  }
  // Whoever holds the computer signs on: the server takes nothing of it, and by a file it is kept and counts nowhere.
  const [late = ''] = append(smith, {
    type: 'practice.changed',
    body: { practice: smith.practice, gst: { registered: false, from: null, source: 'declared' } },
  });
  expect((await smith.host.call('POST', '/network/round', undefined, smith.token)).status).toBe(409);
  const taken = await importInto(abc, await exportFile(smith, abc));
  expect(taken).toMatchObject({
    accepted: 0,
    attachments: 0,
    missing: expect.arrayContaining([expect.stringContaining('The key that signed this had ended')]) as string[],
  });
  expect(abc.host.desk().ledger.known(late)).toBeUndefined();
  expect(abc.host.desk().ledger.voidOf(late)).toMatchObject({ code: 'key.revoked' });
});

it('leaves a practice its other desk, which wraps nothing for the ended one any more and then makes a new key for what is sent to it', async () => {
  const { office, abc } = network;
  const second = await addDesk(network, abc);
  try {
    await network.rounds(abc, second, office);
    const { desk } = second.host.desk().profile;
    const view = async () => (await ok(abc, 'GET', '/desks')) as unknown as DesksView;
    const listed = () =>
      abc.host
        .desk()
        .db.statement<[], { readonly desk: string }>('select desk from book_desk where epoch = (select max(epoch) from book_desk)')
        .all()
        .map((row) => row.desk);
    expect(listed()).toContain(desk);
    expect(await bar(abc.practice, await keysAt(abc.practice, desk))).toMatchObject({ status: 200 });
    await network.rounds(office, abc, abc);
    expect(listed()).toEqual([abc.host.desk().profile.desk]);
    expect((await view()).desks.find((one) => one.desk === desk)).toMatchObject({ state: 'revoked', renew: true });
    const before = abc.host.desk().ledger.register()?.practices.get(abc.practice)?.desks.at(-1)?.sealKey;
    await sign(abc, { act: 'revoke-desk', desk, reason: 'lost-device' });
    expect((await view()).desks.find((one) => one.desk === desk)).toMatchObject({ renew: false });
    expect(abc.host.desk().ledger.register()?.practices.get(abc.practice)?.desks.at(-1)?.sealKey).not.toBe(before);
    expect((await second.host.call('POST', '/network/round', undefined, second.token)).status).toBe(409);
    expect(personAt(abc)).toBeDefined();
  } finally {
    await second.host.close();
  }
});
