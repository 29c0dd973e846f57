import type { MemberRecord } from '../../../core/contract/membership.ts';
import type { StatusKind } from '../../ui/StatusIcon.tsx';

export type MemberStatus = MemberRecord['status'];
export type Tier = NonNullable<MemberRecord['tier']>;

/** How each status of a membership looks and reads. */
export const statusLooks: Readonly<Record<MemberStatus, { readonly kind: StatusKind; readonly words: string }>> = {
  applied: { kind: 'waiting', words: 'Applied' },
  declined: { kind: 'excluded', words: 'Declined' },
  vetted: { kind: 'waiting', words: 'Accepted, not active yet' },
  active: { kind: 'done', words: 'Active' },
  suspended: { kind: 'paused', words: 'Suspended' },
  resigned: { kind: 'excluded', words: 'Resigned' },
};

export const tierNames: Readonly<Record<Tier, string>> = { founder: 'Founder', standard: 'Standard', senior: 'Senior' };
