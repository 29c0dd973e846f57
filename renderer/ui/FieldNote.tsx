import type { ReactNode } from 'react';
import { IconCircleCheckFilled, IconX } from '@tabler/icons-react';
import css from './FieldNote.module.css';

/** Below a field: a cross and what to look at. Pass it as Mantine's `error`, which ties it to the field. */
export const FieldError = ({ children }: { readonly children: ReactNode }) => (
  <span className={css.note} data-tone="bad">
    <IconX size={15} stroke={1.8} aria-hidden="true" />
    <span>{children}</span>
  </span>
);

/** Below a field: a tick and what was found. Pass it as Mantine's `description` with inputWrapperOrder label, input, description. */
export const FieldOk = ({ children }: { readonly children: ReactNode }) => (
  <span className={css.note} data-tone="ok">
    <IconCircleCheckFilled size={15} aria-hidden="true" />
    <span>{children}</span>
  </span>
);
