import type { ComponentProps } from 'react';
import { IconFilter, IconX } from '@tabler/icons-react';
import css from './FilterChip.module.css';

export interface FilterChipProps {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
  readonly onField: () => void;
  readonly onOperator: () => void;
  readonly onValue: () => void;
  readonly onRemove: () => void;
}

/** One filter: field · operator · value · ×, each a button. */
export const FilterChip = ({ field, operator, value, onField, onOperator, onValue, onRemove }: FilterChipProps) => (
  <span className={css.chip} role="group" aria-label={`Filter: ${field} ${operator} ${value}`}>
    <button type="button" className={css.part} onClick={onField}>
      {field}
    </button>
    <button type="button" className={css.part} onClick={onOperator}>
      {operator}
    </button>
    <button type="button" className={`${css.part} ${css.value}`} onClick={onValue}>
      {value}
    </button>
    <button type="button" className={`${css.part} ${css.remove}`} aria-label={`Remove filter ${field}`} onClick={onRemove}>
      <IconX size={15} stroke={1.7} aria-hidden="true" />
    </button>
  </span>
);

/** Opens the list of fields to filter by. Takes what a menu gives its target. */
export const AddFilter = (props: ComponentProps<'button'>) => (
  <button {...props} type="button" className={css.add} data-filter="true">
    <IconFilter size={15} stroke={1.6} aria-hidden="true" />
    Filter
  </button>
);
