import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import type { FileAnswer } from '../../core/contract/scalars.ts';
import { wrapKeyOf } from '../../core/desk/book/practice-keys.ts';
import { bytesToBase64url, utf8Encode } from '../../core/protocol/bytes.ts';
import { canonicalBytes } from '../../core/protocol/jcs.ts';
import { waitingDesk } from './second-desk.ts';
import { openWiredNetwork, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
beforeAll(async () => {
  network = await openWiredNetwork();
  await network.rounds();
});
afterAll(async () => {
  await network.close();
});

const asJson = (base64: string): object => JSON.parse(Buffer.from(base64, 'base64').toString()) as object;
const asFile = (value: object) => ({ name: 'x', base64: Buffer.from(JSON.stringify(value)).toString('base64') });

describe('the answer to a new desk', () => {
  it('is refused where it is of another network than the invitation', async () => {
    const elsewhere = (file: FileAnswer) => asFile({ ...asJson(file.base64), net: 'a'.repeat(64) });
    const { host, answer } = await waitingDesk(network, network.smith, 'another network', network.smith.person, elsewhere);
    const taken = await host.call('POST', '/setup/desk/answer', { answer: { name: answer.name, base64: answer.base64 } });
    expect([taken.status, taken.json['code']]).toEqual([422, 'desk-answer-network']);
    expect(host.desk().ledger.size()).toBe(0);
    await host.close();
  });

  it('is refused where what is sealed in it is no JSON', async () => {
    const { host, answer } = await waitingDesk(network, network.smith, 'damaged');
    const desk = host.desk();
    const { net } = asJson(answer.base64) as { readonly net: string };
    const sealed = await hpkeSealer(desk.entropy).seal(
      wrapKeyOf(desk).publicKey,
      utf8Encode('flip360 desk answer v1'),
      canonicalBytes({ desk: desk.profile.desk, net, practice: desk.profile.practice }),
      utf8Encode('{'),
    );
    if (!sealed.ok) throw new Error(sealed.error.code);
    const file = asFile({ body: bytesToBase64url(sealed.value.ciphertext), enc: bytesToBase64url(sealed.value.enc), net, v: 1 });
    const taken = await host.call('POST', '/setup/desk/answer', { answer: file });
    expect([taken.status, taken.json['code']]).toEqual([422, 'desk-answer-seal']);
    await host.close();
  });
});
