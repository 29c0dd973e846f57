import { afterEach, describe, expect, it } from 'vitest';
import type { Act } from '../../contract/acts.ts';
import { readAba } from '../../domain/payment/aba-reader.ts';
import { uuidOf } from '../../../test/story/keys.ts';
import { SMITH } from '../../../test/story/network.ts';
import { moneyWords } from '../referrals/money-view.ts';
import { keepOpening } from '../openings/openings.ts';
import { chooseLine, importStatement } from '../statements/import-statement.ts';
import { exportAba, previewAba } from './aba-export.ts';
import { batchView } from './batch-view.ts';
import { moneyFor } from './money.ts';
import { openPayoutDesk, type PayoutDesk, type PayoutDeskOptions } from './payout.fixture.ts';
import { payoutsView } from './payouts-view.ts';
import { payoutSql } from './tables.ts';

const opened: PayoutDesk[] = [];
const open = (options: PayoutDeskOptions = {}): PayoutDesk => {
  const made = openPayoutDesk(options);
  opened.push(made);
  return made;
};
afterEach(() => {
  for (const made of opened.splice(0)) made.close();
});

const ALEX = 'Alex Brown';
const BIANCA = 'Bianca Costa';
const prepare = (
  desk: PayoutDesk,
  batch: string | null = null,
  entitlements = desk.entitlements,
  excluded: readonly { entitlement: string; reason: string }[] = [],
): Act => ({
  act: 'batch-prepare',
  batch,
  entitlements: [...entitlements],
  excluded: [...excluded],
  processingDate: '2026-09-22',
});

const signed = async (desk: PayoutDesk, who: string, act: Act): Promise<string> => {
  const done = await desk.act(who, act);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.detail}`);
  return done.value.batch ?? '';
};

const refusal = async (made: ReturnType<PayoutDesk['act']>): Promise<string> => {
  const done = await made;
  return done.ok ? 'signed' : done.error.code;
};

const released = async (desk: PayoutDesk): Promise<string> => {
  const batch = await signed(desk, BIANCA, prepare(desk));
  await signed(desk, ALEX, { act: 'batch-approve', batch });
  await signed(desk, BIANCA, { act: 'batch-release', batch });
  return batch;
};

const view = (desk: PayoutDesk, batch: string, who = BIANCA) => {
  const found = batchView(desk.desk, desk.person(who), batch);
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
};

const csv = (rows: readonly string[]): { readonly name: string; readonly base64: string } => ({
  name: 'statement.csv',
  base64: Buffer.from(
    ['Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance,Categories,Serial', ...rows, ''].join('\r\n'),
  ).toString('base64'),
});

describe('a payout', () => {
  it('goes from prepared to settled by the bank line, with its tax invoice before the file', async () => {
    const desk = open();
    expect(payoutsView(desk.desk, desk.person(ALEX).person).payable.map((row) => [row.commission, row.gst, row.toPay, row.why])).toEqual([
      [123_750, 12_375, 136_125, null],
    ]);
    const batch = await signed(desk, BIANCA, prepare(desk));
    expect(view(desk, batch)).toMatchObject({
      state: 'prepared',
      totals: { commission: 123_750, gst: 12_375, platform: 4950, platformGst: 495, leaves: 141_570 },
    });
    expect(payoutsView(desk.desk, desk.person(ALEX).person).payable).toEqual([]);
    expect(exportAba(desk.desk, desk.person(BIANCA), batch, false)).toMatchObject({
      ok: false,
      error: { code: 'not-now' },
    });
    await signed(desk, ALEX, { act: 'batch-approve', batch });
    expect(view(desk, batch).state).toBe('approved');
    await signed(desk, BIANCA, { act: 'batch-release', batch });
    const shown = view(desk, batch);
    expect(shown.state).toBe('released');
    expect(shown.lines[0]?.document).toMatchObject({ kind: 'rcti', number: 'AF-RCTI-2627-0001' });
    expect(shown.documents.map((document) => document.kind).toSorted()).toEqual(['batch-sheet', 'rcti']);

    const file = exportAba(desk.desk, desk.person(BIANCA), batch, false);
    if (!file.ok) throw new Error(file.error.detail);
    expect(readAba(Uint8Array.from(Buffer.from(file.value.base64, 'base64')))).toMatchObject({
      findings: [],
      batches: [{ details: [{ cents: 136_125 }, { cents: 5445 }] }],
    });
    expect(shown.aba.sha256).toBe(file.value.sha256);
    expect(exportAba(desk.desk, desk.person(BIANCA), batch, false)).toMatchObject({
      ok: false,
      error: { code: 'exported-before' },
    });
    const again = exportAba(desk.desk, desk.person(BIANCA), batch, true);
    expect(again).toEqual(file);
    expect(previewAba(desk.desk, batch)).toMatchObject({
      ok: true,
      value: { alreadyExported: 2, totals: { credits: 141_570, debits: 0, count: 2 } },
    });

    const statement = csv(['032000123456,22/09/2026,WITHDRAWAL DIRECT ENTRY AF-PB-2026-0001,1415.70,,1000.00,PAYMENT,']);
    const first = importStatement(desk.desk, desk.person(BIANCA), statement);
    if (!first.ok) throw new Error(first.error.detail);
    expect(first.value.matched).toMatchObject([
      {
        batch,
        reasons: ['Account agrees', 'A debit', 'Amount agrees', 'Reference agrees', 'Date is in the window'],
      },
    ]);
    const size = desk.desk.ledger.size();
    const second = importStatement(desk.desk, desk.person(BIANCA), statement);
    expect(second).toMatchObject({
      ok: true,
      value: { already: 1, matched: [], ambiguous: [], unmatched: [] },
    });
    expect(desk.desk.ledger.size()).toBe(size);
    expect(view(desk, batch)).toMatchObject({
      state: 'settled',
      bank: { state: 'matched' },
      lines: [{ state: 'settled' }, { state: 'settled' }],
    });
  });

  it('numbers batches as they are signed: drafts nobody signs leave no gap, and of two with one number the first counts', async () => {
    const desk = open({ gross: [495_000, 300_000] });
    const [one = '', other = ''] = desk.entitlements;
    const drafts = [desk.draft(BIANCA, prepare(desk, null, [one])), desk.draft(ALEX, prepare(desk, null, [other]))];
    for (let looked = 0; looked < 3; looked += 1) desk.draft(BIANCA, prepare(desk, null, [one]));
    const outcomes: string[] = [];
    for (const draft of drafts) {
      const done = draft.ok ? await draft.value() : draft;
      outcomes.push(done.ok ? view(desk, done.value.batch ?? '').label : done.error.code);
    }
    expect(outcomes).toEqual(['AF-PB-2026-0001', 'draft-stale']);
    expect(view(desk, await signed(desk, ALEX, prepare(desk, null, [other]))).label).toBe('AF-PB-2026-0002');
  });

  it('is paid according to the payer until the payee attests that it arrived', async () => {
    const desk = open();
    const batch = await released(desk);
    const [entitlement = ''] = desk.entitlements;
    const statement = csv(['032000123456,22/09/2026,WITHDRAWAL DIRECT ENTRY AF-PB-2026-0001,1415.70,,1000.00,PAYMENT,']);
    expect(importStatement(desk.desk, desk.person(BIANCA), statement).ok).toBe(true);
    const money = () => {
      const state = desk.desk.ledger.referral(desk.intents[0] ?? '');
      return state === undefined ? '' : moneyWords(moneyFor(desk.desk, state));
    };
    expect([money(), view(desk, batch).lines.map((line) => line.received)]).toEqual(['Settled, according to the payer', [null, null]]);
    const attest = (name: string, by: (typeof SMITH.people)[0]['key'], reason: string | null): void => {
      desk.writer.append(name, {
        type: 'attestation',
        at: '2026-09-23 01:00',
        by,
        about: [entitlement],
        referral: uuidOf('referral r0'),
        body: { agrees: true, reason },
      });
      desk.take(name);
    };
    attest('agreed with the calculation', SMITH.people[0].key, null);
    expect(money()).toBe('Settled, according to the payer');
    attest('received', SMITH.people[0].key, 'payment.received');
    expect([money(), view(desk, batch).lines.map((line) => line.received)]).toEqual([
      'Settled, confirmed by the payee',
      ['2026-09-23T01:00:00.000Z', null],
    ]);
  });

  it('keeps preparer and approver apart in a shared session and with a shared credential', async () => {
    const desk = open({
      changes: {
        change: {
          bianca: (draft) => ({ ...draft, body: { ...draft.body, roles: ['approver', 'operations'] } }),
        },
      },
    });
    const batch = await signed(desk, BIANCA, prepare(desk));
    expect(await refusal(desk.act(BIANCA, { act: 'batch-approve', batch }))).toBe('preparer-approves');
    expect(await refusal(desk.act(ALEX, { act: 'batch-approve', batch }, BIANCA))).toBe('assertion.key');
    const other = desk.draft(ALEX, { act: 'batch-approve', batch });
    expect(other.ok).toBe(true);
    expect(view(desk, batch, BIANCA).may.approve).toContain('You prepared it');
    expect(view(desk, batch, ALEX).may.approve).toBe(null);
    expect(view(desk, batch).state).toBe('prepared');
    expect(await refusal(desk.act(BIANCA, { act: 'batch-release', batch }))).toBe('not-now');
  });

  it('resets approvals with any change, and shows those that were reset', async () => {
    const desk = open({ gross: [495_000, 120_000] });
    const [first, second] = desk.entitlements;
    const batch = await signed(desk, BIANCA, prepare(desk));
    await signed(desk, ALEX, { act: 'batch-approve', batch });
    const draft = desk.draft(BIANCA, { act: 'batch-release', batch });
    await signed(desk, BIANCA, prepare(desk, batch, [first ?? ''], [{ entitlement: second ?? '', reason: 'the lender asked for time' }]));
    expect(draft.ok && (await refusal(draft.value()))).toBe('not-now');
    const shown = view(desk, batch);
    expect(shown).toMatchObject({
      state: 'prepared',
      revision: 2,
      excluded: [{ entitlement: second, reason: 'the lender asked for time' }],
    });
    expect(shown.approvals.steps.map((step) => step.kind)).toEqual(['prepared', 'reset', 'prepared', 'waiting', 'release']);
    expect(payoutsView(desk.desk, desk.person(ALEX).person).payable.map((row) => row.entitlement)).toEqual([second]);
  });

  it('refuses a draft whose entitlement went into another batch in between', async () => {
    const desk = open();
    const one = desk.draft(BIANCA, prepare(desk));
    const two = desk.draft(ALEX, prepare(desk));
    if (!one.ok || !two.ok) throw new Error('both can be prepared');
    expect(await refusal(one.value())).toBe('signed');
    expect(await refusal(two.value())).toBe('not-now');
  });

  it('needs two approvals from $10,000.00, which two people cannot give', async () => {
    const desk = open({ gross: [3_500_000] });
    const batch = await signed(desk, BIANCA, prepare(desk));
    expect(view(desk, batch).approvals).toMatchObject({
      needed: 2,
      words: expect.stringContaining('a third person'),
    });
    expect(await refusal(desk.act(ALEX, { act: 'batch-approve', batch }))).toBe('not-now');
    expect(await refusal(desk.act(BIANCA, { act: 'batch-release', batch }))).toBe('not-now');
  });

  it('lets a sole signatory release with a passkey of their own, under $10,000.00 a day', async () => {
    const without = { omit: ['bianca', 'bianca key', 'bianca passkey'] } as const;
    const desk = open({ gross: [495_000, 3_010_000], changes: without });
    const [small, large] = desk.entitlements;
    const batch = await signed(desk, ALEX, prepare(desk, null, [small ?? '']));
    expect(view(desk, batch, ALEX).approvals).toMatchObject({ soleSignatory: true, needed: 1 });
    await signed(desk, ALEX, { act: 'batch-approve', batch });
    await signed(desk, ALEX, { act: 'batch-release', batch });
    expect(desk.desk.ledger.known(desk.desk.ledger.event(view(desk, batch, ALEX).history.at(-1)?.hash ?? '')?.hash ?? '')).toMatchObject({
      type: 'batch.released',
      body: { soleSignatory: true },
    });
    const more = await signed(desk, ALEX, prepare(desk, null, [large ?? '']));
    expect(view(desk, more, ALEX).approvals.words).toContain('A second person must be enrolled');
    expect(await refusal(desk.act(ALEX, { act: 'batch-approve', batch: more }))).toBe('not-now');
  });

  it('makes a changed account wait for its date and the call-back, and shows old and new', async () => {
    const desk = open({
      changes: {
        before: {
          'r0 intent': (writer) => [
            [
              'new account',
              {
                type: 'payee.account',
                at: '2026-09-19 00:00',
                by: SMITH.people[0].key,
                body: {
                  account: writer.commit(
                    'account',
                    '019fca5e-0000-7000-8000-000000000000',
                    'smith new',
                    { account: '55556666', bsb: '633000', title: 'Smith & Partners' },
                    'secret',
                  ),
                  replaces: writer.hash('payee account'),
                },
              },
            ],
          ],
        },
      },
    });
    const [row] = payoutsView(desk.desk, desk.person(ALEX).person).waiting;
    expect(row?.why).toContain('has not recorded an account');
    const event = desk.desk.ledger.known(desk.writer.hash('new account'));
    if (event?.type !== 'payee.account') throw new Error('no account');
    keepOpening(desk.desk, desk.writer.opening(event.body.account));
    expect(payoutsView(desk.desk, desk.person(ALEX).person).waiting[0]?.why).toBe(
      'New account of Smith & Partners: pays from Wed 23 Sep 2026, no call-back recorded',
    );
    expect(await refusal(desk.act(BIANCA, prepare(desk)))).toBe('not-payable');
    desk.setNow('2026-09-24 00:00');
    expect(payoutsView(desk.desk, desk.person(ALEX).person).waiting[0]?.why).toBe('New account of Smith & Partners: no call-back recorded');
  });

  it('gives each number once, whatever becomes of the batch', async () => {
    const desk = open({ gross: [495_000, 120_000] });
    const [first, second] = desk.entitlements;
    const one = await signed(desk, BIANCA, prepare(desk, null, [first ?? '']));
    await signed(desk, BIANCA, { act: 'batch-cancel', batch: one, reason: 'not-to-be-paid' });
    expect(view(desk, one).state).toBe('cancelled');
    const batches: string[] = [];
    for (const entitlement of [second ?? '', first ?? '']) {
      const batch = await signed(desk, BIANCA, prepare(desk, null, [entitlement]));
      await signed(desk, ALEX, { act: 'batch-approve', batch });
      await signed(desk, BIANCA, { act: 'batch-release', batch });
      batches.push(batch);
    }
    expect(batches.map((batch) => view(desk, batch).lines[0]?.document.number)).toEqual(['AF-RCTI-2627-0001', 'AF-RCTI-2627-0002']);
    expect(() => desk.desk.db.run(payoutSql.deleteFrom('tax_number'))).toThrow(/never used again/u);
  });

  it('asks which of two bank lines is meant, and settles nothing by itself', async () => {
    const desk = open();
    const batch = await released(desk);
    const asked = importStatement(
      desk.desk,
      desk.person(BIANCA),
      csv([
        '032000123456,22/09/2026,WITHDRAWAL DIRECT ENTRY AFPB260001,1415.70,,1000.00,PAYMENT,',
        '032000123456,23/09/2026,WITHDRAWAL DIRECT ENTRY AFPB260001,1415.70,,-415.70,PAYMENT,',
      ]),
    );
    if (!asked.ok) throw new Error(asked.error.detail);
    expect(asked.value.matched).toEqual([]);
    expect(asked.value.ambiguous[0]?.candidates).toHaveLength(2);
    expect(view(desk, batch)).toMatchObject({ state: 'released', bank: { state: 'ambiguous' } });
    expect(chooseLine(desk.desk, { batch, key: 'no such line' })).toMatchObject({ ok: false });
    expect(chooseLine(desk.desk, { batch, key: asked.value.ambiguous[0]?.candidates[1]?.key ?? '' })).toMatchObject({ ok: true });
    expect(view(desk, batch).state).toBe('settled');
  });

  it('settles nothing by a line of another account, amount, direction or date', async () => {
    const desk = open();
    const batch = await released(desk);
    const rows = [
      '032000999999,22/09/2026,DIRECT ENTRY AFPB260001,1415.70,,1.00,PAYMENT,',
      '032000123456,22/09/2026,DIRECT ENTRY AFPB260001,1415.71,,2.00,PAYMENT,',
      '032000123456,22/09/2026,DIRECT ENTRY AFPB260001,,1415.70,3.00,DEP,',
      '032000123456,22/09/2026,DIRECT ENTRY RENT,1415.70,,4.00,PAYMENT,',
      '032000123456,21/09/2026,DIRECT ENTRY AFPB260001,1415.70,,5.00,PAYMENT,',
      '032000123456,30/09/2026,DIRECT ENTRY AFPB260001,1415.70,,6.00,PAYMENT,',
    ];
    for (const row of rows)
      expect(importStatement(desk.desk, desk.person(BIANCA), csv([row]))).toMatchObject({
        ok: true,
        value: { matched: [], ambiguous: [] },
      });
    expect(view(desk, batch).state).toBe('released');
  });
});
