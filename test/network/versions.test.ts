import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import { CLIENT_HEADER } from '../../core/contract/network/headers.ts';
import { beginReferral } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { viewOf } from './seen.ts';
import { openWiredNetwork, straightTo, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
beforeAll(async () => {
  network = await openWiredNetwork();
  await network.rounds();
  await network.rounds();
});
afterAll(() => network.close());

const saying =
  (client: string): Fetch =>
  (url, init) =>
    straightTo(network.wire.server)(url, { ...init, headers: { ...(init.headers as Record<string, string>), [CLIENT_HEADER]: client } });

const refusedAs = async (client: string) => {
  const { smith, wire } = network;
  wire.fetch = saying(client);
  await smith.host.api.network.round();
  wire.fetch = straightTo(wire.server);
  return (await viewOf(smith)).connection;
};

it('says in words that a desk and a server do not fit, keeps what is to be sent, and goes on when they do', async () => {
  const { smith, abc } = network;
  const { intent } = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  expect(await refusedAs('0.1.0; protocol=2')).toMatchObject({
    state: 'offline',
    why: 'These versions do not fit. This server speaks protocol 1, the desk protocol 2.',
  });
  expect(await refusedAs('0.1.0; protocol=0')).toMatchObject({ state: 'offline', why: expect.stringContaining('do not fit') as string });
  await network.rounds(smith, abc);
  expect(abc.host.desk().ledger.referral(intent)).toBeDefined();
});

it('reads past members of answers that a newer server adds', async () => {
  const { smith, abc, wire } = network;
  const { intent } = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  const honest = straightTo(wire.server);
  wire.fetch = async (url, init) => {
    const answer = await honest(url, init);
    if (answer.headers.get('content-type')?.includes('json') !== true) return answer;
    return Response.json({ ...((await answer.json()) as object), newMember: { of: 'a later version' } }, answer);
  };
  await network.rounds(smith, abc);
  wire.fetch = honest;
  expect(abc.host.desk().ledger.referral(intent)).toBeDefined();
});

it('passes over what only a newer program knows, and reads it after the update', async () => {
  const { smith, abc, wire } = network;
  const { intent } = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  const honest = straightTo(wire.server);
  wire.fetch = async (url, init) => {
    const answer = await honest(url, init);
    if (!url.includes('/v1/feed')) return answer;
    const { items, last } = (await answer.json()) as {
      readonly items: readonly { readonly no: number; readonly at: string }[];
      readonly last: number;
    };
    return Response.json({ items: items.map(({ no, at }) => ({ kind: 'of-tomorrow', no, at, more: 1 })), last }, answer);
  };
  await network.rounds(smith, abc);
  wire.fetch = honest;
  expect((await viewOf(abc)).connection).toMatchObject({ state: 'online' });
  await network.rounds(abc);
  expect(abc.host.desk().ledger.referral(intent)).toBeUndefined();
  abc.host.desk().db.exec(`update meta set value = json_set(value, '$.version', '0.0.9') where name = 'network.later'`);
  await network.rounds(abc);
  expect(abc.host.desk().ledger.referral(intent)).toBeDefined();
});

it('asks a server in a round for no address that an older one lacks', async () => {
  const { smith, abc, wire } = network;
  const { intent } = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  const honest = straightTo(wire.server);
  const lacked = new Set<string>();
  wire.fetch = async (url, init) => {
    const later = /\/v1\/(?:ops|notices|crm|requests|log\/time-stamp)\b/u.exec(url)?.[0];
    if (later === undefined) return honest(url, init);
    lacked.add(later);
    return Promise.resolve(
      Response.json(
        { type: 'urn:flip360:problem:not-found', code: 'not-found', title: 'Nothing is here', status: 404, detail: 'No such address.' },
        { status: 404, headers: { 'content-type': 'application/problem+json' } },
      ),
    );
  };
  await network.rounds(smith, abc);
  const state = (await viewOf(abc)).connection;
  wire.fetch = honest;
  expect([state.state, [...lacked]]).toEqual(['online', []]);
  expect(abc.host.desk().ledger.referral(intent)).toBeDefined();
});
