import type { FirstSteps } from '../../../core/contract/training.ts';
import { HrefLink } from '../../ui/HrefLink.tsx';
import { StatusIcon } from '../../ui/StatusIcon.tsx';
import css from './FirstSteps.module.css';

/** The steps of a new member with what is done: worked out from what is signed. */
export const StepList = ({ steps }: { readonly steps: FirstSteps['steps'] }) => (
  <ol className={css.steps} aria-label="First steps">
    {steps.map((step) => (
      <li key={step.name} className={css.step} data-done={step.done}>
        <StatusIcon kind={step.done ? 'done' : 'not-yet'} />
        <span>
          <span className="visually-hidden">{step.done ? 'Done: ' : 'Still to do: '}</span>
          {step.done ? <span className={css.name}>{step.name}</span> : <HrefLink href={step.href}>{step.name}</HrefLink>}
          <span className={css.detail}>{step.detail}</span>
        </span>
      </li>
    ))}
  </ol>
);
