import type { ReactNode } from 'react';
import { useDisclosure } from '@mantine/hooks';
import type { Frame } from '../frame.ts';
import { Palette } from '../Palette.tsx';
import { ShortcutSheet } from '../ShortcutSheet.tsx';
import { useShortcuts } from '../useShortcuts.ts';
import { Nav } from './Nav.tsx';
import { PhaseBanner } from './PhaseBanner.tsx';
import { StatusLine } from './StatusLine.tsx';
import { TitleBar } from './TitleBar.tsx';
import { UndoBar } from './UndoBar.tsx';
import css from './Shell.module.css';

/** The frame of a desk: title bar 44, nav 212, content, status bar 28. Panes scroll, the frame does not. */
export const Shell = ({ frame, children }: { readonly frame: Frame; readonly children: ReactNode }) => {
  const office = frame.practice.kind === 'office';
  const [help, sheet] = useDisclosure(false);
  useShortcuts({ office, onHelp: sheet.open });
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        Skip to the page
      </a>
      <TitleBar frame={frame} onHelp={sheet.open} />
      <div className={css.middle}>
        <Nav frame={frame} />
        <main id="content" className={css.main} tabIndex={-1}>
          <PhaseBanner status={frame} />
          <div className={css.page}>{children}</div>
        </main>
      </div>
      <UndoBar />
      <StatusLine status={frame} />
      <Palette office={office} />
      <ShortcutSheet opened={help} onClose={sheet.close} office={office} />
    </div>
  );
};
