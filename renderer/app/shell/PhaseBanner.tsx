import { IconAlertTriangle } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import type { Status } from '../../../core/contract/status.ts';
import css from './PhaseBanner.module.css';

/** Above every page while the desk may not sign: in recovery, or before the network office has answered. */
export const PhaseBanner = ({ status }: { readonly status: Status }) => {
  const { pathname } = useLocation();
  if (status.phase === 'recovery')
    return (
      <div className={css.banner} data-tone="bad" role="status">
        <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
        <span>
          <strong>This desk is in recovery and signs nothing.</strong> Everything can be read and exported.
        </span>
        {pathname === '/recovery' ? null : <Link to="/recovery">Go through the recovery</Link>}
      </div>
    );
  if (status.phase === 'awaiting-register')
    return (
      <div className={css.banner} data-tone="warn" role="status">
        <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
        <span>
          <strong>The network office has not answered yet.</strong> Until then nothing can be signed or exchanged.
        </span>
        <Link to="/first-run">Open its answer</Link>
      </div>
    );
  return null;
};
