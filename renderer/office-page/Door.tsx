import { IconKey } from '@tabler/icons-react';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Note } from '../ui/Note.tsx';
import { RingMark } from '../ui/RingMark.tsx';
import { dateText } from '../sign-page/dates.ts';
import { deviceNow } from './browser.ts';
import css from './OfficePage.module.css';
import { PageButton } from './PageButton.tsx';
import type { Phase, PageSession, Why } from './useSession.ts';

const LEFT: Readonly<Record<Why, string>> = {
  idle: 'You were signed out because nobody used the page for ten minutes.',
  ended: 'Your session has ended.',
  left: 'You are signed out on this device.',
};

/** What an authenticator lists the passkey as: there is no name to give it. */
const label = (): string => `Network office, ${dateText(new Date(deviceNow()).toISOString())}`;

/** Before anybody is in: one button, by passkey alone. */
export const Door = ({
  phase,
  session,
}: {
  readonly phase: Extract<Phase, { readonly at: 'door' }>;
  readonly session: Pick<PageSession, 'busy' | 'problem' | 'enter' | 'signInInstead'>;
}) => (
  <main className={css.door}>
    <title>{phase.link === null ? 'Sign in · Flip 360 Office' : 'Enrol a passkey · Flip 360 Office'}</title>
    <div className={css.doorBox}>
      <RingMark size={36} />
      <h1>{phase.link === null ? 'The network office' : 'Enrol your passkey'}</h1>
      <p className={css.doorWords}>
        {phase.link === null
          ? 'For people of the network office. You sign in with the passkey that you enrolled here; there is no name and no password.'
          : 'The office’s desk invited you. Your device asks for your finger, face or PIN and keeps a passkey for this page. The link works once.'}
      </p>
      {phase.why === null ? null : (
        <Note tone="mute" live="polite">
          {LEFT[phase.why]}
        </Note>
      )}
      {session.problem === undefined ? null : <ErrorNote problem={session.problem} />}
      <PageButton look="main" disabled={session.busy} onClick={() => void session.enter(label())}>
        <IconKey size={18} stroke={1.7} aria-hidden="true" />
        {phase.link === null ? 'Sign in with a passkey' : 'Make the passkey'}
      </PageButton>
      {phase.link === null ? (
        <p className={css.doorFoot}>No passkey here yet? A desk of the office makes a link for you, under Network.</p>
      ) : (
        <PageButton look="quiet" disabled={session.busy} onClick={session.signInInstead}>
          I have a passkey: sign in
        </PageButton>
      )}
    </div>
  </main>
);
