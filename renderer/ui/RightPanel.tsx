import type { ReactNode } from 'react';
import { Drawer } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconLayoutSidebarRight } from '@tabler/icons-react';
import css from './RightPanel.module.css';

export interface RightPanelProps {
  /** What it holds: "Approvals", "History". Names the panel and the button that opens it when it is a drawer. */
  readonly label: string;
  /** facts: 316 px on surface. work: 372 px on subtle (dry run, history, signing). */
  readonly kind?: 'facts' | 'work';
  /** It came by choosing something on the page: where it is a drawer, it opens at once. */
  readonly chosen?: boolean;
  readonly children: ReactNode;
}

const widths = { facts: 316, work: 372 } as const;

/** The right panel of a page. Below 1100 px, and so at 200 % zoom, a drawer behind a folded strip. */
export const RightPanel = ({ label, kind = 'facts', chosen = false, children }: RightPanelProps) => {
  const narrow = useMediaQuery('(max-width: 1099px)', false, { getInitialValueInEffect: false });
  const [opened, drawer] = useDisclosure(chosen);
  if (!narrow) {
    return (
      <aside className={css.aside} data-panel={kind} aria-label={label} style={{ width: widths[kind] }}>
        <div className={css.stack}>{children}</div>
      </aside>
    );
  }
  return (
    <>
      <button type="button" className={css.opener} aria-expanded={opened} onClick={drawer.open}>
        <IconLayoutSidebarRight size={16} stroke={1.7} aria-hidden="true" />
        <span className={css.openerName}>{label}</span>
      </button>
      <Drawer opened={opened} onClose={drawer.close} title={label} position="right" size={widths[kind] + 40} padding={18}>
        <div className={css.stack}>{children}</div>
      </Drawer>
    </>
  );
};
