import type { z } from 'zod';
import type { BatchView, batchState } from '../../../core/contract/money.ts';
import type { ApprovalStep } from '../../ui/ApprovalRail.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';

type BatchState = z.infer<typeof batchState>;

const looks: Readonly<Record<BatchState, StatusKind>> = {
  prepared: 'waiting',
  approved: 'waiting',
  released: 'waiting',
  settled: 'done',
  'partly-settled': 'late',
  'requires-repair': 'late',
  cancelled: 'excluded',
};

const names: Readonly<Record<BatchState, string>> = {
  prepared: 'Prepared',
  approved: 'Approved',
  released: 'Released',
  settled: 'Settled',
  'partly-settled': 'Partly settled',
  'requires-repair': 'Requires repair',
  cancelled: 'Cancelled',
};

/** Icon and tone of a batch. Green only once a bank line shows the payment. */
export const batchLook = (state: BatchState): StatusKind => looks[state];
export const batchName = (state: BatchState): string => names[state];

type Step = BatchView['approvals']['steps'][number];

const stateOf = (step: Step, approve: string | null, approved: boolean): ApprovalStep['state'] => {
  switch (step.kind) {
    case 'prepared':
    case 'approved':
      return 'done';
    case 'reset':
      return 'not-yet';
    case 'waiting':
      return approve === null ? 'you' : 'waiting';
    case 'release':
      return step.at !== null ? 'done' : approved ? 'waiting' : 'not-yet';
  }
};

const titleOf = (step: Step, version: number, approve: string | null): string => {
  switch (step.kind) {
    case 'prepared':
      return version === 1 ? `Prepared by ${step.who}` : `Version ${version} by ${step.who}`;
    case 'approved':
      return `Approved by ${step.who}`;
    case 'reset':
      return `Approval of version ${version} by ${step.who}, reset`;
    case 'waiting':
      return approve === null ? `Waits for you, ${step.who}` : `Waits for ${step.who}`;
    case 'release':
      return step.at === null ? 'Release' : `Released by ${step.who}`;
  }
};

/** The steps of a batch as its rail shows them, from top to bottom. Every change begins a version, and an approval is of one version. */
export const approvalSteps = ({
  approvals: { steps },
  may,
  state,
}: Pick<BatchView, 'approvals' | 'may' | 'state'>): readonly ApprovalStep[] =>
  steps.map((step, index) => {
    const version = steps.slice(0, index + 1).filter((one) => one.kind === 'prepared').length;
    return {
      state: stateOf(step, may.approve, state === 'approved'),
      title: titleOf(step, version, may.approve),
      detail: step.words,
    };
  });
