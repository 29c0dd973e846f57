import type { ReactNode } from 'react';
import { IconAlertTriangle, IconCircleCheckFilled, IconInfoCircle, IconX } from '@tabler/icons-react';
import type { Tone } from './tone.ts';
import css from './Note.module.css';

const icons = {
  ok: IconCircleCheckFilled,
  waiting: IconInfoCircle,
  warn: IconAlertTriangle,
  bad: IconX,
  mute: IconInfoCircle,
} as const;

export interface NoteProps {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly act?: ReactNode;
  /** Announces the note when it appears: politely, or at once for a refusal. */
  readonly live?: 'polite' | 'assertive';
}

/** A boxed remark inside a page. Words stay in text colour; the icon carries the tone. */
export const Note = ({ tone, children, icon, act, live }: NoteProps) => {
  const Icon = icons[tone];
  const role = live === undefined ? {} : { role: live === 'assertive' ? 'alert' : 'status' };
  return (
    <div className={css.note} data-tone={tone} {...role}>
      <span className={css.icon}>{icon ?? <Icon size={16} stroke={1.7} aria-hidden="true" />}</span>
      <div className={css.words}>{children}</div>
      {act === undefined ? null : <div className={css.act}>{act}</div>}
    </div>
  );
};
