import { afterEach, describe, expect, it } from 'vitest';
import type { Act } from '../../contract/acts.ts';
import { ABC, SMITH } from '../../../test/story/network.ts';
import { batchView } from './batch-view.ts';
import { recordFailure } from './line-failed.ts';
import { openPayoutDesk, type PayoutDesk, type PayoutDeskOptions } from './payout.fixture.ts';
import { payoutsView } from './payouts-view.ts';
import { releaseBatch } from './release-act.ts';

const ALEX = 'Alex Brown';
const BIANCA = 'Bianca Costa';
const opened: PayoutDesk[] = [];
const open = (options: PayoutDeskOptions = {}): PayoutDesk => {
  const made = openPayoutDesk(options);
  opened.push(made);
  return made;
};
afterEach(() => {
  for (const made of opened.splice(0)) made.close();
});

const signed = async (desk: PayoutDesk, who: string, act: Act): Promise<string> => {
  const done = await desk.act(who, act);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.detail}`);
  return done.value.batch ?? '';
};
const refusal = async (desk: PayoutDesk, who: string, act: Act): Promise<string> => {
  const done = await desk.act(who, act);
  return done.ok ? 'signed' : done.error.detail;
};
const prepare = (desk: PayoutDesk): Act => ({
  act: 'batch-prepare',
  batch: null,
  entitlements: [...desk.entitlements],
  excluded: [],
  processingDate: '2026-09-22',
});
const approved = async (desk: PayoutDesk): Promise<string> => {
  const batch = await signed(desk, BIANCA, prepare(desk));
  await signed(desk, ALEX, { act: 'batch-approve', batch });
  return batch;
};
const view = (desk: PayoutDesk, batch: string) => {
  const found = batchView(desk.desk, desk.person(BIANCA), batch);
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
};
const rows = (desk: PayoutDesk) => payoutsView(desk.desk, desk.person(ALEX).person);

const unregistered = (practice: string) => ({
  registered: practice === 'none',
  from: null,
  source: 'declared',
});

describe('a payment that failed', () => {
  it('is paid again under the same document, and the fee only once', async () => {
    const desk = open();
    const batch = await approved(desk);
    await signed(desk, BIANCA, { act: 'batch-release', batch });
    expect(recordFailure(desk.desk, batch, { line: 0, reason: 'account-closed', on: '2026-09-21' }).ok).toBe(true);
    expect(recordFailure(desk.desk, batch, { line: 0, reason: 'account-closed', on: '2026-09-21' }).ok).toBe(false);
    expect(view(desk, batch).state).toBe('requires-repair');
    expect(rows(desk).payable).toMatchObject([{ state: 'failed', toPay: 136_125 }]);
    const again = await approved(desk);
    await signed(desk, BIANCA, { act: 'batch-release', batch: again });
    const shown = view(desk, again);
    expect(shown.lines).toMatchObject([{ kind: 'commission', toPay: 136_125, document: { kind: 'rcti', number: 'AF-RCTI-2627-0001' } }]);
    expect(shown.totals.platform).toBe(0);
  });

  it('is recorded only of a released batch and not for a day to come', async () => {
    const desk = open();
    const batch = await approved(desk);
    expect(recordFailure(desk.desk, batch, { line: 0, reason: 'account-closed', on: '2026-09-21' })).toMatchObject({
      ok: false,
      error: { code: 'not-now' },
    });
    await signed(desk, BIANCA, { act: 'batch-release', batch });
    expect(recordFailure(desk.desk, batch, { line: 0, reason: 'account-closed', on: '2026-09-22' })).toMatchObject({
      ok: false,
      error: { code: 'failed-date' },
    });
  });
});

describe('the document of a payment', () => {
  it('is a commission statement for a referrer who is not registered for GST', async () => {
    const desk = open({
      changes: {
        change: { smith: (draft) => ({ ...draft, body: { ...draft.body, gst: unregistered(SMITH.id) } }) },
      },
    });
    const batch = await approved(desk);
    await signed(desk, BIANCA, { act: 'batch-release', batch });
    expect(view(desk, batch).lines[0]).toMatchObject({
      gst: 0,
      gstWords: 'not reg.',
      toPay: 123_750,
      document: { kind: 'statement', number: 'AF-CS-2627-0001' },
    });
  });

  it('is the supplier’s own where the payer is not registered or no agreement is recorded: the line is blocked', () => {
    const payer = open({
      changes: {
        change: { abc: (draft) => ({ ...draft, body: { ...draft.body, gst: unregistered(ABC.id) } }) },
      },
    });
    expect(rows(payer).waiting[0]?.why).toBe('Smith & Partners is to send its own tax invoice: ABC Finance is not registered for GST');
    const oneSided = open({ changes: { omit: ['abc agreement rcti'] } });
    expect(rows(oneSided).waiting[0]?.why).toContain('no RCTI agreement is recorded by both sides');
  });

  it('is not an RCTI once its 28 days have passed', () => {
    const desk = open();
    desk.setNow('2026-10-02 13:00');
    expect(rows(desk).payable).toHaveLength(1);
    desk.setNow('2026-10-02 14:00');
    expect(rows(desk).waiting[0]?.why).toContain('the 28 days for a recipient created tax invoice have passed');
  });
});

describe('a release', () => {
  const before: NonNullable<PayoutDeskOptions['changes']> = {
    before: {
      'r0 intent': (writer) => [
        [
          'gst ended',
          {
            type: 'practice.changed',
            at: '2026-09-21 01:00',
            by: SMITH.people[0].key,
            body: { practice: SMITH.id, gst: unregistered(SMITH.id) },
          },
        ],
        [
          'new account',
          {
            type: 'payee.account',
            at: '2026-09-21 01:00',
            by: SMITH.people[0].key,
            body: {
              account: writer.commit(
                'account',
                SMITH.id,
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
  };
  const later = ['gst ended', 'new account'];

  it.each([
    ['gst ended', 'The document for REF-SMI-2026-R0 would be another one now: a GST registration or agreement has changed.'],
    ['new account', 'Smith & Partners has recorded another account since the batch was prepared.'],
  ])('looks again at what a line was prepared on: %s', async (event, why) => {
    const desk = open({ changes: before, later });
    const batch = await approved(desk);
    const draft = desk.draft(BIANCA, { act: 'batch-release', batch });
    desk.take(event);
    expect(view(desk, batch).may.release).toBe(why);
    const done = draft.ok ? await draft.value() : draft;
    expect(done).toMatchObject({ ok: false, error: { detail: why } });
    expect(view(desk, batch).state).toBe('approved');
  });

  it('is refused once the processing date has passed', async () => {
    const desk = open();
    const batch = await approved(desk);
    desk.setNow('2026-09-23 00:00');
    expect(await refusal(desk, BIANCA, { act: 'batch-release', batch })).toBe('The processing date has passed.');
  });

  it('comes from the desk that holds the till only', async () => {
    const desk = open();
    const batch = await approved(desk);
    const elsewhere = {
      ...desk.desk,
      profile: { ...desk.desk.profile, desk: '019fca5e-0000-7000-8000-00000000abcd' },
    };
    expect(releaseBatch(elsewhere, desk.person(BIANCA), { act: 'batch-release', batch })).toMatchObject({
      ok: false,
      error: { detail: 'Another desk of your practice holds the till.' },
    });
  });
});
