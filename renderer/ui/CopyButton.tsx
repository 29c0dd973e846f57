import { useEffect, useState } from 'react';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import css from './CopyButton.module.css';

type CopyState = 'rest' | 'copied' | 'refused';

const saidOf: Readonly<Record<CopyState, string>> = {
  rest: '',
  copied: 'Copied',
  refused: 'Not copied: the clipboard is closed to this window',
};

/** Copies `text`; `what` names it for its accessible name: "Copy hash". */
export const CopyButton = ({ text, what }: { readonly text: string; readonly what: string }) => {
  const [state, setState] = useState<CopyState>('rest');
  useEffect(() => {
    if (state === 'rest') return undefined;
    const timer = setTimeout(() => setState('rest'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  return (
    <>
      <button
        type="button"
        className={css.copy}
        data-copied={state === 'copied'}
        aria-label={`Copy ${what}`}
        title={saidOf[state] || `Copy ${what}`}
        onClick={copy}
      >
        {state === 'copied' ? (
          <IconCheck size={15} stroke={1.8} aria-hidden="true" />
        ) : (
          <IconCopy size={14} stroke={1.6} aria-hidden="true" />
        )}
      </button>
      <span className="visually-hidden" role="status">
        {saidOf[state]}
      </span>
    </>
  );
};
