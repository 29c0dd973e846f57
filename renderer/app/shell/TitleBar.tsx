import { ActionIcon } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconArrowLeft, IconArrowRight, IconHelpCircle, IconSearch } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import { Kbd } from '../../ui/Kbd.tsx';
import { Wordmark } from '../../ui/Wordmark.tsx';
import type { Frame } from '../frame.ts';
import { Bell } from './Bell.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import css from './TitleBar.module.css';

/** Wordmark, back and forward, search, what needs you, help, person. */
export const TitleBar = ({ frame, onHelp }: { readonly frame: Frame; readonly onHelp: () => void }) => {
  const { history } = useRouter();
  return (
    <header className={css.bar}>
      <Link to="/" className={css.home} aria-label="Flip 360 Desk, to Today">
        <Wordmark />
      </Link>
      <div className={css.middle}>
        <ActionIcon variant="subtle" aria-label="Back" onClick={() => history.back()}>
          <IconArrowLeft size={17} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon variant="subtle" aria-label="Forward" onClick={() => history.forward()}>
          <IconArrowRight size={17} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
        <button type="button" className={css.search} aria-keyshortcuts="Control+K" onClick={spotlight.open}>
          <IconSearch size={15} stroke={1.7} aria-hidden="true" />
          <span className={css.words}>Search, jump, or paste any id</span>
          <Kbd>Ctrl K</Kbd>
        </button>
      </div>
      <div className={css.right}>
        <Bell warnings={frame.warnings} />
        <ActionIcon variant="subtle" aria-label="Keyboard and help" onClick={onHelp}>
          <IconHelpCircle size={18} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
        <PersonMenu name={frame.person.name} />
      </div>
    </header>
  );
};
