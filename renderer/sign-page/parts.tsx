import { useId, useState, type ReactNode } from 'react';
import { IconCircleCheckFilled } from '@tabler/icons-react';
import type { ClientAsk } from '../../core/protocol/network/client-answer.ts';
import shared from '../features/sign/SignPage.module.css';
import { dateText } from './dates.ts';
import css from './SigningPage.module.css';

/** A button of the page: 52 px, yes and no of equal size. */
export const PageButton = ({
  main = false,
  disabled = false,
  icon,
  onClick,
  children,
}: {
  readonly main?: boolean;
  readonly disabled?: boolean;
  readonly icon?: ReactNode;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) => (
  <button type="button" className={css.button} data-main={main ? '' : undefined} disabled={disabled} onClick={onClick}>
    {icon}
    {children}
  </button>
);

/** Text that acts: the other way to sign. */
export const QuietButton = ({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) => (
  <button type="button" className={css.quiet} onClick={onClick}>
    {children}
  </button>
);

/** One choice. Its box starts empty; once signed it cannot be unticked here. */
export const Choice = ({
  title,
  text,
  signedAt,
  ticked,
  disabled,
  onTick,
}: {
  readonly title: string;
  readonly text: string;
  readonly signedAt: string | null;
  readonly ticked: boolean;
  readonly disabled: boolean;
  readonly onTick: (on: boolean) => void;
}) => {
  const id = useId();
  if (signedAt !== null)
    return (
      <div className={shared.choice} data-state="signed">
        <IconCircleCheckFilled size={26} aria-hidden="true" />
        <div>
          <p className={shared.choiceTitle}>{title}</p>
          <p>{text}</p>
          <p className={shared.signed}>You signed this on {dateText(signedAt, 'moment')}.</p>
        </div>
      </div>
    );
  return (
    <label htmlFor={`${id}-box`} className={shared.choice} data-state={ticked ? 'ticked' : 'open'}>
      <input
        type="checkbox"
        id={`${id}-box`}
        className={css.check}
        aria-describedby={id}
        aria-label={title}
        checked={ticked}
        disabled={disabled}
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      <span>
        <span className={shared.choiceTitle}>{title}</span>
        <span id={id} className={shared.choiceText}>
          {text}
        </span>
      </span>
    </label>
  );
};

/** Something to write to the practice, folded away until it is wanted. */
export const WriteTo = ({
  kind,
  summary,
  label,
  verb,
  busy,
  onSend,
}: {
  readonly kind: ClientAsk['kind'];
  readonly summary: string;
  readonly label: string;
  readonly verb: string;
  readonly busy: boolean;
  readonly onSend: (ask: ClientAsk) => Promise<void>;
}) => {
  const id = useId();
  const [words, setWords] = useState('');
  return (
    <details className={css.more}>
      <summary>{summary}</summary>
      <div>
        <div className={css.field}>
          <label htmlFor={id}>{label}</label>
          <textarea id={id} rows={4} maxLength={1000} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
        </div>
        <PageButton
          disabled={busy || words.trim() === ''}
          onClick={() => {
            setWords('');
            void onSend({ kind, words: words.trim() });
          }}
        >
          {verb}
        </PageButton>
      </div>
    </details>
  );
};
