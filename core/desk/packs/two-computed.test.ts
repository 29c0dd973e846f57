import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { noteSigner, primitives } from '../../../test/story/keys.ts';
import { ABC, SMITH } from '../../../test/story/network.ts';
import type { Act } from '../../contract/acts.ts';
import { paymentState } from '../../protocol/pack/payments.ts';
import { type PackReport } from '../../protocol/pack/report.ts';
import { verifyPack } from '../../protocol/pack/verify.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { appendOwn } from '../ledger/compose.ts';
import { batchFold } from '../payouts/batches.ts';
import { openPayoutDesk, type PayoutDesk, SECOND } from '../payouts/payout.fixture.ts';
import { jobsNow } from '../testing/jobs-now.ts';
import { collectForPack } from './collect.ts';
import { exportPack } from './export.ts';
import { moneyOf } from './pack-money.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-pack-'));
const page = join(folder, 'verify.html');
beforeAll(() => writeFileSync(page, '<!doctype html>'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let payer: PayoutDesk;
afterEach(() => payer.close());

const stateOf = () => {
  const state = payer.desk.ledger.referral(payer.intents[0] ?? '');
  if (state === undefined) throw new Error('no referral');
  return state;
};
const must = async (who: string, act: Act): Promise<string> => {
  const done = await payer.act(who, act);
  if (!done.ok) throw new Error(`${act.act}: ${done.error.code} ${done.error.detail}`);
  return done.value.batch ?? '';
};

/** Batch, release and settlement of the one entitlement; answers the event that they name. */
const pay = async (): Promise<string> => {
  const entitlement = stateOf().entitlement?.hash ?? '';
  const batch = await must('Bianca Costa', {
    act: 'batch-prepare',
    batch: null,
    entitlements: [entitlement],
    excluded: [],
    processingDate: '2026-09-22',
  });
  await must('Alex Brown', { act: 'batch-approve', batch });
  await must('Bianca Costa', { act: 'batch-release', batch });
  const { desk } = payer;
  const released = batchFold(desk, batch)?.released?.hash ?? '';
  appendOwn(desk, registerOf(desk).net, desk.keys.desk, [
    () => ({ type: 'line.settled', about: [released], body: { line: 0, reference: 'ab'.repeat(32), on: '2026-09-22' } }),
  ]);
  return entitlement;
};

/** The other desk's statement of the same entitlement, signed at `at`. */
const computedElsewhere = (at: string): string => {
  const computed = payer.desk.ledger.known(stateOf().entitlement?.hash ?? '');
  if (computed?.type !== 'entitlement.computed') throw new Error('an entitlement is computed');
  const { about, referral = '', body } = computed;
  payer.writer.append('elsewhere', { type: 'entitlement.computed', at, by: SECOND.deskKey, about, referral, body });
  payer.take('elsewhere');
  return payer.writer.hash('elsewhere');
};
const confirm = (named: string): void => {
  payer.writer.append('received', {
    type: 'attestation',
    at: '2026-09-24 00:00',
    by: SMITH.people[0].key,
    about: [named],
    referral: stateOf().referral,
    body: { agrees: true, reason: 'payment.received' },
  });
  payer.take('received');
};

/** The pack that the payer's desk makes, as its reader judges it; on this desk packs are signed. */
const packOf = async (): Promise<PackReport> => {
  const [log, pack] = (['log', 'pack'] as const).map((use) => {
    const { key, vkey, sign } = noteSigner(`flip360/${ABC.id}/${ABC.desk}/${use}`);
    return { name: key.name, vkey, sign };
  });
  if (log === undefined || pack === undefined) throw new Error('two keys');
  const desk: DeskContext = {
    ...payer.desk,
    keys: { ...payer.desk.keys, log, pack },
    shipped: { ...payer.desk.shipped, verifyPage: page },
  };
  const made = await jobsNow((control) =>
    exportPack(desk, payer.person('Alex Brown'), stateOf().intent, { withholdClient: false }, control),
  );
  if (!made.ok) throw new Error(`${made.error.code}: ${made.error.detail}`);
  return verifyPack(made.value.files, null, primitives);
};
const shown = (report: PackReport) => ({
  failure: report.failure,
  payments: report.contents?.payments.map(paymentState),
  words: report.complete.words.filter((words) => words.startsWith('Line ')),
});

it.each([
  ['the one that counts', '2026-09-04 23:59'],
  ['the other one', '2026-09-04 03:25'],
])('shows the payment where two desks computed one entitlement and the batch names %s', async (_, at) => {
  payer = openPayoutDesk({ of: 'first' });
  const paid = await pay();
  const elsewhere = computedElsewhere(at);
  expect(stateOf().entitlement?.hash).toBe(at === '2026-09-04 03:25' ? elsewhere : paid);
  expect(collectForPack(payer.desk, stateOf(), { withholdClient: false }).lines).toHaveLength(1);
  expect(shown(await packOf())).toEqual({
    failure: null,
    payments: ['paid'],
    words: ['Line 0 of AF-PB-2026-0001: paid on 2026-09-22, according to the payer.'],
  });
  confirm(paid === stateOf().entitlement?.hash ? elsewhere : paid);
  const report = await packOf();
  expect(shown(report)).toMatchObject({
    failure: null,
    payments: ['confirmed'],
    words: ['Line 0 of AF-PB-2026-0001: paid on 2026-09-22, confirmed by the payee.'],
  });
  if (report.contents === null) throw new Error('an intact pack');
  expect(moneyOf(payer.desk, stateOf(), report.contents)).toMatchObject({
    payment: { kind: 'known', value: { receivedAttestedAt: { kind: 'known' } } },
    taxDocument: { kind: 'known', value: { kind: 'rcti' } },
  });
});
