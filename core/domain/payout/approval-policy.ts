import { formatCents } from '../money/amount-text.ts';
import { type Cents, exactCents } from '../money/cents.ts';

/** From this total on a batch needs two approvals, and a sole signatory releases nothing. */
export const TWO_APPROVALS_FROM: Cents = exactCents(1_000_000);

export type PolicyFacts = {
  /** What leaves the account with this batch, in cents. */
  readonly total: number;
  /** What the payer's other batches of that day have released, in cents. */
  readonly releasedThatDay: number;
  /** Active people of the payer in the register. */
  readonly people: number;
};

/** How a batch may be approved. `sole`: one person, their own fresh passkey assertion. `short`: not before more people are enrolled. */
export type ApprovalPolicy =
  | { readonly kind: 'others'; readonly needed: 1 | 2; readonly words: string }
  | { readonly kind: 'sole'; readonly needed: 1; readonly words: string }
  | { readonly kind: 'short'; readonly needed: 1 | 2; readonly words: string };

const limit = formatCents(TWO_APPROVALS_FROM);

/** The approvals a batch needs. Source, for the sole signatory: docs/protocol.md §5.2 and §5.5. */
export const approvalPolicy = ({ total, releasedThatDay, people }: PolicyFacts): ApprovalPolicy => {
  if (people <= 1) {
    if (total + releasedThatDay < TWO_APPROVALS_FROM)
      return {
        kind: 'sole',
        needed: 1,
        words: `Sole signatory: your own passkey, while the batches of a day stay under ${limit}`,
      };
    return {
      kind: 'short',
      needed: 1,
      words: `A second person must be enrolled: the batches of this day come to ${limit} or more`,
    };
  }
  if (total < TWO_APPROVALS_FROM) return { kind: 'others', needed: 1, words: `One, under ${limit}` };
  if (people < 3)
    return {
      kind: 'short',
      needed: 2,
      words: `Two, from ${limit}: a third person must be enrolled, since the preparer cannot approve`,
    };
  return { kind: 'others', needed: 2, words: `Two, from ${limit}` };
};

/** Approvals that count: distinct people, and not the preparer unless that person is the sole signatory. */
export const countingApprovals = <A extends { readonly person: string }>(
  approvals: readonly A[],
  preparer: string,
  policy: ApprovalPolicy,
): readonly A[] => {
  const people = new Set<string>();
  return approvals.filter((approval) => {
    if ((approval.person === preparer && policy.kind !== 'sole') || people.has(approval.person)) return false;
    people.add(approval.person);
    return true;
  });
};
