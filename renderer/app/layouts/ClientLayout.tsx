import type { ReactNode } from 'react';
import { IconLock } from '@tabler/icons-react';
import { Avatar } from '../../ui/Avatar.tsx';
import { RingMark } from '../../ui/RingMark.tsx';
import css from './ClientLayout.module.css';

export interface ClientLayoutProps {
  /** The practice that asks; left out while the session is unknown. */
  readonly practice?: string;
  /** "Private page for Sarah Chen, until 8 Oct". */
  readonly note?: ReactNode;
  /** The question, in serif: "Sarah, may we introduce you to ABC Finance Broking?" */
  readonly question: string;
  readonly children: ReactNode;
  /** Two buttons of 52 px and equal size: yes and no weigh the same. */
  readonly acts?: ReactNode;
  /** The other way to sign. */
  readonly otherWay?: ReactNode;
  /** Keeps the buttons in sight while the words scroll, where the screen is high enough for both. */
  readonly pinned?: boolean;
  /** The window's title where nobody is asked anything: "Sign in". */
  readonly title?: string;
}

/** The page a client signs on: 16 px words, 52 px buttons, and nothing of the desk in sight or in reach. */
export const ClientLayout = ({ practice, note, question, children, acts, otherWay, pinned = false, title }: ClientLayoutProps) => (
  <div className={css.layout}>
    <title>{title ?? (practice === undefined ? 'Signing' : `${practice} asks you`)}</title>
    <header className={css.head}>
      {practice === undefined ? <RingMark size={24} /> : <Avatar name={practice} shape="square" />}
      <div className={css.practice}>
        <p className={css.name}>{practice ?? 'Flip 360'}</p>
        {note === undefined ? null : <p className={css.note}>{note}</p>}
      </div>
      <IconLock size={18} stroke={1.6} aria-hidden="true" />
    </header>
    <main className={css.main} data-pinned={pinned ? '' : undefined}>
      <div className={css.column}>
        <h1 className={css.headline}>{question}</h1>
        {children}
        <div className={css.acts}>
          {acts}
          <div className={css.foot}>
            <span>{otherWay}</span>
            <span className={css.mark}>
              <RingMark size={15} /> Flip 360
            </span>
          </div>
        </div>
      </div>
    </main>
  </div>
);
