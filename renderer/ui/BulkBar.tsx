import type { ReactNode } from 'react';
import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import css from './BulkBar.module.css';

export interface BulkBarProps {
  readonly count: number;
  /** "Select all 326 matching", when more match than are selected. */
  readonly all?: { readonly label: string; readonly onSelect: () => void };
  readonly onClear: () => void;
  /** Buttons; this floating bar may have a primary one of its own. */
  readonly children: ReactNode;
}

/** Floats over a list while rows are selected. */
export const BulkBar = ({ count, all, onClear, children }: BulkBarProps) =>
  count === 0 ? null : (
    <section className={css.bar} aria-label="Selected rows">
      <span className={css.count} role="status">
        {count.toLocaleString('en-AU')} selected
      </span>
      {all === undefined ? null : (
        <Button variant="subtle" onClick={all.onSelect}>
          {all.label}
        </Button>
      )}
      {children}
      <ActionIcon variant="subtle" aria-label="Clear the selection" onClick={onClear}>
        <IconX size={16} stroke={1.7} aria-hidden="true" />
      </ActionIcon>
    </section>
  );
