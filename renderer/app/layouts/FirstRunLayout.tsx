import type { ReactNode } from 'react';
import { RingMark } from '../../ui/RingMark.tsx';
import { Stepper, type Step } from '../../ui/Stepper.tsx';
import css from './FirstRunLayout.module.css';

export interface FirstRunLayoutProps {
  readonly steps: readonly Step[];
  readonly now: number;
  readonly onReturn?: (index: number) => void;
  readonly title: string;
  readonly line: ReactNode;
  readonly children: ReactNode;
  /** Back, the reason why Next is closed, Next. */
  readonly back?: ReactNode;
  readonly reason?: ReactNode;
  readonly next?: ReactNode;
  /** What has left this computer so far. */
  readonly promise?: ReactNode;
}

/** First run: steps at the left, one task at the right, Next closed with its reason. */
export const FirstRunLayout = ({ steps, now, onReturn, title, line, children, back, reason, next, promise }: FirstRunLayoutProps) => (
  <div className={css.layout}>
    <title>{`${title} · Flip 360 Desk`}</title>
    <header className={css.side}>
      <RingMark size={44} />
      <div>
        <p className={css.headline}>Set up Flip 360 Desk</p>
        <p className="second">
          Your client list lives on this computer, encrypted. Nobody else can read it, so nobody else can restore it.
        </p>
      </div>
      <Stepper label="Set-up" look="green" steps={steps} now={now} {...(onReturn === undefined ? {} : { onReturn })} />
      <p className={css.promise}>{promise ?? 'Nothing about your clients has left this computer.'}</p>
    </header>
    <main className={css.main}>
      <div className={css.column}>
        <div>
          <h1 className={css.title}>{title}</h1>
          <p className={css.line}>{line}</p>
        </div>
        {children}
        <div className={css.acts}>
          {back}
          {reason === undefined ? null : (
            <span className={css.reason} role="status">
              {reason}
            </span>
          )}
          {next}
        </div>
      </div>
    </main>
  </div>
);
