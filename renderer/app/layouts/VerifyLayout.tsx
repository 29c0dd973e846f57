import { IconEyeOff, IconLock, IconShieldCheck } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { Wordmark } from '../../ui/Wordmark.tsx';
import css from './VerifyLayout.module.css';

const icon = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;

/** The pack opener's frame: no profile, no sign-in, nothing of a desk. */
export const VerifyLayout = () => (
  <div className={css.layout}>
    <header className={css.bar}>
      <Wordmark kind="Verify" />
      <ul className={css.promises} aria-label="What this page promises">
        <li className={css.promise}>
          <IconLock {...icon} /> Nothing leaves this computer
        </li>
        <li className={css.promise}>
          <IconEyeOff {...icon} /> Works without a network
        </li>
        <li className={css.promise}>
          <IconShieldCheck {...icon} /> No log-in
        </li>
      </ul>
      <Link to="/">To the desk</Link>
    </header>
    <main className={css.main}>
      <Outlet />
    </main>
    <footer className={css.foot}>
      <span>Checks need no server. Later revocations are unknown here.</span>
      <span>A pack shows that records were not altered after signing. It does not show that what people said was true.</span>
    </footer>
  </div>
);
