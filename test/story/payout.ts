import type { Calculation } from '../../core/domain/commission/calculation.ts';
import { bytesToHex, hexToBytes, type Bytes } from '../../core/protocol/bytes.ts';
import { appendLeaf, createPackedNodes, EMPTY_FRONTIER, inclusionProof, rootAt } from '../../core/protocol/merkle-log.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import type { PackLine } from '../../core/protocol/pack/pack-json.ts';
import { primitives, uuidOf } from './keys.ts';
import { ABC, REFERRAL, SMITH } from './network.ts';
import type { Writer } from './writer.ts';

const BATCH = uuidOf('batch 1');
const bytesOf = (hex: string): Bytes => {
  const bytes = hexToBytes(hex);
  if (!bytes.ok) throw new Error(hex);
  return bytes.value;
};

/** Root and the inclusion proof of one line over line commitments (protocol §9). */
export const batchTree = (commitments: readonly string[], line: number): { readonly root: string; readonly proof: string[] } => {
  const nodes = createPackedNodes();
  let frontier = EMPTY_FRONTIER;
  for (const commitment of commitments) {
    const added = appendLeaf(primitives, frontier, leafHash(primitives, bytesOf(commitment)));
    added.nodes.forEach(nodes.put);
    frontier = added.frontier;
  }
  const root = rootAt(primitives, nodes, commitments.length);
  const proof = inclusionProof(primitives, nodes, line, commitments.length);
  if (!root.ok || !proof.ok) throw new Error('no such line');
  return { root: bytesToHex(root.value), proof: proof.value.map(bytesToHex) };
};

const writeInvoice = (writer: Writer, calculation: Calculation): void => {
  const { append, commit, hash } = writer;
  const { commission, gstEstimate } = calculation.result;
  append('invoice', {
    type: 'invoice.issued',
    at: '2026-09-19 00:00',
    by: ABC.deskKey,
    about: [hash('entitlement')],
    body: {
      kind: 'rcti',
      number: 'RCTI-ABC-2026-0001',
      supplier: SMITH.id,
      recipient: ABC.id,
      entitlements: [hash('entitlement')],
      exGst: commission,
      gst: gstEstimate.commission,
      total: commission + gstEstimate.commission,
      gstMethod: 'taxable-supply',
      agreement: hash('smith agreement rcti'),
      issuedOn: '2026-09-19',
      document: commit('document', REFERRAL, 'invoice', { number: 'RCTI-ABC-2026-0001', sha256: 'f'.repeat(64) }, 'secret'),
    },
  });
};

/** Invoice, batch of three lines, approval by a second person, release, settlement, and the payee's word that it came. */
export const writePayout = (writer: Writer, calculation: Calculation): PackLine => {
  const { append, commit, hash } = writer;
  const [alex, bianca] = ABC.people;
  if (bianca === undefined) throw new Error('one person');
  writeInvoice(writer, calculation);
  const { commission, gstEstimate } = calculation.result;
  const gst = gstEstimate.commission;
  const account = commit('account', SMITH.id, 'smith', { account: '11112222', bsb: '062000', title: 'Smith & Partners' }, 'secret');
  const mine = commit('batch-line', BATCH, 'line 1', {
    account,
    batch: BATCH,
    beneficiary: SMITH.id,
    cents: commission + gst,
    entitlement: hash('entitlement'),
    gst,
    kind: 'commission',
    line: 1,
    reference: 'RCTI-ABC-2026-0001',
  });
  const others = [0, 2].map((line) => commit('batch-line', BATCH, `line ${String(line)}`, { line }, 'secret'));
  const commitments = [others[0] ?? '', mine, others[1] ?? ''];
  const tree = batchTree(commitments, 1);
  const file = commit('bank-file', BATCH, 'file', { sha256: 'e'.repeat(64) }, 'secret');
  append('prepared', {
    type: 'batch.prepared',
    at: '2026-09-21 00:00',
    by: bianca.key,
    body: {
      batch: BATCH,
      revision: 1,
      label: 'PB-ABC-2026-0001',
      lines: 3,
      total: commit('batch-total', BATCH, 'total', { cents: 412_345 }, 'secret'),
      root: tree.root,
      account: commit('account', ABC.id, 'abc', { account: '33334444', bsb: '033000', title: 'ABC Finance' }, 'secret'),
      payees: [{ practice: SMITH.id, account }],
      processingDate: '2026-09-22',
      file,
    },
  });
  append('approved', {
    type: 'batch.approved',
    at: '2026-09-21 01:00',
    by: alex.key,
    assertedBy: alex.passkey,
    about: [hash('prepared')],
    body: { approval: 1 },
  });
  append('released', {
    type: 'batch.released',
    at: '2026-09-21 01:05',
    by: ABC.deskKey,
    about: [hash('prepared')],
    body: { batch: BATCH, approvals: [hash('approved')], soleSignatory: false, file, attempt: 1 },
  });
  const bankLine = commit('bank-line', BATCH, 'bank line', { cents: 412_345, on: '2026-09-22' }, 'secret');
  append('line settled', {
    type: 'line.settled',
    at: '2026-09-23 00:00',
    by: ABC.deskKey,
    about: [hash('released')],
    body: { line: 1, reference: bankLine, on: '2026-09-22' },
  });
  append('bank line', {
    type: 'bankline.matched',
    at: '2026-09-23 00:01',
    by: ABC.deskKey,
    about: [hash('released')],
    body: { batch: BATCH, line: bankLine, on: '2026-09-22' },
  });
  append('payment attested', {
    type: 'attestation',
    at: '2026-09-24 00:00',
    by: SMITH.people[0].key,
    about: [hash('entitlement')],
    referral: REFERRAL,
    body: { agrees: true, reason: 'payment.received' },
  });
  return { batch: hash('prepared'), commitment: mine, line: 1, proof: tree.proof };
};
