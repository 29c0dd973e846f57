import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Act, Signed } from '../../contract/acts.ts';
import type { Result } from '../../domain/result.ts';
import type { Refusal } from '../refusal.ts';
import { batchFold, currentRows, linesOf } from './batches.ts';
import { recordFailure } from './line-failed.ts';
import type { Changes } from '../../../test/story/writer.ts';
import { openPayoutDesk, type PayoutDesk } from './payout.fixture.ts';
import { payoutSql } from './tables.ts';

type Sign = () => Promise<Result<Signed, Refusal>>;
const PEOPLE = ['Alex Brown', 'Bianca Costa'] as const;

/** Both people may prepare and approve, so that only preparing it oneself keeps one of them from approving. */
const bothApprove: Changes = {
  change: { bianca: (draft) => ({ ...draft, body: { ...draft.body, roles: ['approver', 'operations'] } }) },
};

/** What two people may do in any order; numbers pick among what is there. */
const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('prepare' as const),
      who: fc.nat(1),
      pick: fc.integer({ min: 1, max: 7 }),
      revise: fc.boolean(),
      hold: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('approve' as const),
      who: fc.nat(1),
      batch: fc.nat(5),
      hold: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('release' as const),
      who: fc.nat(1),
      batch: fc.nat(5),
      twice: fc.boolean(),
      hold: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('cancel' as const),
      who: fc.nat(1),
      batch: fc.nat(5),
      hold: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fail' as const), batch: fc.nat(5), line: fc.nat(2) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sign-held' as const), which: fc.nat(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('race' as const),
      pick: fc.integer({ min: 1, max: 7 }),
      other: fc.integer({ min: 1, max: 7 }),
      finish: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('finish' as const),
      batch: fc.nat(5),
      hold: fc.boolean(),
      twice: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

const runAll = async (desk: PayoutDesk, commands: readonly Command[]): Promise<void> => {
  const held: Sign[] = [];
  const batchAt = (index: number): string | undefined => currentRows(desk.desk)[index % Math.max(1, currentRows(desk.desk).length)]?.batch;
  const perform = async (who: number, act: Act, hold: boolean, twice = false): Promise<void> => {
    const made = desk.draft(PEOPLE[who] ?? PEOPLE[0], act);
    if (!made.ok) return;
    if (hold) held.push(made.value);
    else if (twice) await Promise.all([made.value(), made.value()]);
    else await made.value();
  };
  const prepareOf = (pick: number, batch: string | null): Act => ({
    act: 'batch-prepare',
    batch,
    entitlements: desk.entitlements.filter((_hash, index) => ((pick >> index) & 1) === 1),
    excluded: [],
    processingDate: '2026-09-22',
  });
  const finish = async (batch: string | undefined, hold: boolean, twice: boolean): Promise<void> => {
    if (batch === undefined) return;
    for (const who of [0, 1]) await perform(who, { act: 'batch-approve', batch }, false);
    await perform(0, { act: 'batch-release', batch }, hold, twice);
  };
  for (const step of commands) {
    switch (step.do) {
      case 'prepare':
        await perform(step.who, prepareOf(step.pick, step.revise ? (batchAt(step.pick) ?? null) : null), step.hold);
        break;
      case 'approve':
      case 'release':
      case 'cancel': {
        const batch = batchAt(step.batch);
        if (batch === undefined) break;
        const act: Act =
          step.do === 'cancel'
            ? { act: 'batch-cancel', batch, reason: 'changed' }
            : step.do === 'approve'
              ? { act: 'batch-approve', batch }
              : { act: 'batch-release', batch };
        await perform(step.who, act, step.hold, step.do === 'release' && step.twice);
        break;
      }
      case 'finish':
        await finish(batchAt(step.batch), step.hold, step.twice);
        break;
      case 'race': {
        const drafts = [step.pick, step.other].map((pick, who) => desk.draft(PEOPLE[who] ?? PEOPLE[0], prepareOf(pick, null)));
        for (const made of drafts) {
          const done = made.ok ? await made.value() : made;
          if (done.ok && step.finish) await finish(done.value.batch ?? undefined, false, false);
        }
        break;
      }
      case 'fail':
        recordFailure(desk.desk, batchAt(step.batch) ?? '', {
          line: step.line,
          reason: 'account-closed',
          on: '2026-09-21',
        });
        break;
      case 'sign-held':
        await held.splice(step.which % Math.max(1, held.length), 1)[0]?.();
        break;
      case 'crash':
        desk.reopen();
        held.length = 0;
        break;
    }
  }
};

/** Payments of released batches that went out and did not fail, by what they pay: entitlements, and fees of entitlements. */
const paid = (desk: PayoutDesk): ReadonlyMap<string, number> => {
  const count = new Map<string, number>();
  const add = (key: string): void => void count.set(key, (count.get(key) ?? 0) + 1);
  for (const row of currentRows(desk.desk)) {
    const fold = batchFold(desk.desk, row.batch);
    if (fold?.released === null || fold === undefined) continue;
    const approvers = fold.current.approvals
      .filter((approval) => fold.released?.approvals.includes(approval.hash) === true)
      .map((approval) => approval.person);
    expect(approvers.length).toBeGreaterThan(0);
    expect(approvers).not.toContain(fold.current.person);
    for (const line of linesOf(desk.desk, row.batch, fold.current.revision)) {
      if (fold.lines.get(line.line)?.state === 'failed') continue;
      if (line.entitlement !== null) add(line.entitlement);
      else
        for (const fee of desk.desk.db.all(
          payoutSql
            .selectFrom('payout_fee')
            .select('entitlement')
            .where('batch', '=', row.batch)
            .where('revision', '=', fold.current.revision),
        ))
          add(`fee ${fee.entitlement}`);
    }
  }
  return count;
};

describe('an entitlement', () => {
  it('is paid at most once, however preparing, changing, approving, releasing, failing and crashing interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 6, maxLength: 16 }), async (commands) => {
        const desk = openPayoutDesk({ gross: [495_000, 120_000, 80_000], changes: bothApprove });
        try {
          await runAll(desk, commands);
          for (const [what, times] of paid(desk)) expect([what, times]).toEqual([what, 1]);
          const numbers = desk.desk.db.all(payoutSql.selectFrom('tax_number').select(['number', 'seq']).orderBy('seq'));
          expect(numbers.map((row) => row.seq)).toEqual(numbers.map((_row, index) => index + 1));
        } finally {
          desk.close();
        }
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});
