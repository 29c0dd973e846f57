import { describe, expect, it } from 'vitest';
import type { Transport } from '../../core/ports/transport.ts';
import type { Bytes } from '../../core/protocol/bytes.ts';
import { encodeExchangeFile, parseExchangeFile } from '../../core/protocol/exchange/file.ts';
import { signPayload } from '../../core/desk/ledger/compose.ts';
import { signerOf } from '../../core/desk/keys/signers.ts';
import { EXCHANGE_PAYLOAD_TYPE } from '../../core/protocol/pae.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { primitives, seedOf, uuidOf } from '../story/keys.ts';

/** Two ends of one transport, and how what one end offers gets to the other: at once, or when somebody carries it. */
export type Line = {
  readonly sender: Transport;
  readonly recipient: Transport;
  /** Practice that the recipient's end belongs to. */
  readonly to: string;
  readonly carry: () => Promise<void>;
  /** Breaks off in the middle of carrying: what arrives then is part of a bundle. */
  readonly breakOff: () => Promise<void>;
  /** The recipient's end after its process ended and began again. */
  readonly reopened: () => Transport;
  readonly close: () => Promise<void>;
};

const sealedBundle = (
  to: string,
  seq: number,
  size = 2000,
): { readonly to: string; readonly id: string; readonly name: string; readonly bytes: Bytes } => {
  const ciphertext = new Uint8Array(size).fill(seq);
  const body = bytesToHex(primitives.sha256(ciphertext));
  const payload = {
    at: '2026-08-04T01:00:00.000Z',
    body,
    desk: uuidOf('desk'),
    enc: 'AAAA',
    from: uuidOf('from'),
    net: 'a'.repeat(64),
    seq,
    to,
    v: 1,
  };
  const bytes = encodeExchangeFile(signPayload(EXCHANGE_PAYLOAD_TYPE, payload, signerOf(primitives, seedOf('transport'))), ciphertext);
  const parsed = parseExchangeFile(bytes, primitives);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return { to, id: parsed.value.id, name: `a-to-b-${String(seq).padStart(4, '0')}.flip360`, bytes };
};

/** What every transport must pass: whole or not at all, once, in any order, shown again until taken, over a restart too. */
export const transportAcceptance = (name: string, openLine: () => Promise<Line>): void => {
  describe(`${name}, as a transport`, () => {
    const withLine = async (work: (line: Line) => Promise<void>): Promise<void> => {
      const line = await openLine();
      try {
        await work(line);
      } finally {
        await line.close();
      }
    };
    const idsAt = async (end: Transport): Promise<readonly string[]> => {
      const arrivals = await end.arrivals();
      if (!arrivals.ok) throw new Error(arrivals.error.why);
      return arrivals.value.map((arrival) => arrival.id).toSorted();
    };

    it('brings a bundle whole, byte for byte', () =>
      withLine(async (line) => {
        const bundle = sealedBundle(line.to, 1, 300_000);
        expect((await line.sender.offer(bundle)).ok).toBe(true);
        await line.carry();
        const arrivals = await line.recipient.arrivals();
        expect(arrivals).toEqual({ ok: true, value: [{ id: bundle.id, bytes: bundle.bytes }] });
      }));

    it('brings a bundle once, however often it is offered and carried', () =>
      withLine(async (line) => {
        const bundle = sealedBundle(line.to, 1);
        const first = await line.sender.offer(bundle);
        await line.carry();
        expect(await line.sender.offer(bundle)).toEqual(first);
        await line.carry();
        expect(await idsAt(line.recipient)).toEqual([bundle.id]);
      }));

    it('does not mind the order', () =>
      withLine(async (line) => {
        const bundles = [3, 1, 2].map((seq) => sealedBundle(line.to, seq));
        for (const bundle of bundles) await line.sender.offer(bundle);
        await line.carry();
        expect(await idsAt(line.recipient)).toEqual(bundles.map((bundle) => bundle.id).toSorted());
        await line.recipient.taken(bundles[1]?.id ?? '');
        expect(await idsAt(line.recipient)).toEqual([bundles[0], bundles[2]].map((bundle) => bundle?.id ?? '').toSorted());
      }));

    it('shows what was not taken again, and what was taken never, over a restart too', () =>
      withLine(async (line) => {
        const [kept, gone] = [sealedBundle(line.to, 1), sealedBundle(line.to, 2)];
        for (const bundle of [kept, gone]) await line.sender.offer(bundle);
        await line.carry();
        await line.recipient.taken(gone.id);
        expect((await line.recipient.taken(gone.id)).ok).toBe(true);
        expect((await line.recipient.taken('f'.repeat(64))).ok).toBe(true);
        expect(await idsAt(line.reopened())).toEqual([kept.id]);
        await line.carry();
        expect(await idsAt(line.reopened())).toEqual([kept.id]);
      }));

    it('shows nothing of a bundle that has arrived in part, and the whole of it once it is complete', () =>
      withLine(async (line) => {
        const bundle = sealedBundle(line.to, 1);
        await line.sender.offer(bundle);
        await line.breakOff();
        expect(await idsAt(line.recipient)).toEqual([]);
        await line.carry();
        expect(await idsAt(line.recipient)).toEqual([bundle.id]);
      }));
  });
};
