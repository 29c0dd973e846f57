import { useId } from 'react';
import { Checkbox } from '@mantine/core';
import { IconCircleCheckFilled } from '@tabler/icons-react';
import type { ClientSession } from '../../../core/contract/client-signing.ts';
import css from './SignPage.module.css';

/** One choice. Its box starts empty; once signed it cannot be unticked here. */
export const ChoiceBox = ({
  choice,
  ticked,
  disabled,
  onTick,
}: {
  readonly choice: ClientSession['choices'][number];
  readonly ticked: boolean;
  readonly disabled: boolean;
  readonly onTick: (on: boolean) => void;
}) => {
  const id = useId();
  if (choice.signed)
    return (
      <div className={css.choice} data-state="signed">
        <IconCircleCheckFilled size={26} aria-hidden="true" />
        <div>
          <p className={css.choiceTitle}>{choice.title}</p>
          <p>{choice.text}</p>
          <p className={css.signed}>You signed this.</p>
        </div>
      </div>
    );
  return (
    <label htmlFor={`${id}-box`} className={css.choice} data-state={ticked ? 'ticked' : 'open'}>
      <Checkbox
        id={`${id}-box`}
        aria-describedby={id}
        aria-label={choice.title}
        checked={ticked}
        disabled={disabled}
        classNames={{ root: css.box ?? '' }}
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      <span>
        <span className={css.choiceTitle}>{choice.title}</span>
        <span id={id} className={css.choiceText}>
          {choice.text}
        </span>
      </span>
    </label>
  );
};
