import type { ReactNode } from 'react';
import { Button, Modal } from '@mantine/core';
import type { ProblemWords } from '../../ui/problem.ts';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { useReturnFocus } from '../../ui/useReturnFocus.ts';
import { Conflicts } from '../contacts/Conflicts.tsx';
import css from './sheets.module.css';

export interface SheetProps {
  readonly title: string;
  readonly verb: string;
  readonly error: Error | null;
  readonly pending: boolean;
  /** Why it cannot be saved yet; undefined when it can. */
  readonly missing?: string | undefined;
  readonly onClose: () => void;
  readonly onSave: () => void;
  /** Saves over what somebody else entered meanwhile; left out where that cannot happen. */
  readonly onSaveOver?: () => void;
  /** Width in pixels; 520 unless told. */
  readonly size?: number;
  readonly children: ReactNode;
}

const shownProblem = (error: Error): ProblemWords => problemOf(error);

/** A small sheet over the page: entries, what the desk refused, both values of a conflict, one verb. */
export const Sheet = ({ title, verb, error, pending, missing, onClose, onSave, onSaveOver, size = 520, children }: SheetProps) => {
  useReturnFocus();
  const conflicts = error === null ? undefined : problemOf(error).conflicts;
  return (
    <Modal opened onClose={onClose} size={size} closeOnClickOutside={false} title={title}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          // A form in a popover over the sheet is no entry of it, but React carries its submit up to here.
          if (event.target === event.currentTarget && missing === undefined) onSave();
        }}
      >
        {children}
        {error === null ? null : conflicts === undefined || onSaveOver === undefined ? (
          <ErrorNote problem={shownProblem(error)} />
        ) : (
          <Conflicts conflicts={conflicts} onMine={onSaveOver} onTheirs={onClose} />
        )}
        <div className={css.foot}>
          <p className="second" role="status">
            {missing ?? ''}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={missing !== undefined} loading={pending}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
};
