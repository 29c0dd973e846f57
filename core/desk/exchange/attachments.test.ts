import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesToBase64, bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import type { Opening } from '../../protocol/commitment.ts';
import type { JsonObject } from '../../protocol/jcs.ts';
import { leafHash, nodeHash } from '../../protocol/merkle.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { commit } from '../openings/openings.ts';
import { hashBytes } from '../ledger/compose.ts';
import { forge, recordOf, sealedAttachment } from './forged-file.fixture.ts';
import { carry, importInto, type Network, openNetwork, type Seat } from './network.fixture.ts';
import { append, appendByDesk, beginReferral } from './referral-steps.fixture.ts';

let network: Network;
beforeAll(async () => {
  network = await openNetwork();
  await carry(network.smith, network.abc);
});
afterAll(async () => {
  await network.close();
});

const CLIENT = { name: 'Sarah Chen', email: 'sarah.chen@example.com', phone: '0400 111 222' };
let seq = 10;
const sendAttachment = async (event: string, plaintext: JsonObject, records: readonly string[] = [], id?: string) => {
  const { smith, abc } = network;
  seq += 1;
  return importInto(
    abc,
    await forge(smith, abc, {
      seq,
      body: { records, attachments: [await sealedAttachment(smith, abc, event, plaintext, id)] },
    }),
  );
};
const json = (opening: Opening): JsonObject => ({ ...opening });
const held = (seat: Seat, commitment: string): boolean =>
  seat.host.desk().db.statement<[string], { readonly one: number }>('select 1 as one from opening where commitment = ?').get(commitment) !==
  undefined;

describe('openings', () => {
  it('count only when they give a commitment that an event of the referral names', async () => {
    const { smith, abc } = network;
    const begun = beginReferral(smith, abc, CLIENT);
    await carry(smith, abc);
    const stranger = commit(smith.host.desk(), {
      for: 'client',
      referral: begun.referral,
      data: { name: 'Somebody else' },
    });
    const wrong: JsonObject = { ...begun.client, data: { name: 'Somebody else' } };
    const taken = await sendAttachment(begun.intent, { openings: [wrong, json(stranger)] });
    expect(taken.attachments).toBe(0);
    expect(taken.missing.filter((line) => line.startsWith('Left out'))).toEqual([
      `Left out: an opening (client) does not give its commitment ${begun.client.commitment.slice(0, 16)}….`,
      `Left out: an opening (client) belongs to no event held here: ${stranger.commitment.slice(0, 16)}….`,
    ]);
    expect(held(abc, begun.client.commitment)).toBe(false);
    expect(held(abc, stranger.commitment)).toBe(false);
    expect(await sendAttachment(begun.intent, { openings: [json(begun.client)] })).toMatchObject({
      attachments: 1,
    });
    expect(held(abc, begun.client.commitment)).toBe(true);
  });

  it('wait for their event, and are checked when it comes', async () => {
    const { smith, abc } = network;
    const begun = beginReferral(smith, abc, CLIENT);
    const early = await sendAttachment(begun.intent, { openings: [json(begun.client)] }, [], '01989a00-0000-7000-8000-0000000000b1');
    expect(early).toMatchObject({
      attachments: 0,
      missing: expect.arrayContaining(['An attachment is kept until its event arrives.']) as string[],
    });
    expect(held(abc, begun.client.commitment)).toBe(false);
    seq += 1;
    await importInto(abc, await forge(smith, abc, { seq, body: { records: [recordOf(smith, begun.intent)] } }));
    expect(held(abc, begun.client.commitment)).toBe(true);
    expect(abc.host.desk().db.statement<[], { readonly count: number }>('select count(*) as count from held_attachment').get()?.count).toBe(
      0,
    );
  });

  it('are refused out of form, and under another event than the one they were sealed for', async () => {
    const { smith, abc } = network;
    const begun = beginReferral(smith, abc, CLIENT);
    await carry(smith, abc);
    expect((await sendAttachment(begun.intent, { openings: [], more: 1 })).missing.join(' ')).toContain('not in form');
    const moved = {
      ...(await sealedAttachment(smith, abc, 'c'.repeat(64), { openings: [json(begun.client)] })),
      event: begun.intent,
    };
    seq += 1;
    const taken = await importInto(abc, await forge(smith, abc, { seq, body: { attachments: [moved] } }));
    expect(taken.missing.join(' ')).toContain('does not open with the keys of this desk');
    expect(held(abc, begun.client.commitment)).toBe(false);
  });
});

describe('documents', () => {
  const invoice = (begun: { readonly intent: string }, document: string) => ({
    kind: 'statement' as const,
    number: 'CS-2026-0001',
    supplier: network.abc.practice,
    recipient: network.smith.practice,
    entitlements: [begun.intent],
    exGst: 100,
    gst: 0,
    total: 100,
    gstMethod: 'none' as const,
    agreement: null,
    issuedOn: '2026-08-04',
    document,
  });

  it('are kept when their event commits to their SHA-256, and refused otherwise', async () => {
    const { smith, abc } = network;
    const desk = smith.host.desk();
    const begun = beginReferral(smith, abc, CLIENT);
    const pdf = utf8Encode('%PDF-1.7 a statement');
    const opening = commit(desk, {
      for: 'document',
      referral: begun.referral,
      data: { sha256: bytesToHex(desk.primitives.sha256(pdf)) },
    });
    const [event = ''] = appendByDesk(smith, {
      type: 'invoice.issued',
      about: [begun.intent],
      body: invoice(begun, opening.commitment),
    });
    await carry(smith, abc);
    const document = (bytes: Uint8Array): JsonObject => ({
      bytes: bytesToBase64(bytes),
      kind: 'statement',
      mediaType: 'application/pdf',
      name: 'CS-2026-0001.pdf',
    });
    const forged = await sendAttachment(event, {
      documents: [document(utf8Encode('%PDF-1.7 another'))],
      openings: [json(opening)],
    });
    expect(forged.documents).toEqual([]);
    expect(forged.missing.join(' ')).toContain('the document "CS-2026-0001.pdf" is not the one that its event commits to');
    const taken = await sendAttachment(event, { documents: [document(pdf)], openings: [json(opening)] });
    expect(taken.documents).toEqual(['CS-2026-0001.pdf']);
    await sendAttachment(event, { documents: [document(pdf)], openings: [json(opening)] });
    const rows = abc.host
      .desk()
      .db.statement<[], { readonly name: string; readonly bytes: Uint8Array; readonly event: string }>(
        'select name, bytes, event from document',
      )
      .all();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ name: 'CS-2026-0001.pdf', event });
    expect(Uint8Array.from(rows[0]?.bytes ?? [])).toEqual(pdf);
  });
});

describe('batch lines', () => {
  it('count under the root of their batch only', async () => {
    const { smith, abc } = network;
    const desk = smith.host.desk();
    const batch = uuidV7(desk.entropy, desk.clock.now());
    const line = (position: number): Opening =>
      commit(desk, { for: 'batch-line', referral: batch, data: { line: position, cents: 100 + position } });
    const [first, second] = [line(0), line(1)];
    const leaves = [first, second].map((opening) => leafHash(desk.primitives, hashBytes(opening.commitment)));
    const [left = new Uint8Array(), right = new Uint8Array()] = leaves;
    const root = bytesToHex(nodeHash(desk.primitives, left, right));
    const hash = 'd'.repeat(64);
    const [prepared = ''] = append(smith, {
      type: 'batch.prepared',
      body: {
        batch,
        revision: 1,
        label: 'BATCH-2026-0001',
        lines: 2,
        total: hash,
        root,
        account: hash,
        payees: [{ practice: abc.practice, account: hash }],
        processingDate: '2026-08-05',
        file: hash,
      },
    });
    await carry(smith, abc);
    const proof = (opening: Opening, index: number, sibling: Uint8Array, size = 2): JsonObject => ({
      lines: [{ commitment: opening.commitment, index, proof: [bytesToHex(sibling)], size }],
      openings: [json(opening)],
    });
    for (const bad of [proof(first, 1, right), proof(first, 0, left), proof(first, 0, right, 3), { openings: [json(first)] }])
      expect((await sendAttachment(prepared, bad)).attachments).toBe(0);
    expect(held(abc, first.commitment)).toBe(false);
    expect(await sendAttachment(prepared, proof(second, 1, left))).toMatchObject({ attachments: 1 });
    expect(
      abc.host.desk().db.statement<[], Record<string, unknown>>('select commitment, prepared, line, size from batch_line_proof').all(),
    ).toEqual([{ commitment: second.commitment, prepared, line: 1, size: 2 }]);
  });
});
