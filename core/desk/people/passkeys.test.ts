import { describe, expect, it } from 'vitest';
import { p256 } from '@noble/curves/nist.js';
import { passkeyChallenge, prepared } from '../../contract/acts.ts';
import { testAuthenticator } from '../../adapters/crypto/test-authenticator.ts';
import { bytesToBase64url, type Bytes } from '../../protocol/bytes.ts';
import { openTestHost, registerByTestOffice, setUpSmith, signAct, signInAs, type TestHost } from '../open-desk.fixture.ts';
import { assertionOf, begin, enrol, rp } from './passkey.fixture.ts';

const registered = async (): Promise<{
  readonly host: TestHost;
  readonly person: string;
  readonly token: string;
}> => {
  const host = await openTestHost();
  const { person } = await setUpSmith(host);
  registerByTestOffice(host);
  return { host, person, token: await signInAs(host, person) };
};

/** DER of the other signature that the same curve accepts: r, n − s. */
const highS = (der: Bytes): Bytes => {
  const low = p256.Signature.fromBytes(der, 'der');
  return new p256.Signature(low.r, p256.Point.Fn.ORDER - low.s).toBytes('der');
};

describe('passkey enrolment', () => {
  it('registers a key that proves possession, and shows it', async () => {
    const { host, person, token } = await registered();
    const key = testAuthenticator(new Uint8Array(32).fill(9));
    expect(await enrol(host, token, key)).toMatchObject({
      status: 200,
      json: { events: [{ type: 'key.registered' }], person },
    });
    const people = (await host.call('GET', '/people', undefined, token)).json;
    expect(people).toMatchObject({
      people: [{ keys: [{ use: 'sign' }, { use: 'passkey', words: 'Security key', kind: 'passkey' }] }],
    });
    expect((await host.call('GET', '/status', undefined, token)).json).toMatchObject({
      person: { passkeys: 1 },
    });
    expect((await begin(host, token, key)).json['code']).toBe('passkey-known');
    await host.close();
  });

  it('takes the high-S signature that real authenticators make as often as not, and records the low-S form', async () => {
    const { host, token } = await registered();
    expect((await enrol(host, token, testAuthenticator(new Uint8Array(32).fill(10)), highS)).status).toBe(200);
    await host.close();
  });

  it('then holds the assertion of an act', async () => {
    const { host, token } = await registered();
    const key = testAuthenticator(new Uint8Array(32).fill(9), { backupEligible: true, backedUp: true });
    await enrol(host, token, key);
    const draft = prepared.parse((await host.call('POST', '/acts', { act: { act: 'gst', registered: false, from: null } }, token)).json);
    expect(draft.assertion).toMatchObject({
      need: 'offered',
      rpId: rp.rpId,
      credentials: [bytesToBase64url(key.credential)],
    });
    const other = testAuthenticator(new Uint8Array(32).fill(11));
    const sign = (assertion: object | null) => host.call('POST', `/acts/${draft.draft}/sign`, { ticks: [], assertion }, token);
    expect((await sign(assertionOf(other, draft.assertion.challenge ?? ''))).json['code']).toBe('assertion.key');
    expect((await sign(assertionOf(key, bytesToBase64url(new Uint8Array(32))))).json['code']).toBe('assertion.invalid');
    expect((await sign(assertionOf(key, draft.assertion.challenge ?? ''))).status).toBe(200);
    const last = host.desk().ledger.rows.byIndex(host.desk().ledger.size() - 1)?.hash ?? new Uint8Array();
    expect(host.desk().ledger.event(Buffer.from(last).toString('hex'))?.assertion).toBeDefined();
    await host.close();
  });

  it('refuses another origin, another person, a reused enrolment and one that is too old', async () => {
    const { host, token } = await registered();
    const key = testAuthenticator(new Uint8Array(32).fill(9));
    expect((await begin(host, token, key, 'Key', 'https://evil.test')).json).toMatchObject({
      code: 'passkey-refused',
      detail: expect.stringContaining('wrong-origin'),
    });
    const joined = await signAct(host, token, {
      act: 'person',
      name: 'Tom Baker',
      roles: ['approver'],
      pin: '135791',
    });
    const tom = await signInAs(host, String(joined.json['person']), '135791');
    const challenge = passkeyChallenge.parse((await begin(host, token, key)).json);
    const proof = { enrolment: challenge.enrolment, assertion: assertionOf(key, challenge.challenge) };
    expect((await host.call('POST', '/passkeys/proof', proof, tom)).json['code']).toBe('enrolment-gone');
    expect(
      (await host.call('POST', '/passkeys/proof', { ...proof, assertion: assertionOf(key, bytesToBase64url(new Uint8Array(32))) }, token))
        .json['code'],
    ).toBe('passkey-refused');
    host.clock.advance(11 * 60_000);
    expect((await host.call('POST', '/passkeys/proof', proof, token)).json['code']).toBe('enrolment-gone');
    expect((await enrol(host, token, key)).status).toBe(200);
    expect((await host.call('POST', '/passkeys/proof', proof, token)).json['code']).toBe('enrolment-gone');
    expect((await begin(host, tom, key)).json['code']).toBe('passkey-known');
    await host.close();
  });

  it('ends with revoke-key', async () => {
    const { host, person, token } = await registered();
    await enrol(host, token, testAuthenticator(new Uint8Array(32).fill(9)));
    const passkey = [...(host.desk().ledger.register()?.keys.values() ?? [])].find((key) => key.use === 'passkey');
    expect((await signAct(host, token, { act: 'revoke-key', key: passkey?.key ?? '', reason: 'lost' })).status).toBe(200);
    expect((await host.call('GET', '/status', undefined, token)).json).toMatchObject({
      person: { passkeys: 0 },
    });
    const own = [...(host.desk().ledger.register()?.keys.values() ?? [])].find((key) => key.use === 'sign' && key.person === person);
    expect((await signAct(host, token, { act: 'revoke-key', key: own?.key ?? '', reason: 'lost' })).json['code']).toBe('last-principal');
    await host.close();
  });
});
