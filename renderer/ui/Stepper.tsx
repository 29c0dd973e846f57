import type { ReactNode } from 'react';
import { IconCheck } from '@tabler/icons-react';
import css from './Stepper.module.css';

export interface Step {
  readonly name: string;
  /** What was answered, or what the step is about. */
  readonly note?: ReactNode;
}

export interface StepperProps {
  readonly label: string;
  readonly steps: readonly Step[];
  /** Index of the present step; those before it are done. */
  readonly now: number;
  /** Lets a person go back to a step that is done. */
  readonly onReturn?: (index: number) => void;
  /** green: done for good (first run). quiet: answers that may still change (wizard). */
  readonly look?: 'green' | 'quiet';
}

type StepState = 'done' | 'now' | 'ahead';

const said: Readonly<Record<StepState, string>> = { done: 'done', now: 'now', ahead: 'still ahead' };

const Inside = ({ step, state, index }: { readonly step: Step; readonly state: StepState; readonly index: number }) => (
  <>
    <span className={css.disc} data-step={state} aria-hidden="true">
      {state === 'done' ? <IconCheck size={15} stroke={2} /> : index + 1}
    </span>
    <span className={css.name}>
      <span className="visually-hidden">
        Step {index + 1}, {said[state]}:{' '}
      </span>
      {step.name}
    </span>
    <span className={css.note}>{step.note}</span>
  </>
);

/** Steps from top to bottom. */
export const Stepper = ({ label, steps, now, onReturn, look = 'quiet' }: StepperProps) => (
  <ol className={css.steps} data-look={look} aria-label={label}>
    {steps.map((step, index) => {
      const state: StepState = index < now ? 'done' : index === now ? 'now' : 'ahead';
      return (
        <li key={step.name} className={css.step} data-step={state} aria-current={state === 'now' ? 'step' : undefined}>
          {state === 'done' && onReturn !== undefined ? (
            <button type="button" className={css.line} onClick={() => onReturn(index)}>
              <Inside step={step} state={state} index={index} />
            </button>
          ) : (
            <div className={css.line}>
              <Inside step={step} state={state} index={index} />
            </div>
          )}
        </li>
      );
    })}
  </ol>
);
