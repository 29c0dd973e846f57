import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Wordmark } from '../ui/Wordmark.tsx';
import { Door } from './Door.tsx';
import css from './OfficePage.module.css';
import { PageButton } from './PageButton.tsx';
import { ServerState } from './ServerState.tsx';
import { useSession } from './useSession.ts';

/** The page of the network office's people: the door, or what the server knows. */
export const OfficePage = () => {
  const session = useSession();
  const { phase } = session;
  return (
    <div className={css.page}>
      <header className={css.bar}>
        <div className={css.wide}>
          <Wordmark kind="Office" />
          {phase.at === 'in' ? (
            <PageButton disabled={session.busy} onClick={() => void session.leave()}>
              Sign out
            </PageButton>
          ) : null}
        </div>
      </header>
      {phase.at === 'opening' ? (
        <main className={css.door}>
          <h1 className="visually-hidden">The network office</h1>
          <p role="status">One moment</p>
        </main>
      ) : phase.at === 'door' ? (
        <Door phase={phase} session={session} />
      ) : (
        <main className={css.main}>
          <title>Flip 360 Office</title>
          <div className={css.wide}>
            {session.problem === undefined ? null : <ErrorNote problem={session.problem} />}
            <ServerState state={phase.state} session={session} />
          </div>
        </main>
      )}
      <footer className={css.foot}>
        <div className={css.wide}>
          <span>The server knows ids, keys, times and counts. Names are at your desk.</span>
          <a href="/chain">The public log</a>
        </div>
      </footer>
    </div>
  );
};
