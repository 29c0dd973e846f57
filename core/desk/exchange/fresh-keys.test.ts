import { expect, it } from 'vitest';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { seededBytes } from '../open-desk.fixture.ts';
import { possessionProof, signerOf } from '../keys/signers.ts';
import { exportFor } from './export.ts';
import { carry, importInto, openNetwork } from './network.fixture.ts';
import { append, beginReferral } from './referral-steps.fixture.ts';

const CLIENT = { name: 'Sarah Chen', email: 's@example.com', phone: '1' };

it('takes a file by a desk key that the file itself brings, and counts that key’s files from 1', async () => {
  const network = await openNetwork();
  const { smith, abc } = network;
  const confirmed = beginReferral(smith, abc, CLIENT);
  await carry(smith, abc);
  await carry(abc, smith);
  const open = beginReferral(smith, abc, CLIENT);
  await carry(smith, abc);

  const desk = smith.host.desk();
  const fresh = signerOf(desk.primitives, seededBytes('fresh').bytes(32));
  const named = { practice: smith.practice, desk: desk.profile.desk };
  const { key, spki } = fresh;
  append(smith, {
    type: 'key.registered',
    body: {
      ...named,
      person: null,
      use: 'desk',
      key,
      spki,
      alg: 'ed25519',
      proof: possessionProof(fresh, { ...named, person: null, use: 'desk' }),
    },
  });
  const renewed = { ...desk, keys: { ...desk.keys, desk: fresh } };
  const made = await exportFor(renewed, hpkeSealer(desk.entropy), abc.practice);
  if (!made.ok) throw new Error(made.error.code);
  expect(made.value).toMatchObject({ seq: 1, left: 0 });
  const taken = await importInto(abc, made.value);
  expect(taken).toMatchObject({
    expected: 'File 1, the first from Smith & Partners.',
    accepted: 1,
    refused: 0,
  });
  const types = taken.events.map((event) => event.type);
  expect(types).toContain('key.registered');
  // What was open is offered again, what was confirmed is not.
  expect(taken.events.filter((event) => event.type === 'referral.intent')).toHaveLength(1);
  expect([confirmed.intent, open.intent].map((intent) => abc.host.desk().ledger.event(intent)?.type)).toEqual([
    'referral.intent',
    'referral.intent',
  ]);
  await carry(abc, smith);
  const again = await exportFor(renewed, hpkeSealer(desk.entropy), abc.practice);
  expect(again).toMatchObject({ ok: true, value: { seq: 2, events: 0 } });
  await network.close();
});
