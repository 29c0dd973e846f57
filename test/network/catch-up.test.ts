import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import { personAt } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { nextPlace } from '../../core/desk/ledger/compose.ts';
import { answerChecks, answerOf, packChecks } from '../../core/desk/ledger/signature-checks.ts';
import { type SignatureThread, startSignatureThread } from '../../core/desk/ledger/signature-thread.ts';
import { linkOf } from '../../core/desk/network/link.ts';
import { openBatch, type ParcelItem, takeBatch } from '../../core/desk/network/parcel-batch.ts';
import type { Bytes } from '../../core/protocol/bytes.ts';
import { eventHashOf } from '../../core/protocol/record.ts';
import { intentDraft } from './intent-draft.ts';
import { bentRecord, parcelOf, post, serverOf } from './malicious.ts';
import { alarmsOf, mustBe, primitives } from './seen.ts';
import { openWiredNetwork, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
let thread: SignatureThread;
beforeAll(async () => {
  network = await openWiredNetwork();
  await network.rounds();
  await network.rounds();
  const started = startSignatureThread();
  if (started === null) throw new Error('no thread');
  thread = started;
});
afterAll(async () => {
  await thread.close();
  await network.close();
});

/** Records of Smith for ABC, each after the one before. */
const chain = (count: number): readonly Bytes[] => {
  const { smith, abc } = network;
  const { signer } = personAt(smith);
  // Smith keeps none of them: what ABC holds says where the stream stands.
  let place = nextPlace(abc.host.desk(), signer.key);
  return Array.from({ length: count }, () => {
    const record = bentRecord(smith, intentDraft(smith, abc), {}, place);
    place = { n: place.n + 1, prev: eventHashOf(primitives, record) };
    return record;
  });
};

/** Parcels of Smith with one of these records each, as ABC's feed shows them. */
const inFeed = async (records: readonly Bytes[]): Promise<readonly ParcelItem[]> => {
  const { smith, abc } = network;
  for (const record of records) await post(smith, await parcelOf(smith, abc, [record]));
  const page = mustBe(await serverOf(abc).feed(linkOf(abc.host.desk())?.feed ?? 0, 100));
  return page.items.filter((item) => item.kind === 'parcel');
};

const damaged = (record: Bytes): Bytes => {
  const text = Buffer.from(record).toString('utf8');
  const at = text.indexOf('"sig":"') + 8;
  return Buffer.from(`${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`, 'utf8');
};

/** A thread that has every answer at once, and one that never has any. */
const atOnce: SignatureThread = {
  ask: (checks) => {
    const packed = packChecks(checks);
    answerChecks(packed, primitives);
    return (index) => answerOf(packed, index);
  },
  close: async () => undefined,
};
const never: SignatureThread = { ask: () => () => undefined, close: async () => undefined };
const refusalsAt = async ({ abc }: WiredNetwork): Promise<readonly string[]> =>
  (await alarmsOf(abc)).filter(({ kind }) => kind === 'event-refused').map(({ words }) => words);

describe('a desk that catches up', () => {
  it.each([
    ['as it comes to them', () => thread],
    ['at once', () => atOnce],
    ['never', () => never],
  ])(
    'takes several parcels in by one transaction, and refuses in its turn the record whose signature does not verify; the thread answers %s',
    async (_name, answering) => {
      const { abc } = network;
      const desk = abc.host.desk();
      const [first, second, third] = chain(3) as [Bytes, Bytes, Bytes];
      const items = await inFeed([first, damaged(second), second, third]);
      const before = desk.ledger.size();
      const refused = await refusalsAt(network);
      let commits = 0;
      desk.ledger.onChange(() => {
        commits += 1;
      });
      const sealer = hpkeSealer(desk.entropy);
      expect(await takeBatch(desk, sealer, await openBatch(desk, sealer, items, answering()))).toEqual({ ok: true, value: 4 });
      expect(desk.ledger.size()).toBe(before + 3);
      expect(commits).toBe(1);
      expect(linkOf(desk)?.feed).toBe(items.at(-1)?.no);
      const now = await refusalsAt(network);
      expect(now).toHaveLength(refused.length + 1);
      expect(now.every((words) => words.includes('signature.invalid'))).toBe(true);
    },
  );

  it('keeps what came before a parcel that cannot be taken in, and goes on from there', async () => {
    const desk = network.abc.host.desk();
    const items = await inFeed(chain(3));
    const sealer = hpkeSealer(desk.entropy);
    const before = desk.ledger.size();
    let offered = 0;
    const accept: typeof desk.ledger.accept = (records, source, also) => {
      offered += 1;
      // The second of the three, together with the others and alone.
      if (offered === 2 || offered === 4) throw new Error('the disk is full');
      return desk.ledger.accept(records, source, also);
    };
    const failing = { ...desk, ledger: { ...desk.ledger, accept } };
    await expect(takeBatch(failing, sealer, await openBatch(failing, sealer, items, thread))).rejects.toThrow('the disk is full');
    expect(desk.ledger.size()).toBe(before + 1);
    expect(linkOf(desk)?.feed).toBe(items[0]?.no);
    const rest = items.slice(1);
    expect(await takeBatch(desk, sealer, await openBatch(desk, sealer, rest, thread))).toEqual({ ok: true, value: 2 });
    expect(desk.ledger.size()).toBe(before + 3);
  });
});
