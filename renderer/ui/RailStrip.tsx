import type { ReactNode } from 'react';
import { StatusIcon, toneOf, type StatusKind } from './StatusIcon.tsx';
import css from './RailStrip.module.css';

export interface RailStripStep {
  readonly name: string;
  readonly kind: StatusKind;
  /** In words, for those who do not see the icon: "signed", "not judged". */
  readonly said: string;
  readonly when: ReactNode;
}

/** The five handshakes as a small strip, for packs and cards. Not interactive. */
export const RailStrip = ({ steps }: { readonly steps: readonly RailStripStep[] }) => (
  <ol className={css.strip} aria-label="Five handshakes">
    {steps.map((step) => (
      <li key={step.name} className={css.step} data-tone={toneOf(step.kind)}>
        <span className={css.icon}>
          <StatusIcon kind={step.kind} size={20} />
        </span>
        <span className={css.name}>{step.name}</span>
        <span className="second">{step.when}</span>
        <span className="visually-hidden">{step.said}</span>
      </li>
    ))}
  </ol>
);
