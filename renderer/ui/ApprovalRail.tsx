import type { ReactNode } from 'react';
import { IconCheck, IconFingerprint, IconUser, IconX } from '@tabler/icons-react';
import css from './ApprovalRail.module.css';

export interface ApprovalStep {
  readonly state: 'done' | 'you' | 'waiting' | 'refused' | 'not-yet';
  /** "Approved by Daniel Rossi", "Waits for you, Helen Marsh", "Release". */
  readonly title: string;
  readonly detail: ReactNode;
}

const Glyph = ({ state }: { readonly state: ApprovalStep['state'] }) => {
  switch (state) {
    case 'done':
      return <IconCheck size={14} stroke={2.2} aria-hidden="true" />;
    case 'you':
      return <IconFingerprint size={14} stroke={1.7} aria-hidden="true" />;
    case 'waiting':
      return <IconUser size={13} stroke={1.7} aria-hidden="true" />;
    case 'refused':
      return <IconX size={14} stroke={2.2} aria-hidden="true" />;
    case 'not-yet':
      return null;
  }
};

/** Prepared, approved, waiting for you, release: from top to bottom. */
export const ApprovalRail = ({ steps }: { readonly steps: readonly ApprovalStep[] }) => (
  <ol aria-label="Approvals">
    {steps.map((step) => (
      <li key={step.title} className={css.step} data-step={step.state} aria-current={step.state === 'you' ? 'step' : undefined}>
        <span className={css.disc} data-step={step.state}>
          <Glyph state={step.state} />
        </span>
        <span className={css.title}>{step.title}</span>
        <span className={css.detail}>{step.detail}</span>
      </li>
    ))}
  </ol>
);
