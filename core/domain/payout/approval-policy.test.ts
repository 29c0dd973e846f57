import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalPolicy, countingApprovals } from './approval-policy.ts';

describe('the approval policy', () => {
  it.each([
    [{ total: 999_999, releasedThatDay: 0, people: 2 }, 'others', 1],
    [{ total: 1_000_000, releasedThatDay: 0, people: 3 }, 'others', 2],
    [{ total: 1_000_000, releasedThatDay: 0, people: 2 }, 'short', 2],
    [{ total: 999_999, releasedThatDay: 0, people: 1 }, 'sole', 1],
    [{ total: 999_998, releasedThatDay: 1, people: 1 }, 'sole', 1],
    [{ total: 999_999, releasedThatDay: 1, people: 1 }, 'short', 1],
    [{ total: 1_000_000, releasedThatDay: 0, people: 1 }, 'short', 1],
    [{ total: 999_999, releasedThatDay: 9_000_000, people: 2 }, 'others', 1],
  ] as const)('%j is %s, %i needed', (facts, kind, needed) => {
    expect(approvalPolicy(facts)).toMatchObject({ kind, needed });
  });

  it('never counts the preparer but for a sole signatory, and nobody twice', () => {
    const people = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(people), people, fc.nat(2_000_000), fc.integer({ min: 1, max: 4 }), (approvers, preparer, total, count) => {
        const policy = approvalPolicy({ total, releasedThatDay: 0, people: count });
        const counting = countingApprovals(
          approvers.map((person) => ({ person })),
          preparer,
          policy,
        ).map((approval) => approval.person);
        expect(new Set(counting).size).toBe(counting.length);
        expect(counting.includes(preparer)).toBe(policy.kind === 'sole' && approvers.includes(preparer));
      }),
    );
  });
});
